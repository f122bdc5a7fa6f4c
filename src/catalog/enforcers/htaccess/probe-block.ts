import { posix } from "node:path";
import { formatAddress, parseAddress } from "../../../kit/ip-address.ts";
import { createRangeSet, readCidr } from "../../../kit/ip-range.ts";
import type { Imposition, Probe } from "../../../ports/enforcer.ts";
import { type Ask, askBlock, endpointsOf, type Heard, nowhere, placeName, statusOf } from "./ask-site.ts";
import type { HtaccessConfig, HtaccessEndpoint, HtaccessSite } from "./htaccess-config.ts";
import { passesOn } from "./htaccess-config.ts";

const stranger = "127.0.0.1";
const mostNetworks = 8;
const forbidden = 403;
const locks: readonly number[] = [401, forbidden];

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly from: string;
  /** Whether this containment must refuse it; null: the block has only to answer. */
  readonly isDenied: boolean | null;
}

const questionsFor = ({ measure, target }: Imposition, apart: readonly string[]): readonly Asked[] => {
  const ask = (method: string, isDenied: boolean | null, path = nowhere()): Asked => ({ method, path, from: stranger, isDenied });
  const below = apart.map((name) => ask("POST", null, nowhere(`/${encodeURIComponent(name)}/`)));
  if (measure === "deny-writes") return [ask("POST", true), ask("GET", false), ...below];
  if (measure === "deny-path") {
    const path = String(target.path);
    // First beside it: only where the block answers for that folder is the script itself named, so that no probe runs it.
    return [ask("GET", false, nowhere(`${posix.dirname(path).replace(/\/$/, "")}/`)), ask("GET", true, path)];
  }
  const cidrs = Array.isArray(target.cidrs) ? target.cidrs.map(String).slice(0, mostNetworks) : [];
  const addresses = cidrs.flatMap((cidr) => {
    const reading = readCidr(cidr);
    return reading.ok ? [formatAddress(reading.range.first)] : [];
  });
  return [...addresses.map((from) => ({ ...ask("GET", true), from })), ...below];
};

const notReached = (heard: Exclude<Heard, { by: "block" }>, isRoot: boolean): string => {
  if (heard.by === "nobody") return heard.why;
  const reason = isRoot
    ? "Apache does not read it, or rewriting is off further down in it"
    : "a .htaccess of that folder rewrites by itself, and the block does not count there";
  return `got ${heard.status}, not from the block: ${reason}`;
};

export interface ProbeParts {
  readonly ask: Ask;
  /** Folders below the root with a `.htaccess` of their own. */
  readonly apart: readonly string[];
}

type Found = Probe | { readonly state: "elsewhere" };

const isPassed = (config: HtaccessConfig, site: HtaccessSite, { address }: HtaccessEndpoint): boolean => {
  const own = parseAddress(address);
  return own !== null && createRangeSet([...passesOn(config, site.domain)]).contains(own);
};

const judge = (asked: Asked, heard: Heard, { id, measure }: Imposition): Probe | null => {
  const question = `${asked.method} ${asked.path} from ${asked.from}`;
  const isBelow = asked.isDenied === null;
  if (heard.by !== "block") {
    const isLocked = heard.by === "other" && locks.includes(heard.status);
    if (isBelow && isLocked) return null;
    const state = heard.by === "nobody" || isLocked ? "unknown" : "not-in-force";
    return {
      state,
      proof: `${question} ${isLocked ? `got ${heard.status}: a lock of theirs stands before it` : notReached(heard, !isBelow)}`,
    };
  }
  const isOurs = heard.ids.includes(id);
  if (asked.isDenied === true && !isOurs) return { state: "not-in-force", proof: `${question} is not refused for ${id}` };
  if (asked.isDenied === false && isOurs) return { state: "unknown", proof: `${question} is refused too, which ${measure} should not do` };
  return null;
};

const probeAt = async (
  { config, site, imposition }: { readonly config: HtaccessConfig; readonly site: HtaccessSite; readonly imposition: Imposition },
  endpoint: HtaccessEndpoint,
  { ask, apart }: ProbeParts,
): Promise<Found> => {
  const said: string[] = [];
  for (const asked of questionsFor(imposition, apart)) {
    const heard = await askBlock(ask, { endpoint, host: site.domain, ...asked });
    if (heard.by === "other" && heard.isSentToTls) return { state: "elsewhere" };
    const fault = judge(asked, heard, imposition);
    if (fault !== null) return { ...fault, proof: `${placeName(endpoint)}: ${fault.proof}` };
    said.push(`${asked.method} ${asked.path} from ${asked.from}: ${asked.isDenied === true ? "refused" : "not refused for it"}`);
  }
  if (imposition.measure === "deny-writes" && !isPassed(config, site, endpoint)) {
    const status = await statusOf(ask, { endpoint, host: site.domain, method: "POST", path: nowhere() });
    if (status !== forbidden)
      return { state: "not-in-force", proof: `${placeName(endpoint)}: a POST without the probe's header got ${status}` };
    said.push(`a POST as any visitor sends it: ${forbidden}`);
  }
  return { state: "in-force", proof: `${placeName(endpoint)}: ${said.join("; ")}` };
};

/**
 * Asks the running server at each of the site's addresses. A place that only sends on to TLS is passed over. It proves what the block decides at the
 * root and in the folders right below it that have a `.htaccess` of their own; not deeper, and not who else may change it a moment later.
 */
export const probeBlock = async (
  of: { readonly config: HtaccessConfig; readonly site: HtaccessSite; readonly imposition: Imposition },
  parts: ProbeParts,
): Promise<Probe> => {
  const proofs: string[] = [];
  for (const endpoint of endpointsOf(of.config, of.site)) {
    const found = await probeAt(of, endpoint, parts);
    if (found.state === "elsewhere") continue;
    if (found.state !== "in-force") return found;
    proofs.push(found.proof);
  }
  return proofs.length === 0
    ? { state: "unknown", proof: "no address is known at which Apache serves the site itself" }
    : { state: "in-force", proof: proofs.join("\n") };
};
