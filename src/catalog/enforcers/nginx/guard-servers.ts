import { basename, dirname, join } from "node:path";
import { createMarkedBlocks, type MarkedPlace } from "../../../kit/marked-blocks.ts";
import { type NginxFile, type NginxTree, type PlacedDirective, readNginxTree } from "./config-tree.ts";
import { effectiveLogs } from "./effective-logs.ts";
import type { NginxConfig } from "./nginx-config.ts";
import type { CountedSites } from "./refusal-log.ts";
import { countingServerFile } from "./set-up-files.ts";

/** nginx's own files with the guard in them. */
export interface GuardedServers {
  /** By path; only those that are other than before. */
  readonly texts: ReadonlyMap<string, string>;
  /** A file of ours in a folder that http { } includes; null where a line in nginx's own file does it. */
  readonly ownFile: NginxFile | null;
  /** Sites that a server block serves. */
  readonly domains: readonly string[];
  /** Of these, what of their refusals gets into the log of ours. */
  readonly counted: CountedSites;
  /** `server.conf` as it is for blocks whose refusals get there. */
  readonly serverFiles: readonly NginxFile[];
  readonly notes: readonly string[];
}

const blocks = createMarkedBlocks("sekisho setup nginx", (line) =>
  /^include \/.*\/(?:http|server|server-[0-9a-f]+|php)\.conf;$/.test(line),
);

/** Without what {@link guardServers} added: byte for byte as before, but for what somebody else changed meanwhile. */
export const unguardServers = blocks.takeOut;

interface Place extends MarkedPlace {
  readonly file: string;
}

interface CountedBlock {
  readonly domains: readonly string[];
  readonly counts: "all" | "part" | "none";
}

interface Found {
  readonly places: readonly Place[];
  readonly domains: readonly string[];
  readonly notes: readonly string[];
  readonly blocks: readonly CountedBlock[];
  readonly serverFiles: readonly NginxFile[];
}

const nothing: Found = { places: [], domains: [], notes: [], blocks: [], serverFiles: [] };

const together = (all: readonly Found[]): Found => ({
  places: all.flatMap(({ places }) => places),
  domains: [...new Set(all.flatMap(({ domains }) => domains))],
  notes: [...new Set(all.flatMap(({ notes }) => notes))],
  blocks: all.flatMap((one) => one.blocks),
  serverFiles: [...new Map(all.flatMap(({ serverFiles }) => serverFiles.map((file) => [file.path, file] as const))).values()],
});

/** A site counts as its least block does. */
const countedOf = (all: readonly CountedBlock[]): CountedSites => {
  const bySite = new Map<string, CountedBlock["counts"]>();
  for (const { domains, counts } of all)
    for (const domain of domains) {
      const before = bySite.get(domain) ?? "all";
      bySite.set(domain, before === "none" || counts === "none" ? "none" : before === "part" ? "part" : counts);
    }
  return Object.fromEntries([...bySite].sort().flatMap(([domain, counts]) => (counts === "none" ? [] : [[domain, counts] as const])));
};

