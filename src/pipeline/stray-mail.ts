import type { AbuseClass } from "../domain/abuse-class.ts";
import { isSameAccount } from "../domain/account.ts";
import { type Detection, laterMail } from "../domain/detection.ts";
import { quietMs } from "../domain/wave.ts";
import { minuteMs } from "../kit/time-units.ts";
import type { ScanCase } from "./scan-case.ts";

/**
 * Mail that looks as if no request had sent it, because the request's line was lost or fits another as well: it begins and is noticed
 * while another case of the account sends far more. Such a claim is no scheduled job but a part of that case. Nor is one script two
 * because a log names its file for some of its messages only.
 */

const senders: ReadonlySet<AbuseClass> = new Set(["form-relay", "subscription-bombing", "script-mailer", "injected-mailer"]);

/** Clocks of two logs, and the pause before a script goes on. */
const slackMs = 10 * minuteMs;
/** Of a wave's mail so much may go astray; more has a sender of its own. */
const mostStray = 0.25;
/** So much of an unnamed part's mail comes in the hours of the job that it belongs to. */
const mostlyShared = 0.8;
/** A job of its own begins on the minute: from here on that has been seen. */
const rhythmWeight = 1;

const hasRhythm = ({ reasons }: Detection): boolean =>
  reasons.some(({ feature, weight }) => feature === "on-the-minute" && weight >= rhythmWeight);

/** Messages of the part in the hours in which the whole sent as well. */
const sharedMail = (whole: Detection, part: Detection): number =>
  [...part.hours].reduce((sum, [hour, messages]) => sum + (whole.hours.has(hour) ? messages : 0), 0);

const pathOf = ({ reach }: Detection): string | null => reach?.path?.path ?? null;

/** A script that visitors' forms are sent to: the same requests, seen by the mail alone. */
const isSameForm = (whole: Detection, part: Detection): boolean =>
  part.class === "cron-mailer" &&
  part.causeKind === "script" &&
  part.site?.id === whole.site?.id &&
  whole.trails.some(({ endpoint, waveMessages }) => waveMessages > 0 && endpoint.path === pathOf(part));

/** The part's mail tells only of the folder that the whole's script lies in. */
const isItsFolder = (script: string, folder: string): boolean =>
  folder.endsWith("/") && folder !== script && script.slice(0, script.lastIndexOf("/") + 1) === folder;

/** One script whose file a log names for some of its messages only: the others come by its address, or from its folder. */
const isSameScript = (whole: Detection, part: Detection): boolean => {
  const script = pathOf(whole);
  const other = pathOf(part);
  if (whole.causeKind !== "script" || part.causeKind !== "script" || script === null || other === null) return false;
  if (part.site === null || part.site.id !== whole.site?.id) return false;
  return isItsFolder(script, other) || (other === script && part.counts.messages <= whole.counts.messages);
};

/** What a folder sends within a case's time is its script's, also before and after what is tied to the script itself. */
const isBesideScript = (whole: Detection, part: Detection): boolean =>
  isSameScript(whole, part) &&
  pathOf(part) !== pathOf(whole) &&
  part.firstSeen <= whole.lastSeen + quietMs &&
  part.lastSeen >= whole.firstSeen - quietMs;

const isStray = (whole: Detection, part: Detection): boolean =>
  part.class === "cron-mailer" && !hasRhythm(part) && sharedMail(whole, part) <= whole.counts.messages * mostStray;

/** A job whose file a log names for some of its messages only: the others are sent in the same hours, and nothing names them. */
const isSameJob = (whole: Detection, part: Detection): boolean =>
  whole.class === "cron-mailer" &&
  part.class === "cron-mailer" &&
  whole.file !== null &&
  part.causeKind === "bulk" &&
  sharedMail(whole, part) >= part.counts.messages * mostlyShared;

const isPartOf = ({ detection: whole }: ScanCase, { detection: part, detectedAt }: ScanCase): boolean => {
  if (!isSameAccount(whole.account, part.account)) return false;
  if (isSameJob(whole, part)) return true;
  if (!senders.has(whole.class)) return false;
  if (isBesideScript(whole, part)) return true;
  if (part.firstSeen < whole.firstSeen - slackMs || detectedAt > whole.lastSeen + slackMs) return false;
  return isSameForm(whole, part) || isSameScript(whole, part) || isStray(whole, part);
};

/** Messages of each hour that the part adds: those of one script all, stray ones while the whole sends too, and none that is counted. */
const addedHours = (whole: Detection, part: Detection): ReadonlyMap<number, number> => {
  if (isSameForm(whole, part)) return new Map();
  return isSameScript(whole, part) || isSameJob(whole, part)
    ? part.hours
    : new Map([...part.hours].filter(([hour]) => whole.hours.has(hour)));
};

const withMail = (whole: Detection, part: Detection): Detection => {
  const added = addedHours(whole, part);
  const hours = new Map(whole.hours);
  for (const [hour, messages] of added) hours.set(hour, (hours.get(hour) ?? 0) + messages);
  const messages = whole.counts.messages + [...added.values()].reduce((sum, count) => sum + count, 0);
  const accountMessages = Math.max(whole.accountMessages, messages);
  const lastSeen = isSameScript(whole, part) ? Math.max(whole.lastSeen, part.lastSeen) : whole.lastSeen;
  return { ...whole, lastSeen, lastMailAt: laterMail(whole, part), counts: { ...whole.counts, messages }, hours, accountMessages };
};

/** The requests that the part counts to the script are the wave's as well. */
const withReach = (whole: Detection, part: Detection): Detection => {
  const path = whole.reach?.path ?? null;
  if (whole.reach === undefined || path === null || !isSameScript(whole, part)) return whole;
  const more = Math.min(path.others, part.reach?.path?.wave ?? 0);
  return { ...whole, reach: { ...whole.reach, path: { ...path, wave: path.wave + more, others: path.others - more } } };
};

const withPart = (whole: ScanCase, part: ScanCase): ScanCase => ({
  ...whole,
  detection: withReach(withMail(whole.detection, part.detection), part.detection),
  openedAt: Math.min(whole.openedAt, part.openedAt),
  history: [...whole.history, ...part.history].sort((a, b) => a.at - b.at),
});

/** Puts stray mail to the cases that it belongs to, each to the one that sends most. */
export const withStrayMail = (cases: readonly ScanCase[]): readonly ScanCase[] => {
  const whole = new Map(cases.map((one) => [one, one]));
  for (const part of cases) {
    const holder = cases
      .filter((one) => one !== part && whole.has(one) && isPartOf(one, part))
      .sort((a, b) => b.detection.counts.messages - a.detection.counts.messages)[0];
    if (holder === undefined) continue;
    whole.set(holder, withPart(whole.get(holder) ?? holder, part));
    whole.delete(part);
  }
  return [...whole.values()];
};
