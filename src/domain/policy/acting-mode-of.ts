import { type AbuseClass, verdictOf } from "../abuse-class.ts";
import type { ActingMode } from "../case/case-terms.ts";
import type { Policy } from "./policy.ts";

/**
 * How far automation may go for a class on a server. A choice for the server wins over one for all; without either the class is only
 * observed, which is how a new install begins. A class that is no abuse is never acted on, whatever is written.
 */
export const actingModeOf = ({ acting }: Pick<Policy, "acting">, abuseClass: AbuseClass, server: string): ActingMode => {
  const ofClass = acting.filter((choice) => choice.class === abuseClass);
  const choice = ofClass.find((one) => one.server === server) ?? ofClass.find((one) => one.server === null);
  const mode = choice?.mode ?? "observe";
  return mode === "act" && verdictOf(abuseClass) !== "abuse" ? "propose" : mode;
};
