import { createRandom } from "../../bench/random.ts";
import { clearMailFields, createMailFields, type MailFormat } from "../../src/ports/log-format.ts";
import { type MailLineWriter, mailReadingOf } from "../samples/mail-sample.ts";
import { mailSuites } from "../samples/suites.ts";
import { hostileText, mailPieces } from "./hostile-text.ts";
import { type Finding, faultsKept, type Proof } from "./proof.ts";

const fields = createMailFields();
const known = ["kind", "time", "host", "queueId", "uid", "status", "script"] as const;

/** Which parts the text has moved into, or why the line was refused; empty when none. */
const forged = (format: MailFormat, writer: MailLineWriter, line: Buffer): readonly string[] => {
  clearMailFields(fields);
  const refused = format.read(line, 0, line.length, fields);
  if (refused !== null) return [`refused as ${refused}`];
  const reading = mailReadingOf(fields);
  return known.filter((part) => reading[part] !== writer.truth[part]);
};

const run = async (count: number, seed: number): Promise<Finding> => {
  const random = createRandom(seed);
  const all = mailSuites.flatMap(({ format, suite }) => suite.writers.map((writer) => ({ format, writer })));
  const faults: string[] = [];
  for (let at = 0; at < count && faults.length < faultsKept; at++) {
    const { format, writer } = all[at % all.length] as (typeof all)[number];
    const line = Buffer.from(writer.write(hostileText(random, mailPieces)), "utf8");
    const parts = forged(format, writer, line);
    if (parts.length > 0) faults.push(`line ${at}: ${format.name}, ${writer.where}: ${parts.join(", ")}: ${line.toString("base64")}`);
  }
  const figure = `${count.toLocaleString("en")} lines with hostile text in ${all.length} places of ${mailSuites.length} formats: in none did it change another field, and none was refused`;
  return { figure, faults };
};

/** Forging in mail logs: sender, recipient, HELO, login name, reply, message id and subject hold hostile text. */
export const forgedMail: Proof = {
  name: "forged-mail",
  about:
    "text in sender, recipient, HELO, login name, reply, message id and subject never changes queue id, uid, host, time, status or script",
  fullCount: 200_000,
  run,
};
