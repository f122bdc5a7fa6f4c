import type { AbuseClass } from "../domain/abuse-class.ts";
import type { OperatingHours } from "../domain/case/case-terms.ts";
import type { RequirementId } from "../domain/case/requirement.ts";
import type { Measure } from "../domain/measure.ts";
import { overAccount, overSite } from "../domain/policy/measure-reach.ts";
import type { PolicySetting, PolicySheet } from "../domain/policy/policy-sheet.ts";
import { visibleText } from "../kit/visible-text.ts";
import { createFormats, type Formats } from "./formats.ts";
import { wordsOf } from "./languages.ts";
import type { PolicyWords } from "./policy-words.ts";
import { policyWordsEn } from "./policy-words-en.ts";
import { policyWordsJa } from "./policy-words-ja.ts";
import type { ReportLanguage, ReportWords } from "./words.ts";

/** What turns a policy's values into words of one language. */
export interface PolicyVoice {
  readonly words: PolicyWords;
  readonly report: ReportWords;
  readonly formats: Formats;
}

/** The voice in which a policy is told. */
export const createPolicyVoice = (lang: ReportLanguage, timezone: string): PolicyVoice => ({
  words: { en: policyWordsEn, ja: policyWordsJa }[lang],
  report: wordsOf(lang),
  formats: createFormats(lang, timezone, null),
});

const dayMinutes = 1_440;

/** The largest unit that leaves no rest; a single day is better told in hours. */
const durationText = ({ words, formats }: PolicyVoice, minutes: number): string => {
  if (minutes % dayMinutes === 0 && minutes > dayMinutes) return words.days(formats.number(minutes / dayMinutes));
  return minutes % 60 === 0 ? words.hours(formats.number(minutes / 60)) : words.minutes(formats.number(minutes));
};

const listText = ({ words, report }: PolicyVoice, names: readonly string[]): string =>
  names.length === 0 ? words.nobodyNeeded : names.join(report.comma);

/** A value as people read it. */
export const valueText = (voice: PolicyVoice, { value, unit }: Pick<PolicySetting, "value" | "unit">): string => {
  const { words, formats } = voice;
  switch (unit) {
    case "confidence":
      return formats.percent(Number(value));
    case "minutes":
      return durationText(voice, Number(value));
    case "operating-minutes":
      return words.operating(durationText(voice, Number(value)));
    case "days":
      return words.days(formats.number(Number(value)));
    case "count":
      return formats.number(Number(value));
    case "people":
      return words.people(formats.number(Number(value)));
    case "measures":
      return listText(voice, value as readonly Measure[]);
    case "requirements":
      return listText(
        voice,
        (value as readonly RequirementId[]).map((id) => words.requirements[id]),
      );
    case "decider":
      return words.deciders[value === "policy" ? "policy" : "person"];
    case "flag":
      return words.flags[value === true ? "true" : "false"];
  }
};

/** The same with a mark where the operator's own file says it. */
export const markedValue = (voice: PolicyVoice, setting: PolicySetting): string => valueText(voice, setting) + (setting.isOwn ? " *" : "");

/** From when on a measure goes by itself in a class, and on which condition. */
export const aloneText = (voice: PolicyVoice, sheet: PolicySheet, abuseClass: AbuseClass, measure: Measure): string => {
  const { words, report, formats } = voice;
  const { alone, actFrom, relapseFrom } = sheet.policy.classes[abuseClass];
  if (!alone.includes(measure)) return words.person;
  const conditions = [
    ...(overSite.has(measure) ? [words.conditions.bothSides] : []),
    ...(measure === "quarantine-file" ? [words.conditions.noVisitors] : []),
    ...(overAccount.has(measure) ? [words.conditions.notShared] : []),
  ];
  return [words.alone(formats.percent(actFrom), formats.percent(relapseFrom)), ...conditions].join(report.comma);
};

const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** The week in one line, days from Monday on, and the days off in another. */
export const hoursTexts = ({ words, report }: PolicyVoice, { timezone, days, holidays }: OperatingHours): string[] => {
  const week = [1, 2, 3, 4, 5, 6, 0].flatMap((day) => {
    const span = days[day];
    return span === undefined ? [] : [`${words.weekDays[day]} ${clock(span.fromMinute)}–${clock(span.toMinute)}`];
  });
  const closed = holidays.length === 0 ? words.noHolidays : words.holidays(holidays.join(report.comma));
  return [report.aside(week.join(report.comma), timezone), closed].map(visibleText);
};
