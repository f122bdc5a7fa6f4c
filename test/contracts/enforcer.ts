import { describe, expect, it } from "vitest";
import type { Enforcer, Imposition } from "../../src/ports/enforcer.ts";

/** An enforcer on a server of its own, in a state in which nothing is in force. */
export interface EnforcerUnderTest {
  readonly name: string;
  readonly start: () => Promise<{ readonly enforcer: Enforcer; readonly stop: () => Promise<void> }>;
  /** Two impositions that it can carry out, on different targets. */
  readonly impositions: readonly [Imposition, Imposition];
  /** The second one ordered again under its id with another target, where its measure can be changed: a list of networks. */
  readonly changed?: Imposition;
}

/** What every enforcer keeps, whatever it stands on. */
export const enforcerSuite = ({ name, start, impositions: [one, other], changed }: EnforcerUnderTest): void => {
  const withEnforcer = async (use: (enforcer: Enforcer) => Promise<void>): Promise<void> => {
    const { enforcer, stop } = await start();
    try {
      await use(enforcer);
    } finally {
      await stop();
    }
  };

  describe(`enforcer ${name}`, () => {
    it("has in force what it applied, and says what proves it", () =>
      withEnforcer(async (enforcer) => {
        expect((await enforcer.probe(one)).state).toBe("not-in-force");
        await enforcer.apply(one);
        const { state, proof } = await enforcer.probe(one);
        expect(state).toBe("in-force");
        expect(proof).not.toBe("");
      }));

    it("does nothing the second time", () =>
      withEnforcer(async (enforcer) => {
        await enforcer.apply(one);
        await enforcer.apply(one);
        await enforcer.lift(one);
        expect((await enforcer.probe(one)).state).toBe("not-in-force");
        await enforcer.lift(one);
        expect((await enforcer.probe(one)).state).toBe("not-in-force");
      }));

    it("lifts one and leaves the other", () =>
      withEnforcer(async (enforcer) => {
        await enforcer.apply(one);
        await enforcer.apply(other);
        await enforcer.lift(one);
        expect([(await enforcer.probe(one)).state, (await enforcer.probe(other)).state]).toEqual(["not-in-force", "in-force"]);
      }));

    it("keeps two cases on one target apart: what one lifts, the other still has in force", () =>
      withEnforcer(async (enforcer) => {
        const twin = { ...one, id: `${one.id}.twin`, caseId: `${one.caseId}-twin` };
        await enforcer.apply(one);
        await enforcer.apply(twin);
        await enforcer.lift(one);
        expect((await enforcer.probe(twin)).state).toBe("in-force");
      }));

    it("knows what stands, and forgets what was lifted", () =>
      withEnforcer(async (enforcer) => {
        await enforcer.apply(one);
        await enforcer.apply(other);
        expect((await enforcer.standing()).map(({ id }) => id).sort()).toEqual([one.id, other.id].sort());
        await enforcer.lift(one);
        expect(await enforcer.standing()).toEqual([other]);
      }));

    if (changed !== undefined)
      it("replaces what it has in force under the same id, leaves the rest, and lifts all of it at once", () =>
        withEnforcer(async (enforcer) => {
          const next = changed;
          await enforcer.apply(one);
          await enforcer.apply(other);
          await enforcer.apply(next);
          const byId = (a: Imposition, b: Imposition) => (a.id < b.id ? -1 : 1);
          const standing = [...(await enforcer.standing())].sort(byId);
          expect(standing).toEqual([one, next].sort(byId));
          expect(enforcer.plan(standing)).not.toEqual(enforcer.plan([one, other].sort(byId)));
          expect([(await enforcer.probe(one)).state, (await enforcer.probe(next)).state]).toEqual(["in-force", "in-force"]);
          await enforcer.lift(next);
          expect(await enforcer.standing()).toEqual([one]);
          expect((await enforcer.probe(next)).state).toBe("not-in-force");
        }));

    it("may be applied again after it was lifted", () =>
      withEnforcer(async (enforcer) => {
        await enforcer.apply(one);
        await enforcer.lift(one);
        await enforcer.apply(one);
        expect((await enforcer.probe(one)).state).toBe("in-force");
      }));

    it("tells what an imposition stopped as a count and its period, or that it cannot, the same before and after the lift", () =>
      withEnforcer(async (enforcer) => {
        await enforcer.apply(one);
        const before = (await enforcer.stopped?.(one)) ?? null;
        await enforcer.lift(one);
        expect((await enforcer.stopped?.(one)) ?? null).toEqual(before);
        if (before !== null) expect([before.count >= 0, before.from <= before.to]).toEqual([true, true]);
      }));

    it("plans the same text for the same measures, and another for none", () =>
      withEnforcer(async (enforcer) => {
        expect(enforcer.plan([one, other])).toEqual(enforcer.plan([one, other]));
        expect(enforcer.plan([])).not.toEqual(enforcer.plan([one]));
      }));

    it("plans and probes without changing anything", () =>
      withEnforcer(async (enforcer) => {
        enforcer.plan([one]);
        await enforcer.probe(one);
        expect((await enforcer.probe(one)).state).toBe("not-in-force");
      }));
  });
};
