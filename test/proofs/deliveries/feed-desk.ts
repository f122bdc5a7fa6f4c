import { createHash, type Hash } from "node:crypto";
import type { IntakeParts } from "../../../src/desk/source-turn.ts";
import { createIntake, type TakenDeliveries } from "../../../src/desk/take-deliveries.ts";
import type { LogReading } from "../../../src/domain/case/agent-message.ts";
import type { Delivery } from "../../../src/ports/delivery-store.ts";
import { createCaseStore, defaultStoreOptions } from "../../../src/stores/create-case-store.ts";
import { createDeliveryStore } from "../../../src/stores/delivery-store.ts";
import type { Engine } from "../../../src/stores/engine.ts";
import { minute, monday } from "../../case-builder.ts";
import { actingPolicy, createTestDesk } from "../../desk-builder.ts";
import { type DeskState, readState } from "./desk-state.ts";
import type { SentRequest } from "./requests.ts";

/** What a desk has become after all requests. */
export interface Fed {
  readonly state: DeskState;
  /** Digest of what became of each claim of each source, in the order in which the desk applied them. */
  readonly answers: string;
  /** The most messages that waited at one time, over all sources. */
  readonly mostWaiting: number;
  readonly crashes: number;
  readonly sources: number;
  readonly requests: number;
  /** Messages, repeats included; what was sent again after a crash is not. */
  readonly sent: number;
}

const workOffEvery = 16;

/** Thrown where a crash is put. */
class Crash extends Error {}

/** What one hour or ten minutes may impose depends on how servers' claims interleave; here neither is ever reached. */
const policy = actingPolicy({ caps: { perServerHour: 1_000_000, perFleetTenMinutes: 1_000_000 } });

/**
 * A desk that acts, whose clock follows the claim that is applied: the desk's times then depend on nothing else. What a case orders is carried
 * out when it is new and after some of its claims, so that later harm comes in spite of what is in force.
 */
const openDesk = async (engine: Engine) => {
  const store = await createCaseStore(engine, defaultStoreOptions);
  let time = monday;
  const clock = { now: () => time };
  const { desk } = await createTestDesk(policy, { store, clock });
  const takeClaim: IntakeParts["takeClaim"] = async (claim) => {
    time = claim.lastSeen + minute;
    const taken = await desk.takeClaim(claim);
    if (taken.kind === "opened" || (taken.kind === "joined" && claim.counts.sources % workOffEvery === 0))
      await desk.workOffCase(taken.caseId);
    return taken;
  };
  return { store, clock, takeClaim };
};

/** Loses every so many-th write of how far a source has come, after its claims were stored. */
const crashingStore = (engine: Engine, crashEvery: number | null) => {
  const real = createDeliveryStore(engine);
  let writes = 0;
  let crashes = 0;
  const advance: IntakeParts["deliveries"]["advance"] = async (change) => {
    writes++;
    if (crashEvery === null || writes % crashEvery !== 0) return real.advance(change);
    crashes++;
    throw new Crash();
  };
  return { deliveries: { ...real, advance }, crashes: () => crashes };
};

/** As an agent does: what was not acknowledged is sent again. */
const sendUntilTaken = async (send: () => Promise<TakenDeliveries>): Promise<TakenDeliveries> => {
  for (;;) {
    try {
      return await send();
    } catch (cause) {
      if (!(cause instanceof Crash)) throw cause;
    }
  }
};

/** Keeps count of what the answers say. */
const createTally = () => {
  const told = new Map<string, Hash>();
  const waiting = new Map<string, number>();
  let [now, mostWaiting, requests, sent] = [0, 0, 0, 0];
  return {
    add: ({ spool: { source }, sequences }: SentRequest, taken: TakenDeliveries): void => {
      if (taken.refused.length > 0) throw new RangeError(`${source}: refused ${taken.refused.length}, ${taken.next} is missing`);
      const hash = told.get(source) ?? createHash("sha256");
      told.set(source, hash);
      for (const { sequence, kind } of taken.cases) hash.update(`${sequence} ${kind}\n`);
      now += taken.waiting - (waiting.get(source) ?? 0);
      waiting.set(source, taken.waiting);
      mostWaiting = Math.max(mostWaiting, now);
      requests++;
      sent += sequences.length;
    },
    sum: () => {
      const answers = [...told].map(([source, hash]) => `${source} ${hash.digest("hex")}`).toSorted();
      return { answers: answers.join("\n"), mostWaiting, sources: told.size, requests, sent };
    },
  };
};

/** Sends requests to a desk on an empty store, one after the other, through the use case that the API calls; closes the store at the end. */
export const feedDesk = async (engine: Engine, requests: readonly SentRequest[], crashEvery: number | null = null): Promise<Fed> => {
  const { store, clock, takeClaim } = await openDesk(engine);
  try {
    const { deliveries, crashes } = crashingStore(engine, crashEvery);
    const readings = new Map<string, LogReading>();
    const takeReading = (reading: LogReading) => readings.set(reading.host, reading);
    const intake = createIntake({ deliveries, store, clock, takeClaim, takeReading, takeFates: () => {} });
    const tally = createTally();
    for (const request of requests) {
      const given: readonly Delivery[] = request.sequences.map(request.spool.delivery);
      tally.add(request, await sendUntilTaken(() => intake.take(request.spool.source, given)));
    }
    const byHost = [...readings.values()].toSorted((a, b) => (a.host < b.host ? -1 : 1));
    return { state: await readState(store, engine, byHost), ...tally.sum(), crashes: crashes() };
  } finally {
    await store.close();
  }
};
