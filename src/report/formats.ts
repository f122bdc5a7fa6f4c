import { visibleText } from "../kit/visible-text.ts";
import { wordsOf } from "./languages.ts";
import type { ReportLanguage } from "./words.ts";

/** Numbers, times and names as a reader of one language in one time zone expects them. Times come as ISO 8601. */
export interface Formats {
  readonly number: (value: number) => string;
  /** Share 0 to 1. Never says 100 % or 0 % of what is merely close to it. */
  readonly percent: (share: number) => string;
  readonly time: (iso: string) => string;
  /** Day, hour and minute only: for axes and tables where the year is told elsewhere. */
  readonly shortTime: (iso: string) => string;
  readonly day: (iso: string) => string;
  readonly range: (from: string, to: string) => string;
  readonly bytes: (count: number) => string;
  /** Name of an ISO 3166-1 alpha-2 country; the word for unknown where null. */
  readonly country: (code: string | null) => string;
  /** `Asia/Tokyo, UTC+9` */
  readonly zone: string;
}

interface Moment {
  readonly day: string;
  readonly monthDay: string;
  readonly clock: string;
}

const momentReader = (lang: ReportLanguage, timeZone: string): ((iso: string) => Moment | null) => {
  const parts = new Intl.DateTimeFormat(lang === "ja" ? "ja" : "en-GB", {
    timeZone,
    year: "numeric",
    month: lang === "ja" ? "numeric" : "long",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return (iso) => {
    const at = Date.parse(iso);
    if (Number.isNaN(at)) return null;
    const part = new Map(parts.formatToParts(at).map(({ type, value }) => [type, value]));
    const [year, month, day] = [part.get("year"), part.get("month"), part.get("day")];
    const clock = `${part.get("hour")}:${part.get("minute")}`;
    if (lang === "ja") return { day: `${year}年${month}月${day}日`, monthDay: `${month}/${day}`, clock };
    return { day: `${day} ${month} ${year}`, monthDay: `${day} ${month?.slice(0, 3)}`, clock };
  };
};

/** The zone by its proper name; UTC where the platform does not know it. */
export const knownZone = (timeZone: string): string => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
};

/** `Asia/Tokyo, UTC+9`: the zone and its offset at that time. */
export const zoneText = (zone: string, at: number): string => {
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(at);
  const offset = parts.find((part) => part.type === "timeZoneName")?.value.replace("GMT", "UTC") ?? "UTC";
  return offset === zone ? zone : `${zone}, ${offset}`;
};

const percentOf = (lang: ReportLanguage): ((share: number) => string) => {
  const words = wordsOf(lang);
  const whole = new Intl.NumberFormat(lang, { style: "percent", maximumFractionDigits: 0 });
  return (share) => {
    if (share < 1 && share >= 0.995) return words.percentOver(whole.format(0.99));
    if (share > 0 && share < 0.005) return words.percentUnder(whole.format(0.01));
    return whole.format(share);
  };
};

const byteUnits = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

const bytesText = (count: number, number: Intl.NumberFormat): string => {
  const step = count < 1 ? 0 : Math.min(Math.floor(Math.log2(count) / 10), byteUnits.length - 1);
  return `${number.format(count / 1024 ** step)} ${byteUnits[step]}`;
};

const countryOf = (lang: ReportLanguage): ((code: string | null) => string) => {
  const names = new Intl.DisplayNames(lang, { type: "region", fallback: "code" });
  return (code) => {
    if (code === null) return wordsOf(lang).unknown;
    return /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : visibleText(code);
  };
};

/** Makes the formats of one report. A zone that the platform does not know is read as UTC; `from` fixes which offset is named. */
export const createFormats = (lang: ReportLanguage, timezone: string, from: string | null): Formats => {
  const words = wordsOf(lang);
  const zone = knownZone(timezone);
  const moment = momentReader(lang, zone);
  const number = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 });
  const start = from === null ? Number.NaN : Date.parse(from);
  const shown = (iso: string, text: (moment: Moment) => string): string => {
    const at = moment(iso);
    return at === null ? visibleText(iso) : text(at);
  };
  const time = (iso: string): string => shown(iso, (at) => `${at.day} ${at.clock}`);
  return {
    number: (value) => number.format(value),
    percent: percentOf(lang),
    time,
    shortTime: (iso) => shown(iso, (at) => `${at.monthDay} ${at.clock}`),
    day: (iso) => shown(iso, (at) => at.day),
    range: (first, last) => {
      const [a, b] = [moment(first), moment(last)];
      return words.range(time(first), a !== null && a.day === b?.day ? b.clock : time(last));
    },
    bytes: (count) => bytesText(count, number),
    country: countryOf(lang),
    zone: zoneText(zone, Number.isNaN(start) ? 0 : start),
  };
};
