import type { LogReading } from "../domain/case/agent-message.ts";
import type { Case } from "../domain/case/case.ts";
import type { LogSight } from "../ports/check.ts";

/** How far the logs of each server are read, by what agents told last. */
export interface LogReadings {
  readonly take: (reading: LogReading) => void;
  /** What the logs say of a case. A server that no agent has told of is not read. */
  readonly sightOf: (one: Case) => Promise<LogSight>;
}

/** What was read stays read, also where a later message comes before an earlier one, or from an agent that has just started anew. */
const later = (a: number | null, b: number | null): number | null => (a === null || b === null ? (a ?? b) : Math.max(a, b));

/**
 * Keeps the last reading of each server, in memory: after a start nothing counts as read until an agent tells. A server is known by its name
 * and by nothing else, so that what is read on one proves nothing about another.
 */
export const createLogReadings = (): LogReadings => {
  const byHost = new Map<string, LogReading>();
  return {
    take: ({ host, mailReadTo, accessReadTo }) => {
      const known = byHost.get(host);
      byHost.set(host, {
        host,
        mailReadTo: later(known?.mailReadTo ?? null, mailReadTo),
        accessReadTo: later(known?.accessReadTo ?? null, accessReadTo),
      });
    },
    sightOf: async ({ claim: { host, lastHarmAt } }) => {
      const { mailReadTo = null, accessReadTo = null } = byHost.get(host) ?? {};
      return { lastHarmAt, mailReadTo, accessReadTo };
    },
  };
};
