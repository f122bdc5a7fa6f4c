import { createHash } from "node:crypto";
import { chmodSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { openStore } from "../../src/stores/open-store.ts";
import { aCase, opening } from "../case-builders.ts";
import { createRandom } from "../seeded-random.ts";
import { type Dovecot, dovecotMissing, startDovecot } from "../servers/dovecot.ts";
import { startNamed } from "./child-process.ts";
import { type Finding, faultsKept, type Proof } from "./proof.ts";
import { makePlace } from "./store-place.ts";

const mailsPerKill = 10;
const casesOfAll = 10;

/** Every so many kills come at any moment from the start of the process; the others while it reads. */
const whileStarting = 5;
/** Every so many, the mailbox is made anew: another UIDVALIDITY, as after a server was restored. */
const anew = 10;
const longestLifeMs = 120;

/** One answer; its bytes are its name, as for the desk. */
const mailOf = (caseId: string, at: number): string =>
  `From: owner@elsewhere.example\r\nSubject: ${caseId}\r\nMessage-ID: <${at}@elsewhere.example>\r\n\r\ndone ${at}\r\n`;

const factOf = (mail: string): string => `answered:${createHash("sha256").update(mail).digest("hex").slice(0, 32)}`;

const deliver = (maildir: string, mail: string, at: number): void => {
  const name = `17000000${String(at).padStart(5, "0")}.M1P1.host`;
  writeFileSync(join(maildir, "tmp", name), mail);
  chmodSync(join(maildir, "tmp", name), 0o666);
  renameSync(join(maildir, "tmp", name), join(maildir, "new", name));
};

const makeAnew = (maildir: string): void => {
  for (const name of readdirSync(maildir)) if (/^dovecot(-uidlist|\.index|-uidvalidity)/.test(name)) rmSync(join(maildir, name));
};

const openCases = async (address: string): Promise<readonly string[]> => {
  const store = await openStore(address);
  const ids: string[] = [];
  for (let at = 0; at < casesOfAll; at++)
    await store.open(2026, (id) => {
      ids.push(id);
      const one = aCase(id, { key: `key ${at}` });
      // Answers of a customer ask staff to look, which needs hours in which somebody does.
      const days = Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((day) => [day, { fromMinute: 0, toMinute: 1_440 }]));
      return opening({ ...one, terms: { ...one.terms, hours: { ...one.terms.hours, days } } });
    });
  await store.close();
  return ids;
};

interface Stage {
  readonly address: string;
  readonly server: Dovecot;
  readonly random: (below: number) => number;
}

const startReading = (mode: "loop" | "once", { address, server }: Stage) =>
  startNamed("inbox", mode, address, String(server.port), server.user, server.password);

const killOnce = async (stage: Stage, round: number): Promise<number> => {
  const child = startReading("loop", stage);
  if (round % whileStarting === 0) await wait(stage.random(600));
  else {
    await child.line();
    await wait(stage.random(longestLifeMs));
  }
  await child.kill();
  if (round % anew === 0) makeAnew(stage.server.maildir);
  return child.told.length;
};

/** Reads what is left in a life that nobody ends. */
const readRest = async (stage: Stage): Promise<readonly string[]> => {
  const child = startReading("once", stage);
  const told: string[] = [];
  for (let line = await child.line(); line !== null; line = await child.line()) told.push(line);
  return told;
};

const faultsOf = async (address: string, mails: ReadonlyMap<string, string>): Promise<string[]> => {
  const store = await openStore(address);
  const times = new Map<string, number>();
  for (const caseId of new Set(mails.values()))
    for (const { fact } of await store.factsOf(caseId)) times.set(fact.id, (times.get(fact.id) ?? 0) + 1);
  const audit = await store.verifyAudit();
  await store.close();
  const wrong = [...mails.keys()].filter((id) => times.get(id) !== 1).map((id) => `${id} was taken ${times.get(id) ?? 0} times`);
  return audit.kind === "broken" ? [...wrong, `audit: ${audit.detail}`] : wrong;
};

const run = async (count: number, seed: number): Promise<Finding> => {
  const missing = dovecotMissing();
  if (missing !== null) return { figure: "", faults: [missing] };
  const place = await makePlace("sqlite", { crashes: true });
  const server = await startDovecot();
  const stage = { address: place.address, server, random: createRandom(seed) };
  const mails = new Map<string, string>();
  const faults: string[] = [];
  let again = 0;
  try {
    const cases = await openCases(place.address);
    for (let round = 1; round <= count; round++) {
      for (let each = 0; each < mailsPerKill; each++) {
        const caseId = cases[mails.size % casesOfAll] ?? "";
        const mail = mailOf(caseId, mails.size);
        deliver(server.maildir, mail, mails.size);
        mails.set(factOf(mail), caseId);
      }
      await killOnce(stage, round);
    }
    await readRest(stage);
    const rest = await readRest(stage);
    again = Number(rest.find((line) => line.startsWith("read "))?.split(" ")[1] ?? -1);
    if (again !== 0) faults.push(`${again} mails are handed out again after all were taken`);
    faults.push(...(await faultsOf(place.address, mails)));
  } finally {
    await server.stop();
    await place.remove();
  }
  const figure = `${count} times SIGKILL while ${mails.size.toLocaleString("en")} answers were read from Dovecot (${Math.trunc(count / whileStarting)} at any moment from the start of the process, ${Math.trunc(count / anew)} with the mailbox made anew): none lost, none taken twice, the audit whole`;
  return { figure, faults: faults.slice(0, faultsKept) };
};

/** Guarantee G3: the process that reads answers is killed at any moment. */
export const imapKills: Proof = {
  name: "imap-kills",
  about: "no answer is lost or taken twice when the desk is killed while it reads its mailbox",
  fullCount: 100,
  document: "RELIABILITY.md",
  missing: dovecotMissing,
  run,
};
