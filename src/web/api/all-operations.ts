import type { Operation } from "./operation.ts";
import { audit } from "./operations/audit.ts";
import { caseDecisions } from "./operations/case-decisions.ts";
import { caseReads } from "./operations/case-reads.ts";
import { containing } from "./operations/containing.ts";
import { containments } from "./operations/containments.ts";
import { deliveries } from "./operations/deliveries.ts";
import { denyLists } from "./operations/deny-lists.ts";
import { deskWide } from "./operations/desk-wide.ts";
import { held } from "./operations/held.ts";
import { mail } from "./operations/mail.ts";
import { tokens } from "./operations/tokens.ts";

/** Every operation of the API, in the order in which its documentation tells them. */
export const allOperations: readonly Operation[] = [
  ...caseReads,
  ...caseDecisions,
  ...containing,
  ...containments,
  ...held,
  ...denyLists,
  ...deskWide,
  deliveries,
  ...mail,
  ...audit,
  ...tokens,
];
