/**
 * What is decided on a request, as the body of an nginx map. The key is
 * `PATH:PASS:NETWORK:MODES:ABROAD WRITE ACME`, of which all but MODES are 0 or 1; MODES holds a letter for each file that is there:
 * F deny-foreign, W deny-writes, w deny-foreign-writes. The first pattern that fits counts.
 */
const entries = `  default "";
  "~^1:" deny-path;
  "~^0:1:" "";
  "~^0:0:1:[^:]*:..0" deny-network;
  "~^0:0:.:[^:]*F[^:]*:1.0" deny-foreign;
  "~^0:0:.:[^:]*W[^:]*:.1" deny-writes;
  "~^0:0:.:[^:]*w[^:]*:11" deny-foreign-writes;
`;

/** The map that decides, or one that says what would be decided for another key. */
export const decisionMap = (key: string, variable: string): string => `map "${key}" ${variable} {
  volatile;
${entries}}
`;
