import { dayMs, japanDay, japanDayStart, japanOffsetMs } from "../habits.ts";

/** Times as the logs write them, Japan time; the part that changes once a day is kept. */

const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`);

interface DayText {
  readonly day: number;
  readonly clf: string;
  readonly syslog: string;
  readonly iso: string;
}

const dayText = (day: number): DayText => {
  const date = new Date(day * dayMs);
  const month = months[date.getUTCMonth()] ?? "";
  const number = date.getUTCDate();
  return {
    day,
    clf: `${two(number)}/${month}/${date.getUTCFullYear()}`,
    syslog: `${month} ${String(number).padStart(2, " ")}`,
    iso: date.toISOString().slice(0, 10),
  };
};

let kept = dayText(0);

const textOf = (at: number): DayText => {
  const day = japanDay(at);
  if (day !== kept.day) kept = dayText(day);
  return kept;
};

const clock = (at: number): string => {
  const seconds = Math.floor((at - japanDayStart(japanDay(at))) / 1000);
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
};

/** `19/Feb/2021:05:21:35 +0900` */
export const clfStamp = (at: number): string => `${textOf(at).clf}:${clock(at)} +0900`;

/** `Feb 19 05:21:35` */
export const syslogStamp = (at: number): string => `${textOf(at).syslog} ${clock(at)}`;

/** `2021-02-19 05:21:35` */
export const eximStamp = (at: number): string => `${textOf(at).iso} ${clock(at)}`;

/** `2021-02-19T05:21:35.123456+09:00` */
export const rfc3339Stamp = (at: number): string => {
  const ms = Math.floor(at) - Math.floor(at / 1000) * 1000;
  return `${textOf(at).iso}T${clock(at)}.${String(ms).padStart(3, "0")}${String(Math.floor((at * 7919) % 1000)).padStart(3, "0")}+09:00`;
};

/** `19-Feb-2021 05:21:35 Asia/Tokyo`, as PHP's error log writes it. */
export const phpStamp = (at: number, zone: "UTC" | "Asia/Tokyo"): string => {
  const shown = zone === "UTC" ? at - japanOffsetMs : at;
  return `${textOf(shown).clf.replaceAll("/", "-")} ${clock(shown)} ${zone}`;
};

/** `20210219`, a day as logrotate's dateext writes it. */
export const dayStamp = (day: number): string => dayText(day).iso.replaceAll("-", "");

/** `20210219052135` in UTC. */
export const compactStamp = (at: number): string => new Date(at).toISOString().slice(0, 19).replace(/[-T:]/g, "");
