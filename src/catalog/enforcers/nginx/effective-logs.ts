import type { NginxTree, PlacedDirective } from "./config-tree.ts";

/** What is logged of a server block, wherever that is written. */
interface EffectiveLogs {
  /** Its `access_log` lines as they stand; none where it logs nothing. Null where it logs by nginx's built-in default, which cannot be repeated surely. */
  readonly lines: readonly string[] | null;
  /** Whether a limit of the site may turn a request away in our place, with an answer of its own. */
  readonly isLimited: boolean;
}

interface Reading {
  readonly tree: NginxTree;
  readonly texts: ReadonlyMap<string, string>;
}

/** Lines of a server block replace those of http { } as a whole, and `off` at a level ends all of it. Source: nginx 1.22 `ngx_http_log_module.c`. */
export const effectiveLogs = ({ tree, texts }: Reading, server: PlacedDirective, http: PlacedDirective): EffectiveLogs => {
  const levels = [tree.inside(server), tree.inside(http)];
  const logs = levels.map((level) => level.filter(({ directive }) => directive.name === "access_log")).find((level) => level.length > 0);
  const isLimited = levels.some((level) => level.some(({ directive }) => /^limit_(?:req|conn)$/.test(directive.name)));
  if (logs === undefined) return { lines: null, isLimited };
  const isOff = logs.some(({ directive }) => directive.args[0] === "off");
  const lines = logs.map(({ file, directive }) => (texts.get(file) ?? "").slice(directive.start, directive.end));
  return { lines: isOff ? [] : lines, isLimited };
};
