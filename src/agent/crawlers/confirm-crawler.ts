import { canonicalAddress } from "../../kit/ip-address.ts";

/** The resolver, handed in: `node:dns/promises` in the agent. Both reject as it does, with a `code`. */
export interface CrawlerDns {
  readonly reverse: (address: string) => Promise<readonly string[]>;
  /** All addresses of a name, of both families. */
  readonly addresses: (name: string) => Promise<readonly string[]>;
}

/** A resolver of `node:dns/promises` in this shape. A name that has addresses of one family alone is answered for. */
export const dnsOf = (resolver: {
  readonly reverse: (address: string) => Promise<readonly string[]>;
  readonly resolve4: (name: string) => Promise<readonly string[]>;
  readonly resolve6: (name: string) => Promise<readonly string[]>;
}): CrawlerDns => ({
  reverse: (address) => resolver.reverse(address),
  addresses: async (name) => {
    const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    const found = answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
    if (found.length > 0) return found;
    const failed = answers.find((answer) => answer.status === "rejected" && !isNoSuch(answer.reason)) ?? answers[0];
    if (failed.status === "rejected") throw failed.reason;
    return [];
  },
});

/** `unknown`: the resolver did not answer, so that nothing is said about the address. */
export type Confirmation = "verified" | "refuted" | "unknown";

/** How a lookup is asked; rejects where it takes too long. */
export type Ask = <Answer>(lookup: () => Promise<Answer>) => Promise<Answer>;

/** Answers that say "there is none", and not "I cannot tell". */
const noSuch: ReadonlySet<unknown> = new Set(["ENOTFOUND", "ENODATA"]);
const isNoSuch = (error: unknown): boolean => error instanceof Error && "code" in error && noSuch.has(error.code);

/** More names than these an address of a crawler does not have. */
const mostNames = 4;

/** Lookups that one address may cost. */
export const mostLookups = 1 + mostNames;

const lies = (name: string, domains: readonly string[]): boolean =>
  domains.some((domain) => name === domain || name.endsWith(`.${domain}`));

const plainName = (name: string): string => name.toLowerCase().replace(/\.$/, "");

const emptyWhereNone = async (lookup: () => Promise<readonly string[]>): Promise<readonly string[]> => {
  try {
    return await lookup();
  } catch (error) {
    if (isNoSuch(error)) return [];
    throw error;
  }
};

/**
 * Forward-confirmed reverse DNS: whoever has the address can give it any name, but only the crawler's operator can let that name lead back to it. Never
 * rejects.
 */
export const confirmCrawler = async (
  address: string,
  domains: readonly string[],
  { dns, ask }: { readonly dns: CrawlerDns; readonly ask: Ask },
): Promise<Confirmation> => {
  try {
    const found = await ask(() => emptyWhereNone(() => dns.reverse(address)));
    const names = found.map(plainName).filter((name) => lies(name, domains));
    for (const name of names.slice(0, mostNames)) {
      const addresses = await ask(() => emptyWhereNone(() => dns.addresses(name)));
      if (addresses.some((one) => canonicalAddress(one) === address)) return "verified";
    }
    return "refuted";
  } catch {
    return "unknown";
  }
};
