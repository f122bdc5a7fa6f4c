import type { ReplyRoute, ReplySecrets } from "../ports/reply-secrets.ts";
import { secretHashesIn } from "./reply-address.ts";

/** Where a mail belongs, or why it belongs nowhere: it is then kept for staff, and no case is made of it. */
export type Routing =
  | { readonly route: ReplyRoute; readonly hash: string }
  | { readonly unrouted: "no-secret" | "unknown-secret" | "several-cases" };

/** Finds the case that a mail answers. Several addresses of one case count as one. */
export const routeReply = async (
  headers: readonly { readonly name: string; readonly value: string }[],
  { base, secrets }: { readonly base: string; readonly secrets: ReplySecrets },
): Promise<Routing> => {
  const hashes = secretHashesIn(headers, base).slice(0, 10);
  if (hashes.length === 0) return { unrouted: "no-secret" };
  const found: { route: ReplyRoute; hash: string }[] = [];
  for (const hash of hashes) {
    const route = await secrets.findBySecret(hash);
    if (route !== null) found.push({ route, hash });
  }
  const [first] = found;
  if (first === undefined) return { unrouted: "unknown-secret" };
  return found.every(({ route }) => route.caseId === first.route.caseId) ? first : { unrouted: "several-cases" };
};
