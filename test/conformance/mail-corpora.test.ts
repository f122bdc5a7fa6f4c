import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { exim } from "../../src/catalog/formats/exim.ts";
import { phpMail } from "../../src/catalog/formats/php-mail.ts";
import { postfix } from "../../src/catalog/formats/postfix.ts";
import { sendmail } from "../../src/catalog/formats/sendmail.ts";
import { visibleBytes } from "../../src/kit/visible-text.ts";
import type { MailFormat } from "../../src/ports/log-format.ts";
import type { MailReading } from "../samples/mail-sample.ts";
import { type HubLine, readParserAsserts, readScenarioAsserts } from "./crowdsec-asserts.ts";
import { type GrokCase, grokExpectation } from "./grok-expectation.ts";
import { type Deviation, mailDeviations, mailDeviationsDocument } from "./mail-deviations.ts";
import { readMailFile, readMailLine } from "./mail-lines.ts";

const here = import.meta.dirname;
const corpora = join(here, "..", "corpora");

/** What differs, as `case field`; a case is a YAML file or a line of a hub test. */
const differences = (name: string, expected: Partial<MailReading>, reading: Partial<MailReading>): readonly string[] =>
  Object.entries(expected)
    .filter(([field, value]) => reading[field as keyof MailReading] !== value)
    .map(([field]) => `${name} ${field}`);

const explained = (suite: Deviation["suite"]): readonly string[] =>
  mailDeviations
    .filter((deviation) => deviation.suite === suite)
    .flatMap((deviation) => deviation.of)
    .toSorted();

const readOrFail = (format: MailFormat, line: string): MailReading => {
  const reading = readMailLine(format, line);
  if ("refused" in reading) throw new Error(`refused (${reading.refused}): ${line}`);
  return reading;
};

describe("postfix-grok-patterns' expectations", () => {
  const folder = join(here, "postfix-grok-patterns", "test");
  const cases = readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .toSorted()
    .map((name) => ({
      name: name.replace(".yaml", ""),
      ...(parse(readFileSync(join(folder, name), "utf8"), { schema: "failsafe" }) as Omit<GrokCase, "name">),
    }));

  test("hold for every field that is read, but for the explained deviations", () => {
    const found: string[] = [];
    let compared = 0;
    for (const grok of cases) {
      const { daemon, fields } = grokExpectation(grok);
      if (daemon === null) continue;
      const reading = readOrFail(postfix, `Nov 24 03:15:14 host postfix/${daemon}[1]: ${grok.data}`);
      compared += Object.keys(fields).length;
      expect(reading).toMatchObject({ host: "host", pid: 1, own: true });
      // A line that is passed over is one deviation, however many fields the pattern takes from it; its ids are read all the same.
      const { queueId, newQueueId, ...others } = fields;
      const isPassedOver = reading.kind === "other" && Object.keys(others).length > 0;
      const ids = { ...(queueId === undefined ? {} : { queueId }), ...(newQueueId === undefined ? {} : { newQueueId }) };
      found.push(...differences(grok.name, isPassedOver ? ids : fields, reading), ...(isPassedOver ? [grok.name] : []));
    }
    expect(cases.length).toBe(191);
    expect(compared).toBeGreaterThan(250);
    expect(found.toSorted()).toEqual(explained("postfix-grok-patterns"));
  });
});

