const unitMinutes = { min: 1, h: 60, d: 1_440 } as const;

const longestMinutes = 3_653 * unitMinutes.d;

/** Minutes of a duration such as `30 min`, `24 h` or `90 d`; null where the text is none. */
const readDuration = (text: string): number | null => {
  const parts = /^(\d{1,7}) ?(min|h|d)$/.exec(text.trim());
  return parts === null ? null : Number(parts[1]) * unitMinutes[parts[2] as keyof typeof unitMinutes];
};

/** What is wrong with a duration, or null: from a minute to ten years. */
export const wrongDuration = (text: string): string | null => {
  const minutes = readDuration(text);
  if (minutes === null) return `"${text}" is not a duration such as 30 min, 24 h or 90 d`;
  return minutes >= 1 && minutes <= longestMinutes ? null : `"${text}": a duration lies between 1 min and 3653 d`;
};

/** The same for what is kept by days. */
export const wrongDays = (text: string): string | null => {
  const minutes = readDuration(text);
  const isBroken = minutes !== null && minutes % unitMinutes.d !== 0;
  return isBroken ? `"${text}" is not a number of whole days such as 90 d` : wrongDuration(text);
};

/** Minutes of a duration that was found right. */
export const durationMinutes = (text: string): number => readDuration(text) ?? 0;

/** Days of a duration that was found right. */
export const durationDays = (text: string): number => durationMinutes(text) / unitMinutes.d;

/** Minute of the day of `09:00`; 24:00 is the day's end. Null where it is no time of a day. */
const minuteOfDay = (text: string): number | null => {
  const parts = /^(\d{1,2}):(\d{2})$/.exec(text);
  const minute = parts === null ? Number.NaN : Number(parts[1]) * 60 + Number(parts[2]);
  return Number(parts?.[2]) < 60 && minute <= unitMinutes.d ? minute : null;
};

const readSpan = (text: string): { readonly fromMinute: number; readonly toMinute: number } | null => {
  const [from = "", to = "", ...more] = text.split("-").map((part) => part.trim());
  const [fromMinute, toMinute] = [minuteOfDay(from), minuteOfDay(to)];
  return more.length > 0 || fromMinute === null || toMinute === null ? null : { fromMinute, toMinute };
};

/** What is wrong with the hours of one day, or null: `09:00-18:00`. */
export const wrongDaySpan = (text: string): string | null => {
  const span = readSpan(text);
  if (span === null) return `"${text}" is not a span of one day such as 09:00-18:00`;
  if (span.fromMinute < span.toMinute) return null;
  return `"${text}" ends before it begins; hours past midnight stand with both days: 22:00-24:00, and 00:00-06:00 on the next`;
};

/** The hours of one day that were found right. */
export const daySpan = (text: string): { readonly fromMinute: number; readonly toMinute: number } =>
  readSpan(text) ?? { fromMinute: 0, toMinute: 0 };
