/** The field with which a log shows what the guard refused: `\"%{SEKISHO_IDS}e\"` at the end of a LogFormat. */
const field = /"((?:[a-z]:(?:[A-Za-z0-9][A-Za-z0-9._-]*,[>!]*)+)+)"$/;

/**
 * How many requests each containment has refused, by its id: exact, from an access log whose lines end in the guard's field. A request that two
 * of them refuse counts for both. The field is the server's own; nothing that a visitor sends can end a line like it, for Apache escapes quotes.
 */
export const countRefused = (lines: Iterable<string>): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const [, ids = ""] = field.exec(line) ?? [];
    for (const id of new Set(ids.split(/[a-z]:|[>!,]/).filter((one) => one !== ""))) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
};
