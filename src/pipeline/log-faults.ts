import type { Detection } from "../domain/detection.ts";
import type { Gap, GapCode } from "../domain/scan-report.ts";
import { hourMs, minuteMs } from "../kit/time-units.ts";
import type { Directory, KnownAccount, KnownSite } from "./directory.ts";
import type { ClockJump, LateLines, LogClock, Stretch } from "./log-clock.ts";
import type { LogFile } from "./log-file.ts";
import { oddPauses } from "./log-silence.ts";
import { siteNameOfFile } from "./site-name.ts";

/** What is wrong with the times of one log, its rotated siblings included. */
export interface LogFaults {
  readonly shown: string;
  readonly kind: "access" | "mail";
  /** The only site that it is about, in lower case; null for a mail log and a log of several sites. */
  readonly site: string | null;
  /** Servers that its lines name; empty for an access log. */
  readonly hosts: ReadonlySet<string>;
  readonly silences: readonly Stretch[];
  readonly jumps: readonly ClockJump[];
  readonly jumpCount: number;
  readonly late: LateLines;
  readonly lines: number;
}

/** One log as it was read. */
export interface ReadLog {
  readonly files: readonly LogFile[];
  readonly clock: LogClock;
  readonly hosts: ReadonlySet<string>;
  readonly lines: number;
}

const siteOf = ({ input, shown }: LogFile, directory: Directory): string | null => {
  if (input.site !== null) return input.site;
  // A name that no line was filed under is that of a log whose lines name their sites themselves.
  const name = siteNameOfFile(shown);
  return name !== null && directory.findSite(name) !== null ? name : null;
};

/** Looks back at the times of every log. `period`: of the whole run. */
export const logFaults = (logs: readonly ReadLog[], period: Stretch, directory: Directory): readonly LogFaults[] =>
  logs.flatMap(({ files, clock, hosts, lines }) => {
    const last = files.findLast(({ told }) => told !== null);
    if (last === undefined) return [];
    clock.finish();
    const kind = last.told?.format.kind === "mail" ? "mail" : "access";
    const { silences, ahead } = oddPauses(clock, period);
    // One program's own log is silent until the program mails.
    const isByProgram = last.told?.format.kind === "mail" && last.told.format.isByProgram === true;
    const jumps = [...clock.jumps, ...ahead.map(({ input, offset, from, to }) => ({ input, offset, at: from, byMs: to - from }))];
    const jumpCount = clock.jumpCount + ahead.length;
    const site = kind === "mail" ? null : siteOf(last, directory);
    return [
      { shown: last.shown, kind, site, hosts, silences: isByProgram ? [] : silences, jumps, jumpCount, late: clock.lateLines(), lines },
    ];
  });

/** Fewer lines out of order than this share of a log are downloads and the like, logged at their end. */
const lateShare = 0.001;

type Iso = (epochMs: number) => string;

const spanText = (ms: number): string => {
  const minutes = Math.round(Math.abs(ms) / minuteMs);
  const [days, hours] = [Math.floor(minutes / 1_440), Math.floor((minutes % 1_440) / 60)];
  return [days > 0 ? `${days} d` : "", hours > 0 ? `${hours} h` : "", `${minutes % 60} min`].filter((part) => part !== "").join(" ");
};

const silenceGap = ({ kind, shown }: LogFaults, { from, to }: Stretch, iso: Iso): Gap => ({
  code: kind === "mail" ? "mail-log-silent" : "access-log-silent",
  detail: `${shown}: ${iso(from)} – ${iso(to)}`,
});

const jumpGap = ({ input, offset, at, byMs }: ClockJump, iso: Iso): Gap => ({
  code: "clock-jump",
  detail: `${input}:${offset}: ${byMs < 0 ? "−" : "+"}${spanText(byMs)}, ${iso(at)}`,
});

const isDisordered = ({ late, lines }: LogFaults): boolean => late.lines > 0 && late.lines >= lines * lateShare;

const lateGap = ({ shown, late }: LogFaults): Gap => ({
  code: "out-of-order",
  detail: `${shown}: ${late.lines}, ≤ ${spanText(late.mostMs)}`,
});

/** Gaps of one kind that a report names one by one: a server that was down leaves one in each of its logs. */
const namedGaps = 12;

const shortened = (code: GapCode, gaps: readonly Gap[], all = gaps.length): readonly Gap[] =>
  all <= namedGaps ? gaps : [...gaps.slice(0, namedGaps), { code, detail: `+${all - namedGaps}` }];

