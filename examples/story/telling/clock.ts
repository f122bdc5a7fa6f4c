/** One second, minute, hour and day in milliseconds. */
export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

const firstMidnight = Date.parse("2026-03-01T00:00:00+09:00");

/** How many days the logs cover: 1 March 2026, a Sunday, to the night of Saturday 7 March. */
export const storyDays = 7;

/** Moment of a time of day, `HH:MM:SS` in Japan, on day 1 to 7 of the story. */
export const on = (dayNumber: number, time: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  return firstMidnight + (dayNumber - 1) * day + hours * hour + minutes * minute + seconds * second;
};

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const inJapan = (moment: number) => {
  const shifted = new Date(moment + 9 * hour);
  const iso = shifted.toISOString();
  return { iso, time: iso.slice(11, 19), month: months[shifted.getUTCMonth()] ?? "", date: shifted.getUTCDate(), year: iso.slice(0, 4) };
};

/** `07/Mar/2026:05:21:35 +0900` */
export const accessStamp = (moment: number): string => {
  const { date, month, year, time } = inJapan(moment);
  return `${String(date).padStart(2, "0")}/${month}/${year}:${time} +0900`;
};

/** `Mar  7 05:21:36`: no year and no zone, as syslog writes it. */
export const syslogStamp = (moment: number): string => {
  const { date, month, time } = inJapan(moment);
  return `${month} ${String(date).padStart(2, " ")} ${time}`;
};

/** `2026-03-07T05:21:36+09:00` */
export const isoStamp = (moment: number): string => `${inJapan(moment).iso.slice(0, 19)}+09:00`;
