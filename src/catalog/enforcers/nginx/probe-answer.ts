import type { DeniedTarget, NginxMeasure } from "./denied-target.ts";

/** What a running worker says that it has before it, for the server block that was asked. */
export interface ProbeAnswer {
  readonly pid: string;
  /** The site that the block serves; empty: it knows none. */
  readonly site: string;
  readonly geo: string;
  readonly networks: string;
  readonly paths: string;
  /** Empty: the guard was set up before it told this. */
  readonly passes: string;
  /** What would be refused, by which measure; empty: nothing would. */
  readonly foreignWrite: string;
  readonly foreignRead: string;
  readonly homeWrite: string;
  readonly modes: string;
}

/** Versions of the lists that the workers should have loaded. */
export interface ListVersions {
  readonly networks: string;
  readonly paths: string;
}

/** The answer's fields; null where something else than the guard answered. */
export const readProbeAnswer = (text: string | null): ProbeAnswer | null => {
  if (text === null || !text.startsWith("sekisho-probe ")) return null;
  const fields = new Map(text.trim().split(" ").map((part): [string, string] => [part.split("=")[0] ?? "", part.slice(part.indexOf("=") + 1)])); // biome-ignore format: read as one step
  const field = (name: string): string => fields.get(name) ?? "";
  return {
    ...{ pid: field("pid"), site: field("site"), geo: field("geo"), networks: field("networks"), paths: field("paths") },
    passes: field("passes"),
    ...{ foreignWrite: field("foreign-write"), foreignRead: field("foreign-read"), homeWrite: field("write"), modes: field("modes") },
  };
};

const letters: Partial<Record<NginxMeasure, string>> = { "deny-foreign": "F", "deny-writes": "W", "deny-foreign-writes": "w" };

const decides = (answer: ProbeAnswer, measure: NginxMeasure): boolean => {
  if (measure === "deny-foreign") return answer.foreignRead === measure;
  if (measure === "deny-writes") return answer.homeWrite === measure;
  return answer.foreignWrite !== "";
};

/** Whether the worker would carry the measure out. */
export const isInEffect = (answer: ProbeAnswer, { measure, site }: DeniedTarget, lists: ListVersions): boolean => {
  if (answer.site !== site) return false;
  if (measure === "deny-network") return answer.networks === lists.networks;
  if (measure === "deny-path") return answer.paths === lists.paths;
  const needsGeo = measure !== "deny-writes";
  return answer.modes.includes(letters[measure] ?? "?") && decides(answer, measure) && (!needsGeo || answer.geo !== "none");
};

/** Whether the worker has all before it that was laid out for a site: the modes, no more and no fewer, and the lists. */
export const isUpToDate = (answer: ProbeAnswer, site: string, denied: readonly DeniedTarget[], lists: ListVersions): boolean => {
  const wanted = new Set(denied.filter((one) => one.site === site).flatMap(({ measure }) => letters[measure] ?? []));
  const hasModes = [...wanted].toSorted().join("") === [...answer.modes].toSorted().join("");
  return hasModes && answer.networks === lists.networks && answer.paths === lists.paths;
};
