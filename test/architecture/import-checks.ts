import { isTest, type SourceFile, targetsOf } from "./source-file.ts";

/** The rooms from the ground up. An import leads to a lower tier or stays in its room; rooms of one tier do not know each other. */
const tiers: readonly (readonly string[])[] = [
  ["kit"],
  ["domain"],
  ["ports"],
  ["config"],
  ["catalog", "pipeline", "desk", "stores", "buses", "geo", "mail", "report", "simulate"],
  ["agent", "web", "cli"],
  ["main"],
];

/** Rooms that may see less than what lies below them. */
const narrowed: Readonly<Record<string, readonly string[]>> = { simulate: ["domain", "kit"] };

/** Rooms that not everyone above may see: `config.ts` is an edge, everyone else gets plain values. */
const reserved: Readonly<Record<string, readonly string[]>> = { config: ["cli", "main"] };

const roomOf = (path: string): string => (path.split("/")[0] ?? "").replace(/(\.test)?\.tsx?$/, "");

const tierOf = (room: string): number => tiers.findIndex((tier) => tier.includes(room));

const mayImport = (from: string, to: string): boolean => {
  if (from === to) return true;
  if (tierOf(from) < 0 || tierOf(to) < 0 || tierOf(to) >= tierOf(from)) return false;
  return (narrowed[from]?.includes(to) ?? true) && (reserved[to]?.includes(from) ?? true);
};

const code = (files: readonly SourceFile[]): SourceFile[] => files.filter(({ path }) => !isTest(path));

const eachImport = (files: readonly SourceFile[], isWrong: (from: string, to: string) => boolean): string[] =>
  code(files).flatMap((file) =>
    targetsOf(file).flatMap((target) => (isWrong(file.path, target) ? [`${file.path} imports ${target}`] : [])),
  );

/** Imports that turn the arrow between rooms, and files in no known room. */
export const turnedArrows = (files: readonly SourceFile[]): string[] => {
  const homeless = files.filter(({ path }) => tierOf(roomOf(path)) < 0).map(({ path }) => `${path} is in no room of the house`);
  return [...homeless, ...eachImport(files, (from, to) => !mayImport(roomOf(from), roomOf(to)))];
};

const isPlug = (path: string): boolean => /^catalog\/[^/]+\/./.test(path);

/** A plug that has several files keeps them in a folder of its own: `catalog/enforcers/apache/…`. */
const isOfOnePlug = (from: string, to: string): boolean => {
  const folder = /^catalog\/[^/]+\/[^/]+\//.exec(from)?.[0];
  return folder !== undefined && to.startsWith(folder);
};

/** In the catalogue every plug stands alone: neither another folder's nor its own folder's files know it. */
export const brothersThatKnowEachOther = (files: readonly SourceFile[]): string[] =>
  eachImport(files, (from, to) => isPlug(from) && to.startsWith("catalog/") && !isOfOnePlug(from, to));

/** A file below a room's folder of one implementation: a plug, a database, a bus. */
const implementationOf = (path: string): "catalog" | "stores" | "buses" | null => {
  if (isPlug(path)) return "catalog";
  if (/^stores\/(sqlite|postgres)\//.test(path)) return "stores";
  return /^buses\/(memory|nats)[./]/.test(path) ? "buses" : null;
};

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/"));

const mayNameImplementations = (path: string): boolean => /^main\.tsx?$|^catalog\/index\.ts$|(^|\/)open-[a-z-]+\.ts$/.test(path);

/** Only `main.ts`, `catalog/index.ts` and the `open-….ts` files name implementations; a database's own files know each other. */
export const namedImplementations = (files: readonly SourceFile[]): string[] =>
  eachImport(files, (from, to) => {
    const kind = implementationOf(to);
    if (kind === null || mayNameImplementations(from) || isOfOnePlug(from, to)) return false;
    return kind === "catalog" || folderOf(from) !== folderOf(to) || folderOf(to) === "buses";
  });

const outside = (file: SourceFile): string[] => file.imports.filter((specifier) => !specifier.startsWith("."));

const reachableFrom = (start: SourceFile, byPath: ReadonlyMap<string, SourceFile>): SourceFile[] => {
  const seen = new Set([start.path]);
  for (const path of seen) {
    const file = byPath.get(path);
    for (const target of file ? targetsOf(file) : []) seen.add(target);
  }
  return [...seen].flatMap((path) => byPath.get(path) ?? []);
};

/** Modules of Node and packages that the domain reaches, directly or through what it imports. */
export const impureDomain = (files: readonly SourceFile[]): string[] => {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return code(files)
    .filter(({ path }) => roomOf(path) === "domain")
    .flatMap((start) =>
      reachableFrom(start, byPath).flatMap((file) =>
        outside(file).map((specifier) => `${start.path} reaches ${specifier} in ${file.path}`),
      ),
    );
};

/** Circles of imports, each told once, as the chain of its files. */
export const circles = (files: readonly SourceFile[]): string[] => {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    const file = byPath.get(path);
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
    if (!file || trail.includes(path) || done.has(path)) return;
    for (const target of targetsOf(file)) walk(target, [...trail, path]);
    done.add(path);
  };
  for (const { path } of files) walk(path, []);
  return found;
};
