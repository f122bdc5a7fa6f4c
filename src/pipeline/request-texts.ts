import type { AgentKind } from "../domain/write-request.ts";
import { createByteInterner } from "../kit/byte-interner.ts";
import { decodeText } from "../kit/decode-text.ts";
import type { Escaping, Span } from "../ports/log-format.ts";
import { normalPath, selectingQuery, splitTarget } from "./normal-path.ts";

/** A request target, worked out. Equal targets give the same object while they are remembered. */
export interface Addressed {
  readonly path: string;
  readonly query: string | null;
}

/** A referer, worked out; `path` in normal form, null without one. `host` is empty for what is no web address. */
export interface RefererParts {
  readonly host: string;
  readonly path: string | null;
}

/** What a client says of itself. */
export interface ClientTold {
  readonly agent: AgentKind;
  /** It calls itself a robot: a search engine's, mostly. Nobody has verified it. */
  readonly isRobot: boolean;
}

const untold: ClientTold = { agent: "none", isRobot: false };

/** What the texts of a request mean, worked out once per distinct text, without making the text again each time. */
export interface RequestTexts {
  readonly addressed: (bytes: Uint8Array, span: Span, escaping: Escaping) => Addressed;
  /** Null without a referer. */
  readonly referer: (bytes: Uint8Array, span: Span, escaping: Escaping) => RefererParts | null;
  readonly client: (bytes: Uint8Array, span: Span, escaping: Escaping) => ClientTold;
}

const textsKept = 4_096;

const readTarget = (target: string): Addressed => {
  const { path, query } = splitTarget(target);
  return { path: normalPath(path), query: selectingQuery(query) };
};

const readReferer = (referer: string): RefererParts => {
  const parts = /^https?:\/\/([^/?#]+)([/?#].*)?$/i.exec(referer);
  if (parts === null) return { host: "", path: null };
  const named = (parts[1] as string).toLowerCase();
  const host = named.includes(":") ? named.replace(/:\d+$/, "") : named;
  return { host, path: parts[2] === undefined ? null : normalPath(splitTarget(parts[2]).path) };
};

/** Names that HTTP libraries send when nobody gives another. */
const libraries =
  /^(python|curl|wget|go-http|libwww|lwp|java|okhttp|axios|node|undici|php|perl|ruby|guzzle|apache-http|aiohttp|scrapy|httpie|winhttp|dart|reqwest|got|http)/i;

const readAgent = (agent: string): AgentKind => {
  if (agent === "" || agent === "-") return "none";
  if (agent.startsWith("WordPress/")) return "self";
  if (/^(mozilla|opera)\//i.test(agent)) return "browser";
  return libraries.test(agent) ? "library" : "named";
};

const robots = /bot\b|crawl|spider|slurp|\+https?:\/\//i;

/** A memory of one kind of text; one per escaping, since equal bytes mean different texts. */
const createMemory = <Value>(work: (text: string) => Value): ((bytes: Uint8Array, span: Span, escaping: Escaping) => Value) => {
  const memoryFor = (escaping: Escaping) =>
    createByteInterner<Value>({ capacity: textsKept, make: (bytes, start, end) => work(decodeText(bytes, start, end, escaping)) });
  const memories = { log: memoryFor("log"), json: memoryFor("json"), csv: memoryFor("csv"), none: memoryFor("none") };
  return (bytes, { start, end }, escaping) => memories[escaping].get(bytes, start, end);
};

/** See {@link RequestTexts}. */
export const createRequestTexts = (): RequestTexts => {
  const addressed = createMemory(readTarget);
  const client = createMemory((text): ClientTold => ({ agent: readAgent(text), isRobot: robots.test(text) }));
  return {
    addressed,
    referer: (bytes, span, escaping) => {
      // Worked out each time: the pages that visitors come from are too many to be remembered.
      const text = span.start < 0 ? "" : decodeText(bytes, span.start, span.end, escaping);
      return text === "" || text === "-" ? null : readReferer(text);
    },
    client: (bytes, span, escaping) => (span.start < 0 ? untold : client(bytes, span, escaping)),
  };
};
