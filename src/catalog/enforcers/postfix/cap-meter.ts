import { hourMs } from "../../../kit/time-units.ts";
import { letGo } from "./held-mail.ts";
import { heldOf } from "./hold-queue.ts";
import type { PostfixConfig, PostfixNeighbours } from "./postfix-config.ts";
import { noteReleased, readReleased } from "./released-mail.ts";
import type { Queued } from "./spool.ts";

/** One account under a cap. */
export interface Capped {
  readonly uid: number;
  /** Recipients an hour. */
  readonly perHour: number;
  /** What was on hold before the cap, by somebody else. */
  readonly heldBefore: ReadonlySet<string>;
}

type Parts = PostfixConfig & Pick<PostfixNeighbours, "run" | "wait" | "clock">;

/** In the order of their arrival, as many as the hour has room for. One with more recipients than an hour allows waits for a person. */
const roomFor = (mails: readonly Queued[], perHour: number, used: number): readonly Queued[] => {
  const going: Queued[] = [];
  let room = perHour - used;
  for (const mail of mails) {
    if (mail.open.length > perHour) continue;
    if (mail.open.length > room) break;
    room -= mail.open.length;
    going.push(mail);
  }
  return going;
};

/**
 * Lets go what the hour has room for, oldest first; returns how many messages. Noted before it is done: whoever ends this process in between costs the
 * account a place, never the cap.
 */
export const runCap = async (parts: Parts, { uid, perHour, heldBefore }: Capped): Promise<number> => {
  const now = parts.clock.now();
  const released = await readReleased(parts.stateDir);
  const lately = [...released.values()].filter((one) => one.why === "cap" && one.uid === uid && one.at > now - hourMs);
  const used = lately.reduce((sum, one) => sum + one.recipients, 0);
  const held = (await heldOf(parts, { uid })).filter(({ id }) => !heldBefore.has(id));
  const byArrival = held.toSorted((a, b) => a.arrivedAt - b.arrivedAt || (a.id < b.id ? -1 : 1));
  // What was noted and is still here was cut off before it went: it goes now, and counts once.
  const cutOff = byArrival.filter(({ id }) => released.has(id));
  const going = roomFor(
    byArrival.filter(({ id }) => !released.has(id)),
    perHour,
    used,
  );
  if (going.length > 0)
    await noteReleased(
      parts.stateDir,
      going.map(({ id, open }) => ({ id, at: now, why: "cap", uid, recipients: open.length })),
    );
  await letGo(parts, { uid }, [...cutOff, ...going]);
  return cutOff.length + going.length;
};
