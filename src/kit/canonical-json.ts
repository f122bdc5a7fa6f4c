const member = ([name, value]: readonly [string, unknown]): string => `${JSON.stringify(name)}:${canonicalJson(value)}`;

const byCodeUnit = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * JSON in the one form that a value has: names sorted by UTF-16 code unit, no blanks, numbers and strings as ECMAScript writes them, members
 * that are undefined left out. Two values that are equal have the same text, which can be hashed and compared.
 * Throws a TypeError for what JSON cannot say: functions, NaN, undefined in a list. Source: RFC 8785, sections 3.2.2 and 3.2.3.
 */
export const canonicalJson = (value: unknown): string => {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(",")}]`;
  if (typeof value !== "object") throw new TypeError(`JSON cannot say ${typeof value === "number" ? value : typeof value}`);
  const members = Object.entries(value).filter((entry) => entry[1] !== undefined);
  return `{${members.sort(byCodeUnit).map(member).join(",")}}`;
};
