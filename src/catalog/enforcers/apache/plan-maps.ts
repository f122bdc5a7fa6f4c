import { join } from "node:path";
import type { Measure } from "../../../domain/measure.ts";
import { wrongTarget } from "../../../domain/measure-target.ts";
import { OperationError } from "../../../domain/operation-error.ts";
import type { Imposition, PlannedFile } from "../../../ports/enforcer.ts";
import { addressLines, longestLine } from "./address-lines.ts";
import { type ApacheConfig, type ApachePass, networkProblem } from "./apache-config.ts";

/** The letter of each measure in the map of modes. */
export const letterOf: Readonly<Partial<Record<Measure, string>>> = {
  "deny-foreign": "f",
  "deny-foreign-writes": "w",
  "deny-writes": "a",
  "deny-network": "n",
  "deny-path": "p",
};

/** Files of one site that can be closed at once: each costs the guard a look at every request of that site. */
export const mostPaths = 8;
/** Lines that a site's list of paths is spread over: Apache cuts a line of a text map off after 1,024 bytes. */
export const pathParts = 4;
const mostIds = 12;

const refuse = (message: string): never => {
  throw new OperationError("target-wrong", message);
};

const idPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/;
const pathPattern = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._@+,~-]+)+$/;
const longestPath = 200;

const textOf = (imposition: Imposition, key: string): string => String(imposition.target[key] ?? "");
const cidrsOf = ({ target }: Imposition): readonly string[] => (Array.isArray(target.cidrs) ? target.cidrs.map(String) : []);

/** Throws OperationError `target-wrong`, naming the field, for anything that could not stand in a map as it is. */
export const checkImposition = (config: ApacheConfig, imposition: Imposition): void => {
  const { id, measure, target } = imposition;
  const problem = letterOf[measure] === undefined ? `Apache has no ${measure}` : wrongTarget(measure, target);
  if (problem !== null) refuse(problem);
  if (!idPattern.test(id)) refuse(`id ${JSON.stringify(id)} is not one of a containment`);
  const site = textOf(imposition, "site");
  if (!config.sites.some(({ domain }) => domain === site)) refuse(`target.site: ${JSON.stringify(site)} is no site of this server`);
  const path = textOf(imposition, "path");
  if (measure === "deny-path" && (!pathPattern.test(path) || path.length > longestPath))
    refuse(
      `target.path: ${JSON.stringify(path)} is not the path of one script (plain characters, no encoding); take quarantine-file for it`,
    );
  for (const cidr of measure === "deny-network" ? cidrsOf(imposition) : []) {
    const wrong = networkProblem(cidr);
    if (wrong !== null) refuse(`target.cidrs: ${wrong}`);
  }
};

const grouped = <Value>(all: readonly Value[], keyOf: (one: Value) => string): ReadonlyMap<string, readonly Value[]> => {
  const groups = new Map<string, Value[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
};

const idsOf = (impositions: readonly Imposition[]): string => {
  if (impositions.length > mostIds) refuse(`${impositions[0]?.measure}: ${mostIds} containments of it are in force on this site already`);
  return impositions.map(({ id }) => `${id},`).join("");
};

/** The map of passes; depends on the configuration alone. */
const passLines = (passes: readonly ApachePass[]): readonly string[] =>
  addressLines(passes.flatMap(({ cidr, sites }) => sites.map((scope) => ({ scope, cidr, says: "P" }))));

interface SitePaths {
  readonly list: readonly string[];
  readonly ids: readonly string[];
}

const pathLines = (site: string, root: string, impositions: readonly Imposition[]): SitePaths => {
  const paths = [...grouped(impositions, (one) => textOf(one, "path"))];
  if (paths.length > mostPaths) refuse(`target.path: ${mostPaths} files of ${site} are closed already; take quarantine-file`);
  const parts: string[] = [];
  for (const [at, [path]] of paths.entries()) {
    const entry = `|u${path}=${at}||f${root}${path}=${at}|`;
    const last = parts.at(-1);
    if (last !== undefined && site.length + last.length + entry.length < longestLine - 8) parts[parts.length - 1] = last + entry;
    else parts.push(entry);
  }
  if (parts.length > pathParts) refuse(`target.path: the paths that are closed on ${site} are too long for a map of Apache`);
  return {
    list: parts.map((part, at) => `${site}#${at} ${part}`),
    ids: paths.flatMap(([path, those], at): readonly string[] => [`${site}/p${at} ${idsOf(those)}`, `${site}/f${at} ${root}${path}`]),
  };
};

const siteLines = (config: ApacheConfig, site: string, impositions: readonly Imposition[]) => {
  const byLetter = grouped(impositions, ({ measure }) => letterOf[measure] ?? "");
  const root = config.sites.find(({ domain }) => domain === site)?.root ?? "";
  const paths = pathLines(site, root, byLetter.get("p") ?? []);
  const whole = [...byLetter].filter(([letter]) => letter !== "p" && letter !== "n");
  const networks = (byLetter.get("n") ?? []).flatMap((one) => cidrsOf(one).map((cidr) => ({ scope: site, cidr, says: `${one.id},` })));
  return {
    mode: [`${site} ${[...byLetter.keys()].sort().join("")}`],
    ids: [...whole.map(([letter, those]) => `${site}/${letter} ${idsOf(those)}`), ...paths.ids],
    path: paths.list,
    net: addressLines(networks),
  };
};

const lineOf = (line: string): string =>
  line.length <= longestLine ? `${line}\n` : refuse(`${line.slice(0, 60)}…: more than a line of a map of Apache can hold`);

const fileOf = (lines: readonly string[]): string => ["# Written by Sekisho; do not edit.", ...lines].map(lineOf).join("");

/** Every file that depends on what is in force. With nothing in force these are the files as set up. */
export const planMaps = (config: ApacheConfig, impositions: readonly Imposition[]): readonly PlannedFile[] => {
  for (const one of impositions) checkImposition(config, one);
  const ordered = [...impositions].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const sites = [...grouped(ordered, (one) => textOf(one, "site"))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([site, those]) => siteLines(config, site, those));
  const map = (name: "mode" | "ids" | "path" | "net"): PlannedFile => ({
    path: join(config.includeDir, "maps", `${name}.txt`),
    text: fileOf(sites.flatMap((site) => site[name])),
  });
  return [
    map("ids"),
    map("net"),
    map("path"),
    map("mode"),
    { path: join(config.stateDir, "impositions.json"), text: `${JSON.stringify(ordered, null, 2)}\n` },
  ];
};

export const passFile = ({ includeDir, passes }: ApacheConfig): PlannedFile => ({
  path: join(includeDir, "maps", "pass.txt"),
  text: fileOf(passLines(passes)),
});
