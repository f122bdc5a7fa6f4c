import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { minute, monday, someClaim } from "../../test/case-builder.ts";
import { type DeskLab, openDeskLab } from "../../test/desk-lab.ts";
import type { Delivery } from "../ports/delivery-store.ts";
import type { IntakeParts } from "./source-turn.ts";
import { createIntake, type Intake } from "./take-deliveries.ts";

let lab: DeskLab;
beforeEach(async () => {
  lab = await openDeskLab();
});
afterEach(() => lab.store.close());

const source = "sv1-spool";

/** The `count`-th look at one wave. */
const claim = (sequence: number, key = "k"): Delivery => {
  const at = monday - 60 * minute + sequence * minute;
  return { sequence, message: { kind: "claim", claim: someClaim({ key, lastSeen: at, lastHarmAt: at }) } };
};

const reading = (sequence: number): Delivery => ({
  sequence,
  message: { kind: "reading", reading: { host: "sv1", mailReadTo: monday + sequence, accessReadTo: null } },
});

const numbersOf = async (): Promise<readonly number[]> => {
  const facts = await lab.store.factsFrom(1, 1_000);
  return facts.flatMap(({ fact }) => (fact.kind === "detected" ? [(fact.claim.lastSeen - monday) / minute + 60] : []));
};

const skipped = async () => (await lab.store.factsFrom(1, 1_000)).flatMap(({ fact }) => (fact.kind === "deliveries-skipped" ? [fact] : []));

describe("what an agent sends", () => {
  it("is taken in its own order, whatever order it comes in", async () => {
    expect(await lab.intake.take(source, [claim(3), claim(5)])).toEqual({ next: 1, waiting: 2, cases: [], refused: [] });
    expect(await numbersOf()).toEqual([]);
    const { next, waiting, cases } = await lab.intake.take(source, [claim(2), reading(4), claim(1)]);
    expect({ next, waiting }).toEqual({ next: 6, waiting: 0 });
    expect(cases.map(({ sequence, kind }) => `${sequence} ${kind}`)).toEqual(["1 opened", "2 joined", "3 joined", "5 joined"]);
    expect(await numbersOf()).toEqual([1, 2, 3, 5]);
    expect(lab.readings).toEqual([{ host: "sv1", mailReadTo: monday + 4, accessReadTo: null }]);
  });

  it("does nothing a second time, whether it was applied or waits", async () => {
    await lab.intake.take(source, [claim(1), reading(2), claim(4)]);
    const before = await lab.store.factsFrom(1, 1_000);
    expect(await lab.intake.take(source, [claim(4), reading(2), claim(1), claim(1)])).toEqual({
      next: 3,
      waiting: 1,
      cases: [],
      refused: [],
    });
    expect([await lab.store.factsFrom(1, 1_000), lab.readings.length]).toEqual([before, 1]);
  });

  it("is counted for each source by itself", async () => {
    await lab.intake.take(source, [claim(1)]);
    const { next, cases } = await lab.intake.take("sv2-spool", [claim(1, "other")]);
    expect([next, cases[0]?.kind]).toEqual([2, "opened"]);
  });

  it("counts as applied where the claim makes no case", async () => {
    const ahead = someClaim({ lastSeen: monday + 60 * minute });
    const { next, cases } = await lab.intake.take(source, [{ sequence: 1, message: { kind: "claim", claim: ahead } }]);
    expect([next, cases]).toEqual([2, [{ sequence: 1, kind: "from-the-future", caseId: null }]]);
  });

  it("may come in requests that overlap: one waits for the other", async () => {
    const requests = [
      [claim(2), claim(3)],
      [claim(1), claim(2)],
      [claim(3), claim(1)],
    ];
    const answers = await Promise.all(requests.map((given) => lab.intake.take(source, given)));
    expect(answers.at(-1)).toMatchObject({ next: 4, waiting: 0 });
    expect(await numbersOf()).toEqual([1, 2, 3]);
  });

  it("is turned away too far ahead of what is missing, and nothing else of the same request is", async () => {
    const { next, waiting, refused } = await lab.intake.take(source, [claim(1), claim(10_002), claim(10_001), claim(3)]);
    expect({ next, waiting, refused }).toEqual({ next: 2, waiting: 2, refused: [10_002] });
    expect((await lab.intake.take(source, [claim(2), claim(10_002)])).refused).toEqual([]);
  });

  it("is taken in page by page where thousands have waited for one", async () => {
    const waiting = Array.from({ length: 1_200 }, (_, index) => reading(index + 2));
    for (let from = 0; from < waiting.length; from += 200) await lab.intake.take(source, waiting.slice(from, from + 200));
    expect(await lab.intake.take(source, [reading(1)])).toMatchObject({ next: 1_202, waiting: 0 });
    expect(lab.readings.map(({ mailReadTo }) => mailReadTo)).toEqual(Array.from({ length: 1_201 }, (_, index) => monday + index + 1));
  });
});

