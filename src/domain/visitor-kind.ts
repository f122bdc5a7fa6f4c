import { isCallback } from "./form-endpoint.ts";
import { siteProgram } from "./site-program.ts";
import type { WriteRequest } from "./write-request.ts";

/**
 * Who else would be stopped by a measure over a site. `callback` = another server that reports (a payment provider); `robot` = calls itself
 * one (a search engine, unverified); `program` = any other program by its own name or none (a monitor, an app); `account` = log-ins and work
 * of those who have an account; `reader` = read pages of the site first; `other` = nothing of it.
 */
export const visitorKinds = ["callback", "robot", "program", "account", "reader", "other"] as const;

/** One of {@link visitorKinds}. */
export type VisitorKind = (typeof visitorKinds)[number];

/** Tells it of a request that can change something. */
export const visitorKind = (
  { endpoint, agent, before }: Pick<WriteRequest, "endpoint" | "agent" | "before">,
  isRobot: boolean,
): VisitorKind => {
  if (isCallback(endpoint)) return "callback";
  if (isRobot) return "robot";
  if (agent !== "browser") return "program";
  const program = siteProgram(endpoint);
  if (program === "login" || program === "administration") return "account";
  return before.pages > 0 ? "reader" : "other";
};
