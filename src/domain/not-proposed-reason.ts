/** Closed list of why a measure would not help here. */
export type NotProposedReason =
  | "sources-not-foreign"
  | "origin-unknown"
  | "home-unknown"
  | "no-mail-log"
  | "no-account"
  | "sources-scattered"
  | "shared-networks"
  | "no-request"
  | "path-unknown"
  | "root-unknown"
  | "serves-visitors"
  | "own-file"
  | "wider-than-needed"
  | "mail-not-abused"
  | "not-local"
  | "shared-account"
  | "stops-little";
