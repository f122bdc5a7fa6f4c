import type { Config } from "../config.ts";
import type { DeskParts } from "../desk/desk-parts.ts";
import type { Case } from "../domain/case/case.ts";
import { caseDocument } from "../domain/case/case-document.ts";
import type { Clock } from "../kit/clock.ts";
import { mailAddress } from "../mail/mail-address.ts";
import { whereText } from "../report/desk/case-list-text.ts";
import { caseText } from "../report/desk/case-text.ts";
import { createDeskVoice } from "../report/desk/desk-voice.ts";
import { openMailer } from "./open-mailer.ts";

const width = 72;

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** `2026-000123 shop.example (u10123@sv1): a measure failed`, with what the case is below. */
const letterOf = (one: Case, task: string, config: Config, now: number) => {
  const language = config.home === "JP" ? "ja" : "en";
  const voice = createDeskVoice(language, config.timezone ?? "UTC");
  const asked = one.tasks.find(({ id }) => task === id || task === `${id}.missed`);
  if (asked === undefined) return null;
  const document = caseDocument(one);
  const due = voice.formats.time(new Date(asked.dueAt).toISOString());
  const subject = `${one.id} ${whereText(document, voice)}: ${voice.words.tasks[asked.kind]} (${due})`;
  const text = `${subject}\n\n${caseText({ case: document, entries: [] }, voice, { width, color: false, now })}`;
  return { language, subject, text, html: `<pre>${escaped(text)}</pre>` };
};

/**
 * Tells staff by mail what waits for them: at `operator.contact`, where that is an address. The lists show it anyway. Rejects where the letter
 * could not be handed over, so that the outbox tries again and shows it in the end.
 */
export const openCallStaff = (config: Config, clock: Clock): DeskParts["callStaff"] => {
  const sender = openMailer(config, clock);
  const address = mailAddress(config.operator?.contact ?? "");
  if (sender === null || address === null) return async () => undefined;
  return async (one, task) => {
    const letter = letterOf(one, task, config, clock.now());
    if (letter === null) return;
    const ids = { noticeId: `staff.${task}`, firstNoticeId: null, replyTo: sender.from };
    const { outcome, said } = await sender.mailer.send({ ...ids, ...letter, to: [{ name: null, address }] });
    if (outcome !== "sent") throw new Error(`staff could not be told: ${said}`);
  };
};