/** The next line, where nothing but a comment follows on this one. */
const lineAfter = (text: string, at: number): number => at + (/^[ \t]*(?:#.*)?\r?\n/.exec(text.slice(at, at + 4_096))?.[0].length ?? 0);

interface Guarding {
  readonly config: Pick<NginxConfig, "dir" | "sites" | "refusedLog">;
  readonly tree: NginxTree;
  readonly texts: ReadonlyMap<string, string>;
}

const placeIn = ({ config, texts }: Guarding, file: string, at: number, name: string): Place => ({
  ...{ file, at: lineAfter(texts.get(file) ?? "", at) },
  lines: [`  include ${config.dir}/${name}.conf;`],
});

const holdsOurs = ({ config, tree }: Guarding, children: readonly PlacedDirective[], name: string): boolean =>
  children.some(({ directive }) => tree.includePath(directive) === `${config.dir}/${name}.conf`);

const whereOf = ({ texts }: Guarding, { file, directive }: PlacedDirective): string =>
  `${file}:${(texts.get(file) ?? "").slice(0, directive.start).split("\n").length}`;

/** PHP writes a dot in a header's name as it writes a hyphen, and nginx' variables do not: such a header must not come through. */
const oddHeaders = (given: Guarding, children: readonly PlacedDirective[]): readonly string[] =>
  children
    .filter(({ directive: { name, args } }) => name === "ignore_invalid_headers" && args[0]?.toLowerCase() === "off")
    .map(
      (line) =>
        `${whereOf(given, line)}: ignore_invalid_headers off lets X.HTTP.Method.Override through, by which a GET writes and is not refused; take the line out`,
    );

/** Behind the last of a location's own lines that tell PHP something: a parameter before them would be overruled. */
const guardLocation = (given: Guarding, location: PlacedDirective): Found => {
  const { tree } = given;
  const children = tree.inside(location);
  const has = (all: readonly PlacedDirective[], name: string): boolean => all.some(({ directive }) => directive.name === name);
  if (!has(children, "fastcgi_pass") || holdsOurs(given, children, "php")) return nothing;
  if (!has(children, "fastcgi_param"))
    return {
      ...nothing,
      notes: [
        `${whereOf(given, location)}: takes its fastcgi_param lines from outside the location, and one of ours would drop them all; deny-path is weaker there until the location has them itself`,
      ],
    };
  const speaks = (directive: PlacedDirective["directive"]): boolean => {
    const brought = tree.included({ file: location.file, directive });
    return ["fastcgi_param", "fastcgi_pass"].some((name) => directive.name === name || has(brought, name));
  };
  const last = location.directive.block?.children.filter(speaks).at(-1);
  return last === undefined ? nothing : { ...nothing, places: [placeIn(given, location.file, last.end, "php")] };
};

const guardLocations = (given: Guarding, block: PlacedDirective): Found =>
  together(
    given.tree
      .inside(block)
      .filter(({ directive }) => directive.name === "location" && directive.block !== null)
      .flatMap((location) => [guardLocation(given, location), guardLocations(given, location)]),
  );

/** The guard's own file for a server block, with what of its refusals is counted by it. */
const serverFileOf = (
  given: Guarding,
  server: PlacedDirective,
  http: PlacedDirective,
): Pick<Found, "serverFiles" | "notes"> & Pick<CountedBlock, "counts"> => {
  if (given.config.refusedLog === null) return { serverFiles: [], notes: [], counts: "none" };
  const { lines, isLimited } = effectiveLogs(given, server, http);
  if (lines !== null) return { serverFiles: [countingServerFile(given.config, lines)], notes: [], counts: isLimited ? "part" : "all" };
  const note = `${whereOf(given, server)}: what is refused there is not counted: neither it nor http has an access_log, and a line of ours would end the one that nginx keeps then`;
  return { serverFiles: [], notes: [note], counts: "none" };
};

const guardServer = (given: Guarding, server: PlacedDirective, http: PlacedDirective): Found => {
  const children = given.tree.inside(server);
  const names = children
    .flatMap(({ directive }) => (directive.name === "server_name" ? directive.args : []))
    .map((name) => name.toLowerCase());
  const siteOf = (name: string) => given.config.sites.find(({ domain, aliases }) => [domain, ...aliases].includes(name));
  const sites = [...new Set(names.map(siteOf).filter((site) => site !== undefined))];
  const [site] = sites;
  if (site === undefined || server.directive.block === null) return nothing;
  const first = siteOf(names[0] ?? "");
  const shared =
    sites.length > 1 && first !== undefined
      ? [
          `${whereOf(given, server)}: serves ${sites.map(({ domain }) => domain).join(", ")}, and all are guarded as ${first.domain}, whose name is first`,
        ]
      : [];
  const said = [...shared, ...oddHeaders(given, children)];
  const domains = sites.map(({ domain }) => domain);
  // Whoever put the guard there by hand has the plain one, which does not count.
  if (holdsOurs(given, children, "server"))
    return together([{ ...nothing, domains, notes: said, blocks: [{ domains, counts: "none" }] }, guardLocations(given, server)]);
  const { serverFiles, notes, counts } = serverFileOf(given, server, http);
  const name = basename(serverFiles[0]?.path ?? "server.conf", ".conf");
  const own = placeIn(given, server.file, server.directive.block.open, name);
  return together([
    { places: [own], domains, notes: [...said, ...notes], blocks: [{ domains, counts }], serverFiles },
    guardLocations(given, server),
  ]);
};

/** `conf.d/*.conf`, where http { } includes that; but nginx takes no size of maps any more once a map has been made. */
const folderIn = ({ tree }: Guarding, http: readonly PlacedDirective[]): string | undefined => {
  const sizesEnd = http.findLastIndex(({ directive }) => directive.name.startsWith("map_hash_"));
  return http
    .slice(sizesEnd + 1)
    .map(({ directive }) => tree.includePath(directive))
    .filter((path) => path?.endsWith("/conf.d/*.conf"))
    .map((path) => dirname(path ?? ""))[0];
};

interface HttpLine extends Found {
  readonly ownFile: NginxFile | null;
}

const guardHttp = (given: Guarding, http: PlacedDirective): HttpLine => {
  const { tree, config } = given;
  const children = tree.inside(http);
  if (holdsOurs(given, children, "http")) return { ...nothing, ownFile: null };
  const folder = folderIn(given, children);
  if (folder !== undefined)
    return {
      ...nothing,
      ownFile: { path: join(folder, ownName), text: `# Made by \`sekisho setup nginx\`.\ninclude ${config.dir}/http.conf;\n` },
    };
  const servesIn = (one: PlacedDirective): boolean =>
    one.directive.name === "server" || tree.included(one).some(({ directive }) => directive.name === "server");
  const own = http.directive.block?.children ?? [];
  const before = own.find((directive) => servesIn({ file: http.file, directive }))?.start ?? http.directive.end - 1;
  const text = given.texts.get(http.file) ?? "";
  const lineStart = text.lastIndexOf("\n", before - 1) + 1;
  const at = text.slice(lineStart, before).trim() === "" ? lineStart : before;
  return { ...nothing, places: [{ ...placeIn(given, http.file, at, "http"), at }], ownFile: null };
};

const ownName = "sekisho.conf";
const isOwnFile = ({ path, text }: NginxFile): boolean =>
  basename(path) === ownName && text.startsWith("# Made by `sekisho setup nginx`.\n");

/**
 * Puts the guard into http { }, into each server block that serves a site and into its locations that run PHP. `files` as `nginx -T` lists them. What
 * it added before is taken out beforehand, so twice is once. Pure. Throws `world-failed` where a file cannot be read as nginx's.
 */
export const guardServers = (files: readonly NginxFile[], config: Guarding["config"]): GuardedServers => {
  const clean = files.filter((file) => !isOwnFile(file)).map(({ path, text }) => ({ path, text: blocks.takeOut(text) }));
  const given: Guarding = { config, tree: readNginxTree(clean), texts: new Map(clean.map(({ path, text }) => [path, text])) };
  const http = given.tree.top.find(({ directive }) => directive.name === "http" && directive.block !== null);
  if (http === undefined)
    return { texts: new Map(), ownFile: null, domains: [], counted: {}, serverFiles: [], notes: ["nginx has no http { }"] };
  const servers = given.tree.inside(http).filter(({ directive }) => directive.name === "server");
  const line = guardHttp(given, http);
  const odd: Found = { ...nothing, notes: oddHeaders(given, given.tree.inside(http)) };
  const { places, domains, notes, ...all } = together([line, odd, ...servers.map((server) => guardServer(given, server, http))]);
  const placesOf = (path: string): readonly MarkedPlace[] => [
    ...new Map(places.filter(({ file }) => file === path).map(({ at, lines }) => [`${at} ${lines}`, { at, lines }])).values(),
  ];
  const made = files.map(
    ({ path, text }) => [path, given.texts.has(path) ? blocks.add(blocks.takeOut(text), placesOf(path)) : text] as const,
  );
  const changed = made.filter(([path, text]) => files.some((file) => file.path === path && file.text !== text));
  return { texts: new Map(changed), ownFile: line.ownFile, domains, notes, counted: countedOf(all.blocks), serverFiles: all.serverFiles };
};
