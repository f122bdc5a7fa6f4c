import type { Gap } from "../domain/scan-report.ts";
import { dayMs } from "../kit/time-units.ts";
import type { GeoData } from "../ports/geo.ts";
import type { LogFile } from "./log-file.ts";

/** What the run as a whole cannot tell, from what it was given. */
export interface RunFacts {
  readonly files: readonly LogFile[];
  readonly yearGuessed: readonly { readonly file: LogFile; readonly year: number }[];
  readonly zoneGuessed: string | null;
  readonly home: string | null;
  readonly geoData: readonly GeoData[];
  readonly now: number;
  readonly periodMs: number;
  readonly evictedMessages: number;
  readonly repairedMessages: number;
}

/** Older than this the geo data is warned about. Source: the threat model's T24. */
const geoOldDays = 35;

const hasKind = (files: readonly LogFile[], kind: "access" | "mail"): boolean => files.some(({ told }) => told?.format.kind === kind);

/** Whether any file is a mail server's log. */
export const hasServerMailLog = (files: readonly LogFile[]): boolean =>
  files.some(({ told }) => told?.format.kind === "mail" && told.format.isByProgram !== true);

export const runGaps = (facts: RunFacts): readonly Gap[] => {
  const gaps: Gap[] = [];
  const add = (code: Gap["code"], detail: string | null = null): void => void gaps.push({ code, detail });
  if (!hasKind(facts.files, "mail")) add("no-mail-log");
  else if (!hasServerMailLog(facts.files)) add("php-log-only");
  if (!hasKind(facts.files, "access")) add("no-access-log");
  if (facts.home === null) add("home-unknown");
  if (facts.periodMs < 2 * dayMs) add("short-history");
  for (const { shown, unread } of facts.files) if (unread !== null && unread !== "empty") add("input-unknown", shown);
  for (const { file, year } of facts.yearGuessed) add("year-guessed", `${file.shown}: ${year}`);
  if (facts.zoneGuessed !== null) add("zone-guessed", facts.zoneGuessed);
  if (facts.evictedMessages > 0) add("many-open-messages", String(facts.evictedMessages));
  if (facts.repairedMessages > 0) add("lost-lines", String(facts.repairedMessages));
  if (facts.geoData.some(({ builtAt }) => facts.now - builtAt > geoOldDays * dayMs)) add("geo-old");
  if (facts.geoData.some(({ warning }) => warning !== null)) add("geo-warning");
  return gaps;
};
