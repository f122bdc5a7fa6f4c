/** Terms of one expression: Apache compiles it as a tree, and thousands of them are too deep for it. */
const termsEach = 64;
const octetBits = 8;
const octets = 4;

/** Each condition with its own [OR], so that one of them is enough. */
export const anyOf = (conditions: readonly string[]): readonly string[] =>
  conditions.map((line, at) => (at + 1 < conditions.length ? `${line} [OR]` : line));

/** The numbers that an octet may be of which only some bits are fixed. */
const octetsFrom = (first: number, fixedBits: number): string =>
  `(?:${Array.from({ length: 2 ** (octetBits - fixedBits) }, (_, at) => first + at).join("|")})`;

/** An IPv4 network as what its addresses look like. A pattern costs Apache a fraction of an expression, which it compiles with each request. */
const patternOf = (network: string): string => {
  const [address = "", bitsText = ""] = network.split("/");
  const bits = Number(bitsText);
  const parts = address.split(".");
  const whole = Math.trunc(bits / octetBits);
  const fixed = parts.slice(0, whole);
  const divided = bits % octetBits === 0 ? [] : [octetsFrom(Number(parts[whole]), bits % octetBits)];
  const open = Array.from({ length: octets - fixed.length - divided.length }, () => "\\d+");
  return [...fixed, ...divided, ...open].join("\\.");
};

const inChunks = (networks: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(networks.length / termsEach) }, (_, at) => networks.slice(at * termsEach, (at + 1) * termsEach));

/** Whether the visitor's address is in any of the networks, or in none, as conditions that follow each other. */
export const addressIn = (networks: readonly string[], isIn: boolean): readonly string[] => {
  const not = isIn ? "" : "!";
  const [v6, v4] = [networks.filter((one) => one.includes(":")), networks.filter((one) => !one.includes(":"))];
  const byPattern = v4.length === 0 ? [] : [`RewriteCond %{ENV:SEKISHO_ADDR} ${not}^(?:${v4.map(patternOf).join("|")})$`];
  const byExpression = inChunks(v6)
    .map((some) => some.map((one) => `reqenv('SEKISHO_ADDR') -ipmatch '${one}'`).join(" || "))
    .map((terms) => `RewriteCond expr "${isIn ? terms : `! (${terms})`}"`);
  const all = [...byPattern, ...byExpression];
  return isIn ? anyOf(all) : all;
};
