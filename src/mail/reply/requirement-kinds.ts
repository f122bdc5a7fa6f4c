import type { RequirementId } from "../../domain/case/requirement.ts";

/** Requirements that speak of a thing that can be the customer's own. */
export const ownable: readonly RequirementId[] = ["no-cron-entry", "files-untampered", "way-in-closed"];

/** Requirements that can be met by looking and finding nothing. */
export const findable: readonly RequirementId[] = [
  "no-known-vulnerability",
  "files-untampered",
  "way-in-closed",
  "no-cron-entry",
  "harm-stopped",
];
