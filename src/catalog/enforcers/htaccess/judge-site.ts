import { type Ask, askBlock, endpointsOf, nowhere, placeName, statusOf } from "./ask-site.ts";
import type { HtaccessConfig, HtaccessEndpoint, HtaccessSite } from "./htaccess-config.ts";

/** How a site answered at each of its addresses before it was changed; null: nobody answered there. */
export type Answers = readonly { readonly endpoint: HtaccessEndpoint; readonly status: number | null }[];

const locked = 401;
const broken = 500;
const isBroken = (status: number | null): boolean => status === null || status >= broken;

const frontOf = (ask: Ask, endpoint: HtaccessEndpoint, host: string): Promise<number | null> =>
  statusOf(ask, { endpoint, host, method: "GET", path: "/" });

/** Asks the front page at each address. */
export const answersOf = async (config: HtaccessConfig, site: HtaccessSite, ask: Ask): Promise<Answers> => {
  const answers: { endpoint: HtaccessEndpoint; status: number | null }[] = [];
  for (const endpoint of endpointsOf(config, site)) answers.push({ endpoint, status: await frontOf(ask, endpoint, site.domain) });
  return answers;
};

const why =
  "Apache may not read .htaccess there (AllowOverride None), may not let it rewrite (AllowOverride without FileInfo, Options without FollowSymLinks), may have no mod_rewrite, or the file has a `RewriteEngine Off` further down";

/**
 * What is wrong with a site now that a block stands in its file; null where it answers as before and the block with it. One that does not let it
 * through is as bad as one that breaks it: what has no effect must not stand there.
 */
export const faultAfter = async (
  { domain }: Pick<HtaccessSite, "domain">,
  before: readonly Answers[number][],
  ask: Ask,
): Promise<string | null> => {
  let isSeen = false;
  if (before.every(({ status }) => status === null)) return `${domain} does not answer`;
  for (const { endpoint, status } of before) {
    if (status === null) continue;
    const at = `${domain} at ${placeName(endpoint)}`;
    const heard = await askBlock(ask, { endpoint, host: domain, method: "GET", path: nowhere(), from: "127.0.0.1" });
    if (heard.by === "block") isSeen = true;
    else if (heard.by === "nobody") return `${at} does not answer any more: ${heard.why}`;
    else if (isBroken(status)) return `${at} answered ${status} before already, and no block can be seen there`;
    else if (heard.status >= broken) return `${at} answers ${heard.status} with a block in its .htaccess: ${why}`;
    else if (heard.status === locked) return `${at} asks for a password, and no block can be seen behind that`;
    else if (!heard.isSentToTls) return `${at} answers ${heard.status} as if no block were in its .htaccess: ${why}`;
    // A program of theirs that fails now and then is not ours to judge by one request.
    if (!isBroken(status) && isBroken(await frontOf(ask, endpoint, domain)) && isBroken(await frontOf(ask, endpoint, domain)))
      return `${at} answered ${status} before, and is broken with a block in its .htaccess`;
  }
  return isSeen ? null : `${domain} only sends on to elsewhere where it was asked: ${why}`;
};
