import { createMarkedBlocks, type MarkedPlace } from "../../../kit/marked-blocks.ts";
import type { VhostPlace } from "./find-vhosts.ts";
import { siteInclude } from "./setup-files.ts";

/** A site by all of its names, domain first. */
export interface NamedSite {
  readonly domain: string;
  readonly names: readonly string[];
}

/** One file of Apache's with the virtual hosts that begin in it. */
export interface VhostFile {
  readonly path: string;
  /** One character a byte: nobody knows in which encoding comments are. */
  readonly text: string;
  readonly vhosts: readonly VhostPlace[];
}

/** The file with the guard in the virtual hosts of the sites. */
export interface GuardedFile {
  readonly text: string;
  /** Sites whose virtual host stands here. */
  readonly domains: readonly string[];
  readonly notes: readonly string[];
}

const blocks = createMarkedBlocks("sekisho setup apache", (line) => /^Include "\/.*\/sites\/[a-z0-9.-]+\.conf"$/.test(line));

/** Without what {@link guardFile} added: byte for byte as before, but for what somebody else changed meanwhile. */
export const unguardFile = blocks.takeOut;

const afterLine = (text: string, line: number): number => {
  let at = 0;
  for (let count = 0; count < line && at >= 0; count++) at = text.indexOf("\n", at) + 1 || -1;
  return at;
};

/** The directives of a virtual host, from behind its opening tag; null where there is none that is closed. */
const directivesFrom = (text: string, at: number): readonly string[] | null => {
  const end = /^[ \t]*<\/VirtualHost>/im.exec(text.slice(at));
  if (at < 0 || end === null) return null;
  return text
    .slice(at, at + end.index)
    .replace(/\\\r?\n/g, " ")
    .split("\n")
    .map((line) => line.trim());
};

const namesIn = (directives: readonly string[]): readonly string[] =>
  directives.flatMap((line) => {
    const [, what = "", rest = ""] = /^Server(Name|Alias)\s+(.*)$/i.exec(line) ?? [];
    const names = rest.split(/\s+/).map((name) => name.replaceAll('"', "").toLowerCase());
    return what.toLowerCase() === "name" ? names.slice(0, 1).map((name) => name.replace(/^https?:\/\//, "").replace(/:\d+$/, "")) : names;
  });

/** What in a virtual host goes round the guard, whatever includes it. */
const detours: readonly (readonly [RegExp, string])[] = [
  [/^RewriteEngine\s+off\b/i, "switches rewriting off, and with it the guard"],
  [/^ProxyPass(?:Match)?\s.*\bmapping=/i, "is decided before the guard is asked"],
];

const detoursIn = (where: string, directives: readonly string[]): readonly string[] =>
  directives.flatMap((line) => detours.filter(([pattern]) => pattern.test(line)).map(([, why]) => `${where}: "${line}" ${why}`));

interface Guarding {
  readonly includeDir: string;
  readonly sites: readonly NamedSite[];
}

interface Found {
  readonly domain: string;
  readonly notes: readonly string[];
  /** Null where the operator has put the include there. */
  readonly place: MarkedPlace | null;
}

const findIn = ({ path, text }: VhostFile, { line, names }: VhostPlace, { includeDir, sites }: Guarding): Found | null => {
  const at = afterLine(text, line);
  const directives = directivesFrom(text, at);
  const all = [...namesIn(directives ?? []), ...names];
  const own = sites.filter((site) => all.some((name) => site.names.includes(name)));
  const site = all.map((name) => own.find((one) => one.names.includes(name))).find((one) => one !== undefined);
  if (site === undefined) return null;
  const where = `${path}:${line}`;
  const include = siteInclude({ includeDir }, site.domain);
  if (directives === null || !/<VirtualHost\b/i.test(text.slice(0, at).split("\n").slice(-12).join("\n")))
    return { domain: site.domain, notes: [`${where}: no virtual host that can be edited; include ${include} by hand`], place: null };
  const clean = blocks.takeOut(text.slice(0, at)).length;
  const isByHand = directivesFrom(blocks.takeOut(text), clean)?.some((one) => one.includes(include)) === true;
  const notes = own.length > 1 ? [`${where}: serves ${own.map(({ domain }) => domain).join(", ")}; all are guarded as ${site.domain}`] : [];
  const place = isByHand ? null : { at: clean, lines: [`  Include "${include}"`] };
  return { domain: site.domain, notes: [...notes, ...detoursIn(where, directives)], place };
};

/** Puts the guard first into each virtual host that serves a site. What it added before is taken out beforehand, so twice is once. Pure. */
export const guardFile = (file: VhostFile, guarding: Guarding): GuardedFile => {
  const found = file.vhosts.map((vhost) => findIn(file, vhost, guarding)).filter((one) => one !== null);
  return {
    text: blocks.add(
      blocks.takeOut(file.text),
      found.flatMap(({ place }) => (place === null ? [] : [place])),
    ),
    domains: [...new Set(found.map(({ domain }) => domain))],
    notes: found.flatMap(({ notes }) => notes),
  };
};
