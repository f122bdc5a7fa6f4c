import type { Config } from "../config.ts";
import type { DeskParts, StaffCall } from "../desk/desk-parts.ts";
import type { Clock } from "../kit/clock.ts";
import { minuteMs } from "../kit/time-units.ts";
import { mailAddress } from "../mail/mail-address.ts";
import { createDeskVoice } from "../report/desk/desk-voice.ts";
import { staffLetter } from "../report/desk/staff-letter.ts";
import { type OpenedMailer, openMailer } from "./open-mailer.ts";

/** What comes within so long of a letter waits and comes in the next: one wave of abuse is many tasks, and one thing to look at. */
const mergeMs = 10 * minuteMs;

const letterOf = (config: Config, calls: readonly StaffCall[], now: number) => {
  const language = config.home === "JP" ? "ja" : "en";
  const letter = staffLetter(calls, createDeskVoice(language, config.timezone ?? "UTC"), now);
  return letter === null ? null : { language, ...letter };
};

/**
 * Tells staff by mail what waits for them: at `operator.contact`, where that is an address. The lists show it anyway. The first task is told at
 * once, those of the next ten minutes together. Rejects where the letter could not be handed over, so that the outbox tries again.
 */
export const openCallStaff = (
  config: Config,
  clock: Clock,
  sender: OpenedMailer | null = openMailer(config, clock),
): DeskParts["callStaff"] => {
  const address = mailAddress(config.operator?.contact ?? "");
  if (sender === null || address === null) return async () => "told";
  let lastAt = Number.NEGATIVE_INFINITY;
  return async (calls) => {
    const now = clock.now();
    if (now < lastAt + mergeMs && now >= lastAt) return "later";
    const letter = letterOf(config, calls, now);
    if (letter === null) return "told";
    const ids = { noticeId: `staff.${calls[0]?.task ?? now}`, firstNoticeId: null, replyTo: sender.from };
    const { outcome, said } = await sender.mailer.send({ ...ids, ...letter, to: [{ name: null, address }] });
    if (outcome !== "sent") throw new Error(`staff could not be told: ${said}`);
    lastAt = now;
    return "told";
  };
};
