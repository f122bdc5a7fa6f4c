/** A log line apart from its stamp, so that it can be told of another hour. */
export interface TimedLine {
  /** Epoch ms, whole seconds. */
  readonly at: number;
  readonly before: string;
  readonly after: string;
}

/** Minutes east of UTC, as a log's stamps have them. */
export type Zone = number;

const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const two = (value: number): string => String(value).padStart(2, "0");
const clock = (at: Date): string => [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(two).join(":");
const monthOf = (name: string): number => months.indexOf(name);

const accessStamp = /^(.*?)\[(\d\d)\/(\w{3})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)\](.*)$/;

/** Null where a line has no stamp in the form of the Common Log Format. */
export const readAccessLine = (line: string): TimedLine | null => {
  const found = accessStamp.exec(line);
  if (found === null) return null;
  const [, before = "", day, month = "", year, hour, minute, second, sign, hours, minutes, after = ""] = found;
  const east = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const local = Date.UTC(Number(year), monthOf(month), Number(day), Number(hour), Number(minute), Number(second));
  return { at: local - east * 60_000, before, after };
};

export const writeAccessLine = ({ at, before, after }: TimedLine, zone: Zone): string => {
  const local = new Date(at + zone * 60_000);
  const east = Math.abs(zone);
  const offset = `${zone < 0 ? "-" : "+"}${two(Math.floor(east / 60))}${two(east % 60)}`;
  return `${before}[${two(local.getUTCDate())}/${months[local.getUTCMonth()]}/${local.getUTCFullYear()}:${clock(local)} ${offset}]${after}`;
};

const syslogStamp = /^(\w{3}) ([ \d]\d) (\d\d):(\d\d):(\d\d) (.*)$/;

/** Null where a line has no syslog stamp; a year-less stamp is taken as UTC of `year`. */
export const readMailLine = (line: string, year: number): TimedLine | null => {
  const found = syslogStamp.exec(line);
  if (found === null) return null;
  const [, month = "", day, hour, minute, second, after = ""] = found;
  const at = Date.UTC(year, monthOf(month), Number(day), Number(hour), Number(minute), Number(second));
  return { at, before: "", after };
};

export const writeMailLine = ({ at, after }: TimedLine, zone: Zone): string => {
  const local = new Date(at + zone * 60_000);
  return `${months[local.getUTCMonth()]} ${String(local.getUTCDate()).padStart(2)} ${clock(local)} ${after}`;
};

export const shifted = (lines: readonly TimedLine[], byMs: number): TimedLine[] => lines.map((line) => ({ ...line, at: line.at + byMs }));

export const inOrder = (lines: readonly TimedLine[]): TimedLine[] => lines.toSorted((a, b) => a.at - b.at);
