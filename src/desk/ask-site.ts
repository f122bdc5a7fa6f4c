import { lookup } from "node:dns/promises";
import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { TLSSocket } from "node:tls";
import { parseAddress } from "../kit/ip-address.ts";
import { createRangeSet } from "../kit/ip-range.ts";
import { reservedRanges } from "../kit/reserved-ranges.ts";
import type { AskSite, WebAnswer } from "../ports/check.ts";

/** A site that may be asked: the names that are its own, and where its server answers; null = where the name leads. */
export interface AskedSite {
  /** Lower case, punycode; the domain and its aliases. */
  readonly names: readonly string[];
  readonly address: { readonly host: string; readonly port: number; readonly tls: boolean } | null;
  /** Where that server speaks TLS beside a plain port; 443 where left out. */
  readonly tlsPort?: number;
}

export interface AskSiteParts {
  /** Null: no site of ours, and nobody is asked. */
  readonly siteOf: (name: string) => AskedSite | null;
  /** Says who asks, and for whom: `Sekisho-Check/0.1 (+mailto:abuse@host.example)`. */
  readonly userAgent: string;
}

const longestMs = 10_000;
const largestBytes = 1_048_576;
const mostRedirects = 3;
const webPorts: readonly number[] = [80, 443];

interface Target {
  readonly url: URL;
  readonly method: "GET" | "POST";
  readonly form: string | null;
}

interface Peer {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

const reserved = createRangeSet(reservedRanges);

const isPublic = (text: string): boolean => {
  const address = parseAddress(text);
  return address !== null && !reserved.contains(address);
};

/** No name that a stranger set up may lead a check into the operator's own network, be it one of several addresses. */
const publicAddress = async (name: string): Promise<string> => {
  const found = await lookup(name, { all: true });
  const inner = found.find(({ address }) => !isPublic(address));
  if (inner !== undefined) throw new Error(`${name} leads to ${inner.address}, which is not public`);
  const [first] = found;
  if (first === undefined) throw new Error(`${name} leads nowhere`);
  return first.address;
};

const peerOf = async ({ address, tlsPort = 443 }: AskedSite, url: URL): Promise<Peer> => {
  const tls = url.protocol === "https:";
  if (address !== null) return tls && !address.tls ? { host: address.host, port: tlsPort, tls } : address;
  const port = url.port === "" ? (tls ? 443 : 80) : Number(url.port);
  if (!webPorts.includes(port)) throw new Error(`port ${port} is not asked`);
  return { host: await publicAddress(url.hostname), port, tls };
};

const readBody = async (answer: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    parts.push(part);
    length += part.length;
    if (length >= largestBytes) break;
  }
  answer.destroy();
  return Buffer.concat(parts).subarray(0, largestBytes).toString();
};

const headersOf = (headers: IncomingMessage["headers"]): WebAnswer["headers"] =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]));

const send = (
  peer: Peer,
  { url, method, form }: Target,
  ask: { readonly userAgent: string; readonly signal: AbortSignal },
): Promise<WebAnswer> =>
  new Promise((resolve, reject) => {
    const options: RequestOptions & { readonly servername: string; readonly rejectUnauthorized: boolean } = {
      ...{ host: peer.host, port: peer.port, method, path: url.pathname + url.search, agent: false, signal: ask.signal },
      // What answers at this address is asked, whatever its certificate: one that ran out changes nothing about a form. The proof says so.
      ...{ servername: url.hostname, rejectUnauthorized: false },
      headers: {
        ...{ host: url.hostname, "user-agent": ask.userAgent, accept: "text/html,*/*;q=0.5", "accept-encoding": "identity" },
        ...(form === null
          ? {}
          : { "content-type": "application/x-www-form-urlencoded", "content-length": String(Buffer.byteLength(form)) }),
      },
    };
    const request = (peer.tls ? httpsRequest : httpRequest)(options, (answer) => {
      const certificate = answer.socket instanceof TLSSocket && !answer.socket.authorized ? { isUnverified: true } : {};
      readBody(answer).then(
        (body) => resolve({ status: answer.statusCode ?? 0, headers: headersOf(answer.headers), body, ...certificate }),
        reject,
      );
    });
    request.on("error", reject);
    request.end(form ?? undefined);
  });

const redirects = new Set([301, 302, 303, 307, 308]);

/**
 * Where an answer sends on to, on a name of the same site; null where it does not. A posted form is sent again only to the same address under
 * another name or scheme; a page of thanks is the answer itself.
 */
const nextOf = (site: AskedSite, { url, method, form }: Target, { status, headers }: WebAnswer): Target | null => {
  const { location } = headers;
  if (!redirects.has(status) || location === undefined || !URL.canParse(location, url.href)) return null;
  const next = new URL(location, url);
  if (next.protocol !== "http:" && next.protocol !== "https:") return null;
  if (!site.names.includes(next.hostname) || next.username !== "" || next.password !== "") return null;
  if (method === "POST" && (status === 303 || next.pathname + next.search !== url.pathname + url.search)) return null;
  return { url: next, method, form };
};

/** Whoever is followed must not be asked the same again. */
const isSame = (a: Target, b: Target): boolean => a.url.href === b.url.href;

const follow = async (
  site: AskedSite,
  first: Target,
  ask: { readonly userAgent: string; readonly signal: AbortSignal },
): Promise<WebAnswer> => {
  let target = first;
  for (let left = mostRedirects; ; left--) {
    const answer = await send(await peerOf(site, target.url), target, ask);
    const next = nextOf(site, target, answer);
    if (next === null || left === 0 || isSame(next, target)) return answer;
    target = next;
  }
};

const isClosed = (cause: unknown): boolean => (cause as NodeJS.ErrnoException).code === "ECONNREFUSED";

/** A site that answers no plain request at all is asked over TLS: many hosts have closed port 80. */
const askEither: typeof follow = async (site, first, ask) => {
  try {
    return await follow(site, first, ask);
  } catch (cause) {
    if (first.url.protocol === "https:" || !isClosed(cause)) throw cause;
    return follow(site, { ...first, url: new URL(first.url.href.replace(/^http:/, "https:")) }, ask);
  }
};

/**
 * Asks a site of this host for a check: only its own names, only its own server or public addresses, at most three redirects, 1 MiB and ten
 * seconds in all, no cookies, no credentials, and a user agent that says who asks. Over TLS where nothing answers at the plain port, or where the
 * site sends on to it, on the same server.
 */
export const createAskSite = ({ siteOf, userAgent }: AskSiteParts): AskSite => {
  return async ({ site: name, method, path, form }) => {
    const site = siteOf(name);
    if (site === null) return { why: `${name} is no site of this host` };
    const { address } = site;
    const tls = address?.tls ?? false;
    const base = `${tls ? "https" : "http"}://${name}`;
    if (!path.startsWith("/") || !URL.canParse(base + path)) return { why: "the path is none" };
    const signal = AbortSignal.timeout(longestMs);
    const text = form === undefined ? null : new URLSearchParams(form).toString();
    try {
      return await askEither(site, { url: new URL(base + path), method, form: text }, { userAgent, signal });
    } catch (cause) {
      if (signal.aborted) return { why: "no answer within 10 seconds" };
      return { why: cause instanceof Error ? cause.message : String(cause) };
    }
  };
};