describe("what never comes", () => {
  it("holds up the rest for ten minutes, and no longer; that is on record", async () => {
    await lab.intake.take(source, [claim(1), claim(4), claim(5), claim(8)]);
    lab.clock.set(monday + 10 * minute - 1);
    await lab.intake.goOn();
    expect([await numbersOf(), await skipped()]).toEqual([[1], []]);
    lab.clock.set(monday + 10 * minute);
    await lab.intake.goOn();
    expect(await numbersOf()).toEqual([1, 4, 5, 8]);
    expect(await skipped()).toMatchObject([
      { source, from: 2, to: 3, by: { kind: "desk" }, at: monday + 10 * minute },
      { source, from: 6, to: 7 },
    ]);
    expect((await lab.intake.take(source, [claim(9)])).next).toBe(10);
  });

  it("is waited for anew behind what came later", async () => {
    await lab.intake.take(source, [claim(3)]);
    lab.clock.set(monday + 9 * minute);
    await lab.intake.take(source, [claim(5)]);
    lab.clock.set(monday + 11 * minute);
    await lab.intake.goOn();
    expect([await numbersOf(), (await skipped()).length]).toEqual([[3], 1]);
  });

  it("is still taken in when it comes late, once; a late reading has been overtaken", async () => {
    await lab.intake.take(source, [claim(4, "k")]);
    lab.clock.set(monday + 10 * minute);
    await lab.intake.goOn();
    const late = [claim(2, "late"), reading(3)];
    expect((await lab.intake.take(source, late)).cases).toMatchObject([{ sequence: 2, kind: "opened" }]);
    expect(await lab.intake.take(source, late)).toMatchObject({ next: 5, cases: [] });
    expect(lab.readings).toEqual([]);
    expect((await lab.intake.take(source, [claim(1)])).cases).toMatchObject([{ sequence: 1 }]);
  });
});

describe("a crash", () => {
  /** The next desk on the same store; one of its writes of how far it came, the first or a later one, is lost. */
  const crashing = (write: number): Intake => {
    let writes = 0;
    const deliveries: IntakeParts["deliveries"] = {
      ...lab.deliveries,
      advance: async (change) => {
        writes++;
        if (writes === write) throw new Error("the power went");
        return lab.deliveries.advance(change);
      },
    };
    const nothing = { takeReading: () => {}, takeFates: () => {} };
    return createIntake({ ...{ deliveries, store: lab.store, clock: lab.clock }, takeClaim: lab.desk.takeClaim, ...nothing });
  };

  it("between the case and the count applies again, and changes nothing", async () => {
    const given = [claim(1), claim(2), claim(3)];
    const intake = crashing(1);
    await expect(intake.take(source, given)).rejects.toThrow("the power went");
    const before = await lab.store.factsFrom(1, 1_000);
    const { next, cases } = await intake.take(source, given);
    expect([next, cases.map(({ kind }) => kind)]).toEqual([4, ["already", "already", "already"]]);
    expect(await lab.store.factsFrom(1, 1_000)).toEqual(before);
  });

  it.each([1, 2])("does not let a claim that made no case join the one that a later claim opened (write %i)", async (write) => {
    const unsure: Delivery = {
      sequence: 1,
      message: { kind: "claim", claim: someClaim({ key: "k", confidence: 0.4, lastSeen: monday - 1 }) },
    };
    const intake = crashing(write);
    await expect(intake.take(source, [unsure, claim(2)])).rejects.toThrow("the power went");
    expect((await intake.take(source, [unsure, claim(2)])).next).toBe(3);
    expect(await numbersOf()).toEqual([2]);
  });

  it("between two pages is made up for without the agent", async () => {
    await lab.intake.take(source, [claim(2), claim(3)]);
    await lab.deliveries.advance({
      ...{ source, expectedNext: 1, next: 2, passedOver: [], early: [], isHeard: true, now: monday },
    });
    await lab.intake.goOn();
    expect([await numbersOf(), (await lab.deliveries.progressOf(source)).next]).toEqual([[2, 3], 4]);
  });

  it("of one source's turn does not hold up the others", async () => {
    await lab.intake.take("a", [claim(2, "a")]);
    await lab.intake.take("b", [claim(2, "b")]);
    lab.clock.set(monday + 10 * minute);
    await expect(crashing(1).goOn()).rejects.toThrow("the power went");
    expect((await lab.deliveries.progressOf("b")).next).toBe(3);
  });
});
