import type { z } from "@hono/zod-openapi";
import { verdictOf } from "../../domain/abuse-class.ts";
import type { ClaimedAbuse } from "../../domain/case/claimed-abuse.ts";
import { wrongField } from "./outcomes.ts";
import { type claimSchema, toClaim } from "./schemas/claim-schema.ts";

/** The claim of a request, once what the schema alone cannot show was looked at. `at`: where in the request it stands, with its dot. */
export const readClaim = (given: z.output<typeof claimSchema>, at = ""): ClaimedAbuse => {
  if (given.verdict !== verdictOf(given.class)) throw wrongField(`${at}verdict`, `${given.class} is ${verdictOf(given.class)}`);
  if (Date.parse(given.firstSeen) > Date.parse(given.lastSeen)) throw wrongField(`${at}lastSeen`, "it lies before firstSeen");
  return toClaim(given);
};
