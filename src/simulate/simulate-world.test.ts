import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { abuseClasses } from "../domain/abuse-class.ts";
import type { SimulateOptions } from "./model.ts";
import { planIncidents } from "./plan-incidents.ts";
import { planWorld } from "./plan-world.ts";
import { recipes } from "./recipes/all-recipes.ts";
import { type SimulatedWorld, simulateWorld } from "./simulate-world.ts";

const small: SimulateOptions = {
  seed: 11,
  accounts: 12,
  days: 15,
  lines: 60_000,
  incidents: 12,
  kinds: [],
  outsideRange: false,
  quiet: false,
};
const usual: SimulateOptions = { ...small, accounts: 200, days: 30, lines: 3_000_000, incidents: null };

let base = "";
let world: SimulatedWorld;

const simulate = (name: string, options: SimulateOptions): SimulatedWorld => simulateWorld(options, join(base, name), () => {});

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), "sekisho-world-"));
  world = simulate("a", small);
});

afterAll(() => rmSync(base, { recursive: true, force: true }));

const filesOf = (name: string): string[] =>
  readdirSync(join(base, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();

const digestOf = (name: string): string => {
  const hash = createHash("sha256");
  for (const file of filesOf(name)) hash.update(file.slice(base.length + name.length + 1)).update(readFileSync(file));
  return hash.digest("hex");
};

const linesOf = (file: string): string[] => {
  const bytes = readFileSync(file);
  return (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString().split("\n").slice(0, -1);
};

const logLines = (kind: RegExp): string[] =>
  filesOf("a")
    .filter((file) => file.includes("/logs/") && kind.test(file))
    .flatMap(linesOf);

const rowsOf = (table: string): string[][] =>
  linesOf(join(base, "a", "truth", table))
    .slice(1)
    .map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));

interface IncidentLine {
  readonly id: string;
  readonly class: string;
  readonly messages: number;
  readonly requests: number;
  readonly start: string;
  readonly end: string;
}

const incidents = (): IncidentLine[] =>
  linesOf(join(base, "a", "truth", "incidents.jsonl")).map((line) => JSON.parse(line) as IncidentLine);

describe("a simulated world", () => {
  it("has the same bytes for the same options", () => {
    simulate("b", small);
    expect(digestOf("b")).toBe(digestOf("a"));
  });

  it("is another one for another seed, and for other ranges", () => {
    simulate("c", { ...small, seed: 12, accounts: 3, days: 2, lines: 3000 });
    simulate("d", { ...small, seed: 13, accounts: 3, days: 2, lines: 3000 });
    simulate("e", { ...small, seed: 13, accounts: 3, days: 2, lines: 3000, outsideRange: true });
    expect(new Set(["c", "d", "e"].map(digestOf)).size).toBe(3);
  });

  it("counts its lines as they are", () => {
    expect(logLines(/access\.log/).length).toBe(world.lines.access);
    expect(logLines(/mainlog|\.mail\.log/).length).toBe(world.lines.mail);
  });

  it("has every message of its truth in the mail log, unless the truth says that it was lost", () => {
    const words = new Set(logLines(/mainlog|\.mail\.log/).flatMap((line) => line.split(/[ :]+/, 14)));
    const kept = rowsOf("mails.csv").filter((row) => row.at(-1) === "0");
    expect(kept.length).toBeGreaterThan(500);
    expect(kept.filter(([, , queueId]) => !words.has(queueId ?? "?"))).toEqual([]);
  });

  it("has as many writes in its access logs as in its truth", () => {
    const written = logLines(/access\.log/).filter((line) => /"(POST|PUT|PATCH|DELETE) /.test(line)).length;
    const rows = rowsOf("writes.csv");
    expect(rows.filter((row) => row.at(-1) === "0").length).toBe(written);
    expect(rows.some((row) => row.at(-1) === "1")).toBe(true);
  });

  it("says a whole number of bytes for every request, or none", () => {
    const odd = logLines(/\.access\.log/).filter((line) => /" \d{3} \d+[^\d ]/.test(line));
    expect(odd).toEqual([]);
  });

  it("counts for each incident what carries its name", () => {
    const mails = rowsOf("mails.csv").filter((row) => row.at(-1) === "0");
    for (const { id, messages, start, end } of incidents()) {
      expect(mails.filter((row) => row[8] === id).length, id).toBe(messages);
      expect(start <= end, id).toBe(true);
    }
  });

  it("says nothing of the truth to whoever reads the logs and the config", () => {
    const names = recipes.map(({ kind }) => kind);
    const config = readFileSync(join(base, "a", "sekisho.yaml"), "utf8");
    expect(names.filter((name) => config.includes(name))).toEqual([]);
    expect(config).not.toContain("incident");
  });
});

describe("the plan of an ordinary world", () => {
  const plan = planWorld(usual);
  const { planned } = planIncidents(plan, recipes);

  it("holds 60 to 80 incidents, each class three times or more", () => {
    const counts = abuseClasses.map((name) => planned.filter(({ recipe }) => recipe.class === name).length);
    expect(planned.length).toBeGreaterThanOrEqual(60);
    expect(planned.length).toBeLessThanOrEqual(80);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(3);
  });

  it("never has two at once on one account, but where that is the point", () => {
    const plain = planned.filter(({ tags }) => !tags.includes("hard:mixed"));
    const clashes = plain.flatMap((a) =>
      plain.filter(
        (b) => a !== b && a.site.account === b.site.account && b.start >= a.start && b.start < a.start + a.recipe.days * 86_400_000,
      ),
    );
    expect(clashes).toEqual([]);
  });

  it("has neither abuse nor nuisance when it is to be quiet", () => {
    const quiet = planIncidents(planWorld({ ...usual, quiet: true }), recipes);
    expect(new Set(quiet.planned.map(({ recipe }) => recipe.class))).toEqual(new Set(["newsletter", "order-surge", "mail-loop"]));
  });
});
