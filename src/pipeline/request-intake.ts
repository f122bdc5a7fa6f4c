import type { AccessEvent } from "../domain/access-event.ts";
import type { SiteTally } from "../domain/detection.ts";
import { type AgentKind, type EndpointUse, isRefusal, type RefererKind, type WriteRequest } from "../domain/write-request.ts";
import type { KnownSite } from "./directory.ts";
import { normalPath, selectingQuery, splitTarget } from "./normal-path.ts";
import type { TrustedSources } from "./trusted-sources.ts";
import type { Visitor } from "./visitor.ts";

/** Running totals of one site, and when its log began. */
export interface SiteTraffic {
  readonly site: KnownSite;
  readonly tally: { -readonly [Key in keyof SiteTally]: SiteTally[Key] };
  readonly startedAt: number;
  readonly endpoints: Map<string, EndpointUse>;
}

/** A request whose source remembers its visits. */
export interface VisitorRequest extends AccessEvent {
  readonly site: KnownSite;
  readonly source: Visitor;
}

/** Endpoints remembered per site; a scanner that invents paths fills the rest into one. */
const endpointsPerSite = 400;

/** Turns requests into tallies, visits and {@link WriteRequest}s. */
export interface RequestIntake {
  /** Null for a request that only reads. */
  readonly accept: (event: VisitorRequest) => WriteRequest | null;
  readonly trafficOf: (site: KnownSite) => SiteTraffic | null;
  readonly totals: () => { readonly requests: number; readonly writes: number };
}

const readReferer = (referer: string | null, domain: string): { readonly referer: RefererKind; readonly refererPath: string | null } => {
  if (referer === null) return { referer: "none", refererPath: null };
  const parts = /^https?:\/\/([^/?#]+)([/?#].*)?$/i.exec(referer);
  if (parts === null) return { referer: "other-site", refererPath: null };
  const host = (parts[1] as string).toLowerCase().replace(/:\d+$/, "");
  const own = domain === "" || host === domain || host === `www.${domain}` || `www.${host}` === domain;
  if (!own) return { referer: "other-site", refererPath: null };
  if (parts[2] === undefined) return { referer: "bare", refererPath: null };
  return { referer: "own-page", refererPath: normalPath(splitTarget(parts[2]).path) };
};

const agentKind = (agent: string | null): AgentKind => {
  if (agent === null) return "none";
  if (agent.startsWith("WordPress/")) return "self";
  return /^(mozilla|opera)\//i.test(agent) ? "browser" : "tool";
};

interface Addressed {
  readonly path: string;
  readonly query: string | null;
}

const readTarget = (target: string): Addressed => {
  const { path, query } = splitTarget(target);
  return { path: normalPath(path), query: selectingQuery(query) };
};

/** What was worked out for a text before; forgets all when full. */
const createTextMemory = <Value>(work: (text: string) => Value, capacity: number): ((text: string) => Value) => {
  const known = new Map<string, Value>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= capacity) known.clear();
    const made = work(text);
    known.set(text, made);
    return made;
  };
};

export const createRequestIntake = (trusted: TrustedSources): RequestIntake => {
  const traffic: SiteTraffic[] = [];
  let requests = 0;
  let writes = 0;
  let endpointCount = 0;
  const addressed = createTextMemory(readTarget, 4_096);

  const trafficFor = (event: VisitorRequest): SiteTraffic => {
    const known = traffic[event.site.id];
    if (known !== undefined) return known;
    const tally = { requests: 0, foreignRequests: 0, writes: 0, foreignWrites: 0 };
    const made = { site: event.site, tally, startedAt: event.time, endpoints: new Map<string, EndpointUse>() };
    traffic[event.site.id] = made;
    return made;
  };

  const endpointOf = (of: SiteTraffic, event: VisitorRequest): EndpointUse => {
    const { path, query } = addressed(event.target);
    const { method } = event;
    const key = `${method} ${path} ${query ?? ""}`;
    const known = of.endpoints.get(key);
    if (known !== undefined) return known;
    const full = of.endpoints.size >= endpointsPerSite;
    if (full) {
      const rest = of.endpoints.get("");
      if (rest !== undefined) return rest;
    }
    const named = full ? { method: "*", path: "*", query: null } : { method, path, query };
    const made: EndpointUse = { id: endpointCount++, site: event.site.domain, ...named };
    of.endpoints.set(full ? "" : key, made);
    return made;
  };

  const asWrite = (of: SiteTraffic, event: VisitorRequest): WriteRequest => {
    const endpoint = endpointOf(of, event);
    const before = event.source.visitsTo(event.site.id);
    event.source.write(event.site.id, endpoint.id);
    return {
      id: writes++,
      time: event.time,
      site: event.site,
      endpoint,
      source: event.source,
      status: event.status,
      refused: isRefusal(event.status),
      ...readReferer(event.referer, event.site.domain),
      agent: agentKind(event.userAgent),
      oldProtocol: event.protocol === "HTTP/1.0",
      before: { ...before, logAgeMs: event.time - of.startedAt },
      trusted: trusted.isTrusted(event.source.address, event.site.domain),
      place: event.place,
    };
  };

  const accept = (event: VisitorRequest): WriteRequest | null => {
    const of = trafficFor(event);
    const foreign = event.source.origin === "foreign";
    requests++;
    of.tally.requests++;
    if (foreign) of.tally.foreignRequests++;
    if (!event.isWrite) {
      if (event.isAsset) event.source.asset(event.site.id);
      else event.source.page(event.site.id);
      return null;
    }
    of.tally.writes++;
    if (foreign) of.tally.foreignWrites++;
    return asWrite(of, event);
  };

  return { accept, trafficOf: (site) => traffic[site.id] ?? null, totals: () => ({ requests, writes }) };
};
