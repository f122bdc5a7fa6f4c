import { createRandom } from "../../bench/random.ts";
import type { AccessFormat } from "../../src/ports/log-format.ts";
import type { AccessReading, ClientText, LineWriter } from "../samples/access-sample.ts";
import { readLine } from "../samples/read-access.ts";
import { accessSuites } from "../samples/suites.ts";
import { accessPieces, hostileText } from "./hostile-text.ts";
import { type Finding, faultsKept, type Proof } from "./proof.ts";

const tameRequest = "POST /contact/?step=2 HTTP/1.1";
const tame: ClientText = { request: tameRequest, referer: "https://shop.example/contact/", userAgent: "curl/8.14.1", user: "taro" };

interface Contestant {
  readonly format: AccessFormat;
  readonly writer: LineWriter;
  /** What the line says when nobody is hostile. */
  readonly truth: AccessReading;
}

const truthOf = (format: AccessFormat, writer: LineWriter): AccessReading => {
  const read = readLine(format, writer.write(tame));
  if ("refused" in read) throw new Error(`${format.name}, ${writer.server}: a tame line is refused as ${read.refused}`);
  return read;
};

const contestants = (): readonly Contestant[] =>
  accessSuites.flatMap(({ format, suite }) => suite.writers.map((writer) => ({ format, writer, truth: truthOf(format, writer) })));

const known = ["address", "time", "status", "site"] as const;
const ofRequest = ["method", "target", "protocol"] as const;

/** Which parts of a reading the client's text has moved into; null for a line that was refused. */
const moved = ({ format, truth }: Contestant, line: Buffer, isRequestTame: boolean): readonly string[] | null => {
  const read = readLine(format, line);
  if ("refused" in read) return null;
  const parts = isRequestTame ? [...known, ...ofRequest] : known;
  return parts.filter((part) => read[part] !== truth[part]);
};

const checkOne = (contestant: Contestant, client: ClientText): { readonly refused: boolean; readonly fault: string | null } => {
  const { format, writer } = contestant;
  const line = writer.write(client);
  const parts = moved(contestant, line, client.request === tameRequest);
  const shown = `${format.name}, ${writer.server}: ${line.toString("base64")}`;
  if (parts === null) return { refused: true, fault: writer.mayRefuse === true ? null : `refused: ${shown}` };
  return { refused: false, fault: parts.length > 0 ? `${parts.join(", ")} forged: ${shown}` : null };
};

const run = async (count: number, seed: number): Promise<Finding> => {
  const random = createRandom(seed);
  const all = contestants();
  const faults: string[] = [];
  let refused = 0;
  for (let at = 0; at < count && faults.length < faultsKept; at++) {
    const text = (): string => hostileText(random, accessPieces);
    // In every other line the request is tame, so that method and target can be compared as well.
    const client = { request: at % 2 === 0 ? text() : tameRequest, referer: text(), userAgent: text(), user: text() };
    const checked = checkOne(all[at % all.length] as Contestant, client);
    if (checked.refused) refused++;
    if (checked.fault !== null) faults.push(`line ${at}: ${checked.fault}`);
  }
  const figure = `${count.toLocaleString("en")} lines as ${all.length} servers write them: in none did hostile text change another field; ${refused.toLocaleString("en")} were refused (comma-separated lines whose columns a user name shifted)`;
  return { figure, faults };
};

/** Forging in access logs: user agent, referer, request line and user name hold hostile text, escaped as the server does. */
export const forgedFields: Proof = {
  name: "forged-fields",
  about: "text in user agent, referer, request line and user name never moves into address, time, site, status or path",
  fullCount: 200_000,
  run,
};
