import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import type { Containment } from "../../src/domain/case/containment.ts";
import { openStore } from "../../src/stores/open-store.ts";
import { aCase, aClaim, noon, opening } from "../case-builders.ts";
import { type DeskProcess, startDeskProcess } from "./desk-process.ts";
import type { Finding, Proof } from "./proof.ts";
import { type Database, makePlace } from "./store-place.ts";

const fullCount = 10_000;
const mostPageMs = 50;
const mostSiteMs = 20;
const asks = 200;
const commands = 7;
const pageCases = 50;
const quotedLines = 20;

/** A small count shows that it works; a machine that is busy with the other tests must not fail it. */
const patience = (count: number): number => (count < fullCount ? 10 : 1);

/** Open cases with 20 quoted lines and a measure in force each, ten cases a site. */
const fill = async (address: string, count: number): Promise<void> => {
  const store = await openStore(address);
  for (let at = 0; at < count; at++) {
    const site = `site${at % Math.ceil(count / 10)}.example`;
    await store.open(2026, (id) => {
      const claim = aClaim(`key ${at}`, { site, account: `u${at}` }, quotedLines);
      const inForce: Containment = {
        ...({ id: `${id}.1.1`, measure: "deny-foreign-writes", target: { site }, state: "in-force", reason: "first-seen" } as const),
        ...({ decidedBy: { kind: "policy", version: "0123456789ab" } } as const),
        ...{ orderedAt: noon + at, provenAt: noon + at, proof: "probed" },
        ...{ driftedAt: null, release: null, liftOrder: null },
      };
      return opening(aCase(id, { key: `key ${at}`, claim, containments: [inForce], openedAt: noon + at }));
    });
  }
  await store.close();
};

interface Times {
  readonly median: number;
  readonly slow: number;
}

const timesOf = async (times: number, ask: (at: number) => Promise<unknown>): Promise<Times> => {
  const took: number[] = [];
  for (let at = 0; at < times; at++) {
    const from = performance.now();
    await ask(at);
    took.push(performance.now() - from);
  }
  took.sort((a, b) => a - b);
  return { median: took[Math.trunc(times / 2)] ?? Number.NaN, slow: took[Math.trunc(times * 0.95)] ?? Number.NaN };
};

const list = `/cases?over=false&order=due&limit=${pageCases}`;

/** The address of the page in the middle of the list. */
const middlePage = async ({ get }: DeskProcess, count: number): Promise<string> => {
  let path = list;
  for (let page = 0; page < count / pageCases / 2 - 1; page++) {
    const { next } = JSON.parse(await get(path)) as { readonly next: string | null };
    if (next !== null) path = `${list}&after=${next}`;
  }
  return path;
};

const measure = async (desk: DeskProcess, count: number) => {
  const middle = await middlePage(desk, count);
  const caseOf = (at: number): string => `2026-${String(1 + ((at * 7_919) % count)).padStart(6, "0")}`;
  const siteOf = (at: number): string => `site${(at * 7_919) % Math.ceil(count / 10)}.example`;
  return {
    first: await timesOf(asks, () => desk.get(list)),
    middle: await timesOf(asks, () => desk.get(middle)),
    one: await timesOf(asks, (at) => desk.get(`/cases/${caseOf(at)}`)),
    site: await timesOf(asks, (at) => desk.get(`/containments?site=${siteOf(at)}`)),
    command: await timesOf(commands, () => desk.command("cases")),
    help: await timesOf(commands, () => desk.command("cases", "--help")),
  };
};

const said = ({ median, slow }: Times): string => `${median.toFixed(1)} ms (95 %: ${slow.toFixed(1)})`;

const findingOf = (times: Awaited<ReturnType<typeof measure>>, count: number): Finding => {
  const { first, middle, one, site, command, help } = times;
  const over = Object.entries({ first, middle, one }).filter(([, { slow }]) => slow > mostPageMs * patience(count));
  return {
    figure: `a desk with ${count.toLocaleString("en")} open cases, each with ${quotedLines} quoted lines and a measure in force, asked over its API: \`GET /cases\`, first page of ${pageCases}, median ${said(first)}, a page in the middle ${said(middle)}, \`GET /cases/{id}\` ${said(one)} (goal: ≤ ${mostPageMs}), \`GET /containments?site=\` ${said(site)} (goal: ≤ ${mostSiteMs}); the command \`sekisho cases\` ${said(command)}; a process that only starts, \`sekisho cases --help\`, ${said(help)}`,
    faults: [
      ...over.map(([name, { slow }]) => `${name}: ${slow} ms`),
      ...(site.slow > mostSiteMs * patience(count) ? [`containments of a site: ${site.slow} ms`] : []),
    ],
  };
};

const run = async (database: Database, count: number): Promise<Finding> => {
  const place = await makePlace(database, { crashes: false });
  const dir = mkdtempSync(join(tmpdir(), "sekisho-api-"));
  try {
    await fill(place.address, count);
    const desk = await startDeskProcess(dir, place.address);
    try {
      return findingOf(await measure(desk, count), count);
    } finally {
      await desk.stop();
    }
  } finally {
    await place.remove();
    rmSync(dir, { recursive: true, force: true });
  }
};

const speedOn = (database: Database, name: string): Proof => ({
  name: `api-speed-${database}`,
  about: `lists, cases and containments come quickly over the API, on ${name}`,
  fullCount,
  document: "RELIABILITY.md",
  needsPostgres: database === "postgres",
  run: (count) => run(database, count),
});

export const apiSpeed: readonly Proof[] = [speedOn("sqlite", "SQLite"), speedOn("postgres", "PostgreSQL")];