const hub = join(here, "crowdsec-hub-mail");
const hubTests = readdirSync(hub, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .toSorted();

const hubLines = (name: string): readonly string[] => {
  const file = readdirSync(join(hub, name)).find((entry) => entry.endsWith(".log")) ?? "";
  return readFileSync(join(hub, name, file), "utf8")
    .split("\n")
    .filter((line) => line !== "");
};

/** The hub's fields in our words. Its `timestamp` is the envelope's text and compared through `time` of the samples. */
const hubExpectation = ({ parsed, meta }: HubLine): Partial<MailReading> => {
  const client = meta.source_ip ?? parsed.source_ip ?? parsed.remote_addr;
  const user = meta.username ?? parsed.target_user;
  // The hub calls the recipient of a refused RCPT a user too.
  const isRecipient = parsed.message?.includes("rejected RCPT") ?? parsed.source_user !== undefined;
  const sender = parsed.source_user;
  const pid = parsed.pid;
  return {
    ...(client === undefined ? {} : { client }),
    ...(user === undefined ? {} : { [isRecipient ? "recipient" : "mailbox"]: user }),
    ...(sender === undefined ? {} : { sender }),
    ...(pid === undefined ? {} : { pid: Number(pid) }),
    ...(meta.machine === undefined ? {} : { host: meta.machine }),
    ...(meta.action === "reject" ? { kind: "refused" as const } : {}),
  };
};

describe("CrowdSec's expectations of mail logs", () => {
  test("hold line by line for Postfix and Exim, but for the explained deviations", () => {
    const found: string[] = [];
    let compared = 0;
    for (const name of hubTests.filter((entry) => !entry.startsWith("dovecot"))) {
      const format = name.startsWith("exim") ? exim : postfix;
      const lines = hubLines(name);
      for (const asserted of readParserAsserts(hub, name)) {
        const fields = hubExpectation(asserted);
        compared += Object.keys(fields).length;
        found.push(...differences(`${name}#${asserted.index}`, fields, readOrFail(format, lines[asserted.index] ?? "")));
      }
    }
    expect(compared).toBeGreaterThan(70);
    expect(found.toSorted()).toEqual(explained("crowdsec-hub"));
  });

  test("hold for the lines behind its scenarios", () => {
    let compared = 0;
    for (const name of hubTests.filter((entry) => !entry.startsWith("dovecot"))) {
      const format = name.startsWith("exim") ? exim : postfix;
      const readings = hubLines(name).map((line) => readOrFail(format, line));
      for (const event of readScenarioAsserts(hub, name)) {
        const client = event.meta.source_ip;
        const user = event.meta.username;
        if (client === undefined || isPassedOver(event)) continue;
        compared++;
        const isRead = readings.some(
          (reading) => reading.client === client && (user === undefined || reading.mailbox === user || reading.recipient === user),
        );
        expect(isRead, `${name}: ${JSON.stringify(event.meta)}`).toBe(true);
      }
    }
    expect(compared).toBeGreaterThan(20);
  });

  test("name only lines that are passed over where Dovecot writes", () => {
    const kinds = hubTests
      .filter((entry) => entry.startsWith("dovecot"))
      .flatMap(hubLines)
      .map((line) => readOrFail(postfix, line));
    expect(kinds.length).toBeGreaterThan(40);
    expect(kinds.every(({ kind, own }) => kind === "other" && own === undefined)).toBe(true);
  });
});

/** Lines that say nothing of a submission: see mail-deviations.md. */
const isPassedOver = ({ meta }: HubLine): boolean => meta.log_type_enh === "non-smtp-command" || meta.action === "non-smtp-command";

describe("exim_exporter's main log", () => {
  test("gives the counts that its metrics expect", () => {
    const lines = readMailFile(exim, join(here, "exim-exporter", "mainlog"));
    const metrics = readFileSync(join(here, "exim-exporter", "tail.metrics"), "utf8");
    const expected = (flag: string): number => Number(new RegExp(`exim_messages_total\\{flag="${flag}"\\} (\\d+)`).exec(metrics)?.[1]);
    const count = (matches: (reading: MailReading) => boolean): number =>
      lines.filter(({ reading }) => !("refused" in reading) && matches(reading)).length;
    expect(count(({ kind }) => kind === "arrival")).toBe(expected("arrived"));
    expect(count(({ kind }) => kind === "removed")).toBe(expected("completed"));
    expect(count(({ status }) => status === "deferred")).toBe(expected("deferred"));
    expect(count(({ status }) => status === "bounced")).toBe(expected("failed"));
    expect(count(({ status }) => status === "sent")).toBe(expected("delivered") + expected("additional"));
  });
});

/** Every mail file that may be kept here. Exim's reject and panic logs are no main logs: most of their lines have no stamp. */
const files: readonly { readonly path: string; readonly format: MailFormat }[] = [
  { path: "lab/mail.log.gz", format: postfix },
  { path: "lab/php-mail.log.gz", format: phpMail },
  { path: "lab/exim/mainlog", format: exim },
  { path: "mail-postfix-dump/maillog.gz", format: postfix },
  { path: "mail-postfix-dump/mailog2.gz", format: postfix },
];

/** Compares a document that is written from what the tests know, or writes it anew. */
const expectDocument = (name: string, text: string): void => {
  const path = join(here, name);
  if (process.env.UPDATE_REFUSED !== undefined) writeFileSync(path, text);
  expect(readFileSync(path, "utf8")).toBe(text);
};

describe("the list of deviations", () => {
  test("is the one that people read", () => {
    expectDocument("mail-deviations.md", mailDeviationsDocument);
  });
});

describe("every line of the mail corpora", () => {
  const read = files.map(({ path, format }) => ({ path, format, lines: readMailFile(format, join(corpora, path)) }));
  const total = read.reduce((sum, { lines }) => sum + lines.length, 0);
  const refused = read.flatMap(({ path, lines }) =>
    lines.flatMap(({ offset, text, reading }) => ("refused" in reading ? [{ path, offset, reason: reading.refused, text }] : [])),
  );

  test("is read, but for at most one in a thousand, each listed", () => {
    const rows = refused.map(
      ({ path, offset, reason, text }) =>
        `| ${path} | ${offset} | ${reason} | \`${visibleBytes(Buffer.from(text.slice(0, 100), "latin1")).replaceAll("|", "\\|")}\` |`,
    );
    const document = `# Mail lines that are refused

${total} lines in ${files.length} files, ${refused.length} refused (${((100 * refused.length) / total).toFixed(3)} %). Written by \`UPDATE_REFUSED=1\` with the
conformance tests; offsets count bytes of the unpacked file. Exim's reject and panic logs are not main logs and not counted.

| file | offset | reason | line |
|---|---|---|---|
${rows.join("\n")}
`;
    expectDocument("refused-mail-lines.md", document);
    expect(total).toBeGreaterThan(23_000);
    expect(refused.length / total).toBeLessThanOrEqual(0.001);
  });

  test("of the laboratory is understood: what Postfix and PHP say agrees", () => {
    const [mail, php] = read.map(({ lines }) => lines.map(({ reading }) => reading as MailReading));
    const count = (kind: MailReading["kind"]): number => mail?.filter((reading) => reading.kind === kind).length ?? 0;
    expect({ pickup: count("pickup"), ids: count("message-id"), queued: count("queued"), notices: count("bounce-notice") }).toEqual({
      pickup: 444,
      ids: 470,
      queued: 471,
      notices: 26,
    });
    const ids = new Set(mail?.map(({ messageId }) => messageId));
    expect(php?.length).toBe(444);
    expect(php?.every(({ kind, messageId }) => kind === "script-mail" && ids.has(messageId))).toBe(true);
  });

  test("by sendmail in the dump gives arrivals and deliveries", () => {
    const lines = readMailFile(sendmail, join(corpora, "mail-postfix-dump/maillog.gz")).map(({ reading }) => reading as MailReading);
    const arrivals = lines.filter(({ kind }) => kind === "arrival");
    const text = lines.filter(({ kind }) => kind === "delivery");
    expect(arrivals.length).toBe(322);
    expect(arrivals.every(({ user, client, size }) => (user ?? client) !== undefined && size !== undefined)).toBe(true);
    expect(text.length).toBe(952);
    expect(text.every(({ recipient, status }) => recipient !== undefined && status !== undefined)).toBe(true);
  });
});
