import type { ClaimedAbuse } from "./claimed-abuse.ts";

/** How far an agent has read the logs of one server. Event times, epoch ms; null = no such log is read. */
export interface LogReading {
  readonly host: string;
  readonly mailReadTo: number | null;
  readonly accessReadTo: number | null;
}

/** What the join of mail and requests says of messages, for the case that this claim is of: queue ids of its server, and nothing of any mail. */
export interface ToldFates {
  readonly host: string;
  /** The claim's key. */
  readonly key: string;
  readonly caused: readonly string[];
  readonly notCaused: readonly string[];
}

/** What an agent tells the desk. */
export type AgentMessage =
  | { readonly kind: "claim"; readonly claim: ClaimedAbuse }
  | { readonly kind: "fates"; readonly fates: ToldFates }
  | { readonly kind: "reading"; readonly reading: LogReading };
