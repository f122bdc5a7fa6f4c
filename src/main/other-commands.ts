import { randomUUID } from "node:crypto";
import { checks, createMemoryEnforcer } from "../catalog/index.ts";
import type { CliCommand } from "../cli/cli-io.ts";
import { createEvaluateCommand } from "../cli/evaluate.ts";
import { createPolicyCommand } from "../cli/policy.ts";
import { createReplayCommand } from "../cli/replay.ts";
import { createSimulateCommand } from "../cli/simulate.ts";
import type { DeskParts } from "../desk/desk-parts.ts";
import type { Rehearsal } from "../desk/rehearse.ts";
import type { Policy } from "../domain/policy/policy.ts";
import { createSetClock } from "../kit/clock.ts";
import { createReplay } from "../pipeline/replay.ts";
import type { Scan, ScanParts } from "../pipeline/scan.ts";
import { deskCommands } from "./desk-commands.ts";
import { openEvidenceKey } from "./open-evidence-key.ts";

/** A desk for a replay: a store in memory, an enforcer in memory, and nobody who is told. */
const rehearse = async (policy: Policy, hasContact: DeskParts["hasContact"]): Promise<Rehearsal> => {
  const [{ openStore }, { createRehearsal }] = await Promise.all([import("../stores/open-store.ts"), import("../desk/rehearse.ts")]);
  const store = await openStore("sqlite::memory:");
  const clock = createSetClock(0);
  return createRehearsal({
    ...{ store, clock, hasContact, checks, policy: () => policy, enforcers: [createMemoryEnforcer()] },
    sightOf: async ({ claim }) => ({ lastHarmAt: claim.lastHarmAt, mailReadTo: clock.now(), accessReadTo: clock.now() }),
    askSite: async () => ({ why: "a replay asks no site" }),
    deliver: async () => ({ kind: "sent", detail: "replay" }),
    callStaff: async () => "told",
    newId: () => randomUUID(),
  });
};

/** Every command but `scan`, which is to start without loading what the others stand on. */
export const otherCommands = (version: string, parts: ScanParts, scan: Scan): readonly CliCommand[] => [
  createSimulateCommand({
    simulate: async (...given) => (await import("../simulate/simulate-world.ts")).simulateWorld(...given),
    kinds: async () => (await import("../simulate/recipes/all-recipes.ts")).recipes.map(({ kind }) => kind),
  }),
  createEvaluateCommand({ scan }),
  createReplayCommand({ replay: createReplay(parts), rehearse, digestFor: openEvidenceKey }),
  createPolicyCommand(),
  ...deskCommands(version),
];
