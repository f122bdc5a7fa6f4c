import type { Case } from "../../domain/case/case.ts";
import { minuteMs } from "../../kit/time-units.ts";
import type { Check, LogSight } from "../../ports/check.ts";

/** Read this close to now counts as read up to now: mail servers write at once, the reader follows within minutes. */
const readLagMs = 5 * minuteMs;

const minutesOf = (ms: number): number => Math.floor(ms / minuteMs);

/** The quiet counts from the last harm, and from what was proven in force: before that nothing had changed. */
const quietFrom = ({ openedAt, containments }: Case, { lastHarmAt }: LogSight): number => {
  const proven = containments.map(({ provenAt }) => provenAt ?? 0);
  return Math.max(lastHarmAt ?? openedAt, ...proven.filter((at) => at > 0));
};

/**
 * None of this cause's mail for so many minutes, in a mail log that was read up to now; what was not read yet is no quiet. Silence of a log that nobody read proves nothing: that
 * is unknown.
 */
export const harmStopped: Check = {
  name: "harm-stopped",
  requirement: "harm-stopped",
  fits: () => true,
  run: async (one, { now, sightOf }) => {
    const sight = await sightOf(one);
    const { quietMinutes } = one.terms;
    const readTo = Math.min(now, sight.mailReadTo ?? Number.NEGATIVE_INFINITY);
    if (now - readTo > readLagMs) return { state: "unknown", code: "log-incomplete", detail: {} };
    const quiet = minutesOf(readTo - quietFrom(one, sight));
    if (quiet < quietMinutes) return { state: "not-met", code: "still-sending", detail: {} };
    return { state: "met", code: "quiet", detail: { minutes: quiet } };
  },
};
