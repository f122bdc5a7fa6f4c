import { dirname, resolve } from "node:path";
import { type NginxDirective, readNginxText } from "./config-text.ts";

/** One file of nginx's configuration. */
export interface NginxFile {
  /** As nginx names it; may be a link. */
  readonly path: string;
  /** One character a byte: nobody knows in which encoding comments are. */
  readonly text: string;
}

/** A directive where it stands. */
export interface PlacedDirective {
  readonly file: string;
  readonly directive: NginxDirective;
}

/** A configuration over all of its files, as nginx reads it. */
export interface NginxTree {
  /** What stands at the top. */
  readonly top: readonly PlacedDirective[];
  /** What a block holds, with what it includes in place. */
  readonly inside: (block: PlacedDirective) => readonly PlacedDirective[];
  /** What an `include` brings in; empty for any other. */
  readonly included: (include: PlacedDirective) => readonly PlacedDirective[];
  /** The whole path that an `include` names, signs of a pattern and all. */
  readonly includePath: (directive: NginxDirective) => string | null;
}

const patternOf = (glob: string): RegExp =>
  new RegExp(
    `^${glob
      .replace(/[.+^${}()|\\]/g, "\\$&")
      .replace(/\*/g, "[^/]*")
      .replace(/\?/g, "[^/]")
      .replace(/\[!/g, "[^")}$`,
  );

/** Files as nginx lists them, the main one first. An include that leads back to itself is nginx's own mistake to tell. */
export const readNginxTree = (files: readonly NginxFile[]): NginxTree => {
  const read = new Map(files.map(({ path, text }) => [path, readNginxText(text)]));
  const [main = ""] = read.keys();
  const includePath = ({ name, args: [path = ""] }: NginxDirective): string | null =>
    name === "include" ? resolve(dirname(main), path) : null;
  const expand = (file: string, directives: readonly NginxDirective[]): readonly PlacedDirective[] =>
    directives.flatMap((directive) => [{ file, directive }, ...included({ directive, file })]);
  const included: NginxTree["included"] = ({ directive }) => {
    const path = includePath(directive);
    if (path === null) return [];
    const isNamed = read.has(path) ? (one: string) => one === path : (one: string) => patternOf(path).test(one);
    return [...read].flatMap(([one, directives]) => (isNamed(one) ? expand(one, directives) : []));
  };
  return {
    top: expand(main, read.get(main) ?? []),
    inside: ({ file, directive }) => expand(file, directive.block?.children ?? []),
    included,
    includePath,
  };
};
