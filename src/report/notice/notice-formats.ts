import { truncateText } from "../../kit/terminal-text.ts";
import { visibleText } from "../../kit/visible-text.ts";
import type { Moment, NoticeLanguage } from "../../ports/notice-language.ts";
import { knownZone, zoneText } from "../formats.ts";

/** Numbers, moments and texts from outside as one notice shows them. */
export interface NoticeFormats {
  readonly number: (count: number) => string;
  /** Share 0 to 1, cut and never rounded up: what is not all never reads as all. */
  readonly percent: (share: number) => string;
  /** Epoch ms. */
  readonly moment: (at: number) => string;
  /** Both ends in words; the day is said once where it is the same. */
  readonly range: (from: number, to: number) => readonly [string, string];
  readonly country: (code: string) => string;
  /** Text from outside: made visible, cut to so many columns. */
  readonly text: (text: string, columns?: number) => string;
  readonly zone: string;
}

/** Longest text from outside that a sentence quotes. */
const longestQuote = 120;

const numbersOf = (parts: readonly Intl.DateTimeFormatPart[]): ((type: Intl.DateTimeFormatPartTypes) => number) => {
  const byType = new Map(parts.map(({ type, value }) => [type, value]));
  return (type) => Number(byType.get(type));
};

const momentReader = (timeZone: string): ((at: number) => Moment) => {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    hourCycle: "h23",
  });
  return (at) => {
    const part = numbersOf(format.formatToParts(at));
    const [year, month, day] = [part("year"), part("month"), part("day")];
    return { year, month, day, weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay(), hour: part("hour"), minute: part("minute") };
  };
};

/** Makes the formats of one notice. A zone that the platform does not know is read as UTC, and said to be. */
export const createNoticeFormats = (language: NoticeLanguage, timezone: string, at: number): NoticeFormats => {
  const zone = knownZone(timezone);
  const read = momentReader(zone);
  const number = new Intl.NumberFormat(language.code, { maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(language.code, { style: "percent", maximumFractionDigits: 1, roundingMode: "floor" });
  const countries = new Intl.DisplayNames(language.code, { type: "region", fallback: "code" });
  const text = (shown: string, columns = longestQuote): string => truncateText(visibleText(shown), columns);
  return {
    number: (count) => number.format(count),
    percent: (share) => percent.format(share),
    moment: (time) => language.moment(read(time)),
    range: (from, to) => {
      const [first, last] = [read(from), read(to)];
      const isOneDay = first.year === last.year && first.month === last.month && first.day === last.day;
      return [language.moment(first), isOneDay ? language.clock(last) : language.moment(last)];
    },
    country: (code) => (/^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : text(code)),
    text,
    zone: zoneText(zone, at),
  };
};
