import { wrongTarget } from "../../../domain/measure-target.ts";
import { OperationError } from "../../../domain/operation-error.ts";
import type { Imposition } from "../../../ports/enforcer.ts";
import { isDomain, plainCidr } from "./nginx-config.ts";

/** Measures that lie in a file which nginx looks for at each request, and those that lie in its configuration. */
const fileMeasures = ["deny-foreign", "deny-writes", "deny-foreign-writes"] as const;
const listMeasures = ["deny-network", "deny-path"] as const;
export const nginxMeasures = [...fileMeasures, ...listMeasures] as const;
export type NginxMeasure = (typeof nginxMeasures)[number];

/** What an imposition denies, read by closed patterns: nothing else of it reaches a file of nginx. */
export interface DeniedTarget {
  readonly id: string;
  readonly caseId: string;
  readonly measure: NginxMeasure;
  readonly site: string;
  /** Blocks in their one form; empty for other measures. */
  readonly cidrs: readonly string[];
  /** URL path of a script, decoded; null for other measures. */
  readonly path: string | null;
}

const wrong = (field: string, why: string): never => {
  throw new OperationError("target-wrong", `${field}: ${why}`);
};

const idPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/;
const longestPath = 1_000;

const wrongPath = (path: string): string | null => {
  if (!path.startsWith("/") || path.endsWith("/")) return "is not the path of a script: it begins with a slash and ends with a name";
  if (/[\p{Cc}\p{Cs}]/u.test(path) || path.length > longestPath) return "holds a control character or is longer than a path";
  return /\/(?:\.{0,2})(?:\/|$)/.test(path) ? "holds an empty or dotted part; write it as the server resolves it" : null;
};

const readPath = (path: unknown): string => {
  const text = typeof path === "string" ? path : "";
  const why = wrongPath(text);
  return why === null ? text : wrong("path", `"${text.slice(0, 200)}" ${why}`);
};

export const isNginxMeasure = (measure: string): measure is NginxMeasure => nginxMeasures.some((one) => one === measure);

/** Throws OperationError `target-wrong` that names the field. */
export const readDenied = ({ id, caseId, measure, target }: Imposition): DeniedTarget => {
  if (!isNginxMeasure(measure)) return wrong("measure", `${measure} is none of nginx`);
  const why = wrongTarget(measure, target);
  if (why !== null) return wrong("target", why);
  const { site, cidrs, path } = target;
  if (typeof site !== "string" || !isDomain(site)) return wrong("site", `"${site}" is not a domain in lower case, punycode`);
  if (!idPattern.test(id)) return wrong("id", `"${id}" is not the id of a containment`);
  if (!idPattern.test(caseId)) return wrong("caseId", `"${caseId}" is not the number of a case`);
  const blocks = measure === "deny-network" && Array.isArray(cidrs) ? cidrs.map(String).map(plainCidr) : [];
  return { id, caseId, measure, site, cidrs: blocks, path: measure === "deny-path" ? readPath(path) : null };
};