/** What is wrong with the logs of a run, each with its file, place and size. */
export const faultGaps = (faults: readonly LogFaults[], iso: Iso): readonly Gap[] => {
  const silences = faults.flatMap((one) => one.silences.map((stretch) => silenceGap(one, stretch, iso)));
  const byCode = Map.groupBy(silences, ({ code }) => code);
  const jumps = faults.flatMap((one) => one.jumps.map((jump) => jumpGap(jump, iso)));
  return [
    ...[...byCode].flatMap(([code, gaps]) => shortened(code, gaps)),
    ...shortened(
      "clock-jump",
      jumps,
      faults.reduce((sum, { jumpCount }) => sum + jumpCount, 0),
    ),
    ...shortened("out-of-order", faults.filter(isDisordered).map(lateGap)),
  ];
};

const overlaps = ({ from, to }: Stretch, since: number, until: number): boolean => since < to && until > from;

/** Logs that could have shown the other side of a case: those of its account's sites, and of several sites; and the mail logs of its server. */
const concerns = ({ kind, site, hosts }: LogFaults, { account, site: own }: Detection): boolean => {
  if (kind === "mail") return account === null || hosts.has(account.host) || hosts.has("local") || account.host === "local";
  if (site === null) return true;
  const sites = (account as KnownAccount | null)?.sites ?? [];
  return site === own?.domain || sites.some(({ domain }) => domain === site);
};

/** An event and what it caused are minutes apart at the most; an hour also shows what led up to it. */
const slackMs = hourMs;

/** What is wrong with the logs in the time of one case. */
export const faultsOfCase = (faults: readonly LogFaults[], detection: Detection, iso: Iso): readonly Gap[] => {
  const [since, until] = [detection.firstSeen - slackMs, detection.lastSeen + slackMs];
  return faults
    .filter((one) => concerns(one, detection))
    .flatMap((one) => [
      ...one.silences.filter((stretch) => overlaps(stretch, since, until)).map((stretch) => silenceGap(one, stretch, iso)),
      ...one.jumps.filter(({ at, byMs }) => at >= since - Math.abs(byMs) && at <= until).map((jump) => jumpGap(jump, iso)),
      ...(isDisordered(one) ? [lateGap(one)] : []),
    ])
    .slice(0, namedGaps);
};

const sitesOf = ({ account }: Detection): readonly KnownSite[] => (account as KnownAccount | null)?.sites ?? [];

/** Share of the case's mail that came while an access log of its sites was silent; 1 where none of its sites has a log that was read. */
const mailUnseen = (faults: readonly LogFaults[], detection: Detection, isRead: (site: KnownSite) => boolean): number => {
  const sites = sitesOf(detection);
  if (sites.length > 0 && !sites.some(isRead)) return 1;
  const silences = faults.filter((one) => one.kind === "access" && concerns(one, detection)).flatMap((one) => one.silences);
  let unseen = 0;
  let all = 0;
  for (const [hour, messages] of detection.hours) {
    all += messages;
    if (silences.some((stretch) => overlaps(stretch, hour, hour + hourMs))) unseen += messages;
  }
  return all === 0 ? 0 : unseen / all;
};

/** Share of the case's requests that came while a mail log was silent. */
const requestsUnseen = (faults: readonly LogFaults[], detection: Detection): number => {
  const { requestMinutes } = detection;
  const silences = faults.filter((one) => one.kind === "mail" && concerns(one, detection)).flatMap((one) => one.silences);
  let unseen = 0;
  for (const minute of requestMinutes) {
    if (silences.some((stretch) => overlaps(stretch, minute * minuteMs, (minute + 1) * minuteMs))) unseen++;
  }
  return requestMinutes.size === 0 ? 0 : unseen / requestMinutes.size;
};

/**
 * What a claim loses when all it rests on could not have been seen. Mail in mass without a request may have had one: then it was another
 * way in, mostly abuse too, but perhaps a benign surge; never sure enough to act on without a person. A flood "without mail" may as well be a relay.
 */
const losses = { unseenRequests: 0.15, unseenMail: 0.5 } as const;

/**
 * What is left of a confidence that rests on the absence of lines that could not have been there, 0 to 1: mail "without a request"
 * while the access log was silent, requests "without mail" while the mail log was. A script that a log names needs no request to be known.
 */
export const sight = (faults: readonly LogFaults[], detection: Detection, isRead: (site: KnownSite) => boolean): number => {
  if (detection.class === "cron-mailer" && detection.file === null)
    return 1 - losses.unseenRequests * mailUnseen(faults, detection, isRead);
  return detection.class === "form-flood" ? 1 - losses.unseenMail * requestsUnseen(faults, detection) : 1;
};
