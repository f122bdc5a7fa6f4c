/** A virtual host as Apache's own dump (`-S`) names it. */
export interface VhostPlace {
  /** As Apache names it; may be a link. */
  readonly file: string;
  /** The last line of its opening tag, from 1. */
  readonly line: number;
  /** Names that the dump gives it, in lower case; where it stands alone at its address the dump leaves aliases out. */
  readonly names: readonly string[];
}

/** What of Apache's dump set-up goes by. */
export interface VhostDump {
  readonly serverRoot: string;
  readonly vhosts: readonly VhostPlace[];
}

const placePattern = /(\S+)\s+\((\/.+):(\d+)\)$/;
const aliasPattern = /^\s+alias (\S+)$/;

const vhostsIn = (lines: readonly string[]): readonly VhostPlace[] => {
  const found = new Map<string, { file: string; line: number; names: Set<string> }>();
  let last: Set<string> | null = null;
  for (const text of lines) {
    const [, name = "", file = "", line = ""] = placePattern.exec(text) ?? [];
    const alias = aliasPattern.exec(text)?.[1];
    if (alias !== undefined) last?.add(alias.toLowerCase());
    if (file === "") continue;
    const key = `${file}:${line}`;
    const vhost = found.get(key) ?? { file, line: Number(line), names: new Set() };
    found.set(key, vhost);
    vhost.names.add(name.toLowerCase());
    last = vhost.names;
  }
  return [...found.values()].map(({ names, ...place }) => ({ ...place, names: [...names] }));
};

/** Reads what `apache2ctl -S` says; null where it names no server root, which every dump does. Source: Apache 2.4 `vhost.c`, `core.c`. */
export const readVhostDump = (said: string): VhostDump | null => {
  const serverRoot = /^ServerRoot: "(.+)"$/m.exec(said)?.[1];
  if (serverRoot === undefined) return null;
  const lines = said.slice(0, said.indexOf("\nServerRoot: ")).split("\n");
  return { serverRoot, vhosts: vhostsIn(lines) };
};
