import type { ServerAnswer, ServerRequest } from "../../../kit/ask-server.ts";
import { formatAddress } from "../../../kit/ip-address.ts";
import { readCidr } from "../../../kit/ip-range.ts";
import type { Imposition, Probe } from "../../../ports/enforcer.ts";
import type { ApacheConfig, ApacheEndpoint } from "./apache-config.ts";
import { letterOf } from "./plan-maps.ts";
import type { GeoSamples } from "./write-geo.ts";

/** One question to the guard: what would become of such a request from that address. */
interface Question {
  readonly from: string;
  readonly method: string;
  readonly path: string;
  /** Whether this containment must turn it away, or must not. */
  readonly isDenied: boolean;
}

const mostNetworks = 8;
const somewhere = "/.sekisho-probe";

const questionsFor = ({ measure, target }: Imposition, { foreign, home }: GeoSamples): readonly Question[] => {
  const ask = (from: string, method: string, isDenied: boolean): Question => ({ from, method, path: somewhere, isDenied });
  const abroad = (method: string, isDenied: boolean): readonly Question[] => foreign.map((from) => ask(from, method, isDenied));
  if (measure === "deny-foreign") return [...abroad("GET", true), ...abroad("POST", true), ask(home, "GET", false)];
  if (measure === "deny-foreign-writes") return [...abroad("POST", true), ...abroad("GET", false), ask(home, "POST", false)];
  if (measure === "deny-writes") return [ask(home, "POST", true), ...abroad("POST", true), ask(home, "GET", false)];
  if (measure === "deny-path") return [{ ...ask(home, "GET", true), path: String(target.path) }, ask(home, "GET", false)];
  const cidrs = Array.isArray(target.cidrs) ? target.cidrs.map(String).slice(0, mostNetworks) : [];
  const first = cidrs.flatMap((cidr) => {
    const reading = readCidr(cidr);
    return reading.ok ? [formatAddress(reading.range.first)] : [];
  });
  return first.map((from) => ask(from, "GET", true));
};

/** What the guard said, by its own page or by the line with which it answers a probe that passes. */
const readAnswer = ({ status, text }: ServerAnswer): { readonly ids: readonly string[]; readonly passed: string | null } | null => {
  const [, number] = status === 403 ? (/<code>([^<]*)<\/code>/.exec(text) ?? []) : [];
  if (number !== undefined) return { ids: number.split(/[a-z]:|[>,]/).filter((id) => id !== ""), passed: null };
  const passed = status === 404 ? /^sekisho passed (.*)$/m.exec(text)?.[1] : undefined;
  return passed === undefined ? null : { ids: [], passed };
};

export interface ProbeParts {
  readonly ask: (request: ServerRequest) => Promise<ServerAnswer>;
  readonly samples: GeoSamples;
}

const probeAt = async (endpoint: ApacheEndpoint, imposition: Imposition, { ask, samples }: ProbeParts): Promise<Probe> => {
  const host = String(imposition.target.site);
  const where = `${endpoint.isTls ? "https" : "http"}://${host} at ${endpoint.address}:${endpoint.port}`;
  const said: string[] = [];
  for (const { from, method, path, isDenied } of questionsFor(imposition, samples)) {
    const answer = await ask({ ...endpoint, host, method, path, headers: { "Sekisho-Probe": from } });
    const read = readAnswer(answer);
    const question = `${method} ${path} from ${from}`;
    if (read === null)
      return { state: "not-in-force", proof: `${where}: ${question} got ${answer.status}, not from the guard: it does not stand there` };
    const isOurs = read.ids.includes(imposition.id);
    if (isDenied && !isOurs)
      return {
        state: "not-in-force",
        proof: `${where}: ${question} is not refused for ${imposition.id} (${read.passed ?? read.ids.join(", ")})`,
      };
    if (!isDenied && isOurs)
      return { state: "unknown", proof: `${where}: ${question} is refused too, which ${imposition.measure} should not do` };
    said.push(`${question}: ${isOurs ? "refused" : "not refused for it"}`);
  }
  return { state: "in-force", proof: `${where}: ${said.join("; ")}` };
};

/**
 * Asks the running server, in the site's own virtual host, at every address at which it serves. It proves that the guard stands there, which maps
 * the running server reads, and what it decides for addresses from abroad and from home. It does not prove how the server tells a visitor's
 * address: a proxy in front that hides it is not seen from here.
 */
export const probeSite = async (config: ApacheConfig, imposition: Imposition, parts: ProbeParts): Promise<Probe> => {
  if (letterOf[imposition.measure] === undefined) return { state: "unknown", proof: `Apache has no ${imposition.measure}` };
  const proofs: string[] = [];
  const site = config.sites.find(({ domain }) => domain === imposition.target.site);
  for (const endpoint of site?.endpoints ?? config.endpoints) {
    try {
      const probe = await probeAt(endpoint, imposition, parts);
      if (probe.state !== "in-force") return probe;
      proofs.push(probe.proof);
    } catch (error) {
      return { state: "unknown", proof: `${endpoint.address}:${endpoint.port}: ${error instanceof Error ? error.message : String(error)}` };
    }
  }
  return proofs.length === 0
    ? { state: "unknown", proof: "no address is known at which Apache serves" }
    : { state: "in-force", proof: proofs.join("\n") };
};

/** Passes that a standing measure would meet but for them, at most so many questions a time. */
const mostAsked = 8;

/**
 * Asks the running server whether it lets these pass where a measure against visitors stands; what it refuses all the same, in words. A server that
 * does not answer is the probe's to tell.
 */
export const refusedPasses = async (
  config: ApacheConfig,
  standing: readonly Imposition[],
  { ask }: Pick<ProbeParts, "ask">,
): Promise<readonly string[]> => {
  const meets = standing.filter(
    ({ measure }) => measure === "deny-foreign" || measure === "deny-writes" || measure === "deny-foreign-writes",
  );
  const questions = meets.flatMap((imposition) => {
    const host = String(imposition.target.site);
    const own = config.passes.filter(({ sites }) => sites.includes("*") || sites.includes(host));
    return own.slice(-1).flatMap(({ cidr }) => {
      const reading = readCidr(cidr);
      return reading.ok ? [{ imposition, host, from: formatAddress(reading.range.first) }] : [];
    });
  });
  const lines: string[] = [];
  for (const { imposition, host, from } of questions.slice(0, mostAsked)) {
    const [endpoint] = config.sites.find(({ domain }) => domain === host)?.endpoints ?? config.endpoints;
    if (endpoint === undefined) continue;
    const headers = { "Sekisho-Probe": from };
    const answer = await ask({ ...endpoint, host, method: "POST", path: somewhere, headers }).catch(() => null);
    const read = answer === null ? null : readAnswer(answer);
    if (read?.ids.includes(imposition.id)) lines.push(`Apache refuses ${from} at ${host} for ${imposition.id}, which is to pass`);
  }
  return lines;
};
