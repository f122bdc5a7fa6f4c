import type { ReplyRoute, ReplySecrets } from "../ports/reply-secrets.ts";
import { secretHashesIn } from "./reply-address.ts";

/** `isNamed`: the secret stands in To or Cc, and not only in what was added on the way. Only then may it count as fitting. */
interface FoundRoute {
  readonly route: ReplyRoute;
  readonly hash: string;
  readonly isNamed: boolean;
}

/** Where a mail belongs, or why it belongs nowhere: it is then kept for staff, and no case is made of it. */
export type Routing = FoundRoute | { readonly unrouted: "no-secret" | "unknown-secret" | "several-cases" };

/** Finds the case that a mail answers. Several addresses of one case count as one. */
export const routeReply = async (
  headers: readonly { readonly name: string; readonly value: string }[],
  { base, secrets }: { readonly base: string; readonly secrets: ReplySecrets },
): Promise<Routing> => {
  const { all, named } = secretHashesIn(headers, base);
  if (all.length === 0) return { unrouted: "no-secret" };
  const found: FoundRoute[] = [];
  for (const hash of all.slice(0, 10)) {
    const route = await secrets.findBySecret(hash);
    if (route !== null) found.push({ route, hash, isNamed: named.includes(hash) });
  }
  const first = found.find(({ isNamed }) => isNamed) ?? found[0];
  if (first === undefined) return { unrouted: "unknown-secret" };
  return found.every(({ route }) => route.caseId === first.route.caseId) ? first : { unrouted: "several-cases" };
};
