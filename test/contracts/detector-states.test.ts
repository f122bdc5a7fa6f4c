import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { detectors } from "../../src/catalog/index.ts";
import { stateClasses } from "../../src/domain/state-classes.ts";
import { stateVersion } from "../../src/pipeline/detector-states.ts";
import { simulateWorld } from "../../src/simulate/simulate-world.ts";
import { type LifePlan, type Lives, liveThrough } from "../detector-lives.ts";

/** Every detector answers the same whether or not it was saved and put back in between. */

let directory = "";
let config = "";
let whole: Lives;
const shapes = new Set<string>();

const live = async (of: string, lives: readonly LifePlan[]): Promise<Lives> => {
  const lived = await liveThrough(of, lives);
  for (const shape of lived.shapes) shapes.add(shape);
  return lived;
};

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "sekisho-lives-"));
  config = join(directory, "sekisho.yaml");
  const options = { seed: 910, accounts: 44, days: 12, lines: 40_000, incidents: 24, kinds: [], outsideRange: false, quiet: false };
  simulateWorld(options, directory, () => {});
  whole = await live(config, []);
}, 60_000);

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("detectors that are saved and put back", () => {
  it("see a world with something of everything in it", () => {
    const claimed = new Set(whole.claims.map(({ class: name }) => name));
    expect(detectors.flatMap(({ classes }) => classes).filter((name) => !claimed.has(name))).toEqual([]);
    expect(whole.events).toBeGreaterThan(5_000);
  });

  it("claim afterwards what they would have claimed anyway, in every field, wherever they were cut", async () => {
    const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(cuts, { minLength: 3, maxLength: 3 }), async (lives) => {
        const interrupted = lives.map((at) => new Set(at.map((share) => Math.floor(share * (whole.events - 1)))));
        const { differences, interruptions } = await live(
          config,
          interrupted.map((events) => ({ isInterrupted: (event) => events.has(event) })),
        );
        expect(differences).toEqual([]);
        expect(interruptions).toBeGreaterThanOrEqual(3);
      }),
      { numRuns: 2, endOnFailure: true },
    );
  }, 120_000);

  it("would claim otherwise if they forgot", async () => {
    const half = Math.floor(whole.events / 2);
    const { differences } = await liveThrough(config, [{ isInterrupted: (event) => event === half, forgets: true }]);
    expect(differences).not.toEqual([]);
  });

  it("do so when they are saved after every single event of an attack, and every now and then before and after it", async () => {
    const isInterrupted = (event: number): boolean => (event > 700 && event < 900) || event % 20 === 0;
    const { differences, interruptions, claims } = await live("examples/story/sekisho.yaml", [{ isInterrupted }]);
    expect(differences).toEqual([]);
    expect(interruptions).toBeGreaterThan(250);
    expect(claims.length).toBeGreaterThan(4);
  }, 60_000);
});

describe("detectors that are asked what runs", () => {
  it("claim afterwards what they would have claimed anyway", async () => {
    const { differences, claims } = await live(config, [{ isInterrupted: () => false, isAsked: (event) => event % 29 === 0 }]);
    expect(differences).toEqual([]);
    expect(claims.length).toBeGreaterThan(20);
  }, 60_000);
});

describe("what detectors keep in their states", () => {
  it("looks as it did when the version of the states was last raised", () => {
    const golden = new URL("../golden/detector-state.json", import.meta.url);
    const known = JSON.parse(readFileSync(golden, "utf8")) as { readonly version: string; readonly shapes: readonly string[] };
    const unknown = [...shapes].filter((shape) => !known.shapes.includes(shape));
    expect(known.version).toBe(stateVersion);
    expect(
      unknown,
      "raise stateVersion (src/pipeline/detector-states.ts) and name version and shapes in test/golden/detector-state.json",
    ).toEqual([]);
  });

  it("has no field that only its class could read", () => {
    expect(stateClasses.filter(({ type }) => /#[a-z]\w*\s*[=;(]/i.test(String(type))).map(({ name }) => name)).toEqual([]);
  });
});

describe.each(detectors)("the detector $name", (detector) => {
  it("has a name in kebab-case that is its own, and names each of its classes once", () => {
    expect(detector.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    const others = detectors.filter((other) => other !== detector);
    expect(others.filter(({ name }) => name === detector.name)).toEqual([]);
    expect(new Set(detector.classes).size).toBe(detector.classes.length);
    expect(detector.classes.length).toBeGreaterThan(0);
  });

  it("does no I/O and asks no clock", () => {
    const file = new URL(`../../src/catalog/detectors/${detector.name}.ts`, import.meta.url);
    const text = readFileSync(file, "utf8");
    expect(text).not.toMatch(/node:|Date\.now\(|new Date\(\)|performance\.|Math\.random|process\.|\bfetch\(/);
  });
});
