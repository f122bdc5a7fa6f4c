import {
  clearAccessFields,
  clearMailFields,
  createAccessFields,
  createMailFields,
  type LogFormat,
  type Span,
} from "../../src/ports/log-format.ts";
import { mailSpanNames } from "../samples/mail-sample.ts";
import { stampMs } from "../samples/read-access.ts";

const access = createAccessFields();
const mail = createMailFields();
const accessSpans = ["site", "address", "user", "method", "target", "protocol", "referer", "userAgent"] as const;

const isInside = ({ start: from, end: to }: Span, start: number, end: number): boolean =>
  from < 0 || (from >= start && to >= from && to <= end);

/** Reads a line with the format's own kind of record, emptied before. Must be told apart from the checks, because it is timed. */
export const readWith = (format: LogFormat, bytes: Uint8Array, start: number, end: number): boolean => {
  if (format.kind === "access") {
    clearAccessFields(access);
    return format.read(bytes, start, end, access) === null;
  }
  clearMailFields(mail);
  return format.read(bytes, start, end, mail) === null;
};

const isCalendarTime = ({ epochMs, month, day, msOfDay }: typeof mail.stamp): boolean =>
  Number.isFinite(epochMs) || (month >= 1 && month <= 12 && day >= 1 && day <= 31 && msOfDay >= 0);

const accessNumberFault = (): string | null => {
  if (access.address.start < 0) return "read without an address";
  if (!Number.isFinite(stampMs(access.stamp))) return "read without a time";
  return access.status >= 0 && access.status <= 999 && access.size >= 0 ? null : "a number is none";
};

const mailNumberFault = (): string | null => {
  if (!isCalendarTime(mail.stamp)) return "read without a time";
  return mail.uid >= -1 && mail.size >= -1 && mail.recipientCount >= -1 && mail.pid >= 0 ? null : "a number is none";
};

/** What is wrong with what the last {@link readWith} left, or null: a span outside of the line, or a line read without its parts. */
export const faultAfterRead = (format: LogFormat, wasRead: boolean, start: number, end: number): string | null => {
  if (format.kind === "access") {
    for (const name of accessSpans) if (!isInside(access[name], start, end)) return `${name} leaves the line`;
    return wasRead ? accessNumberFault() : null;
  }
  for (const name of mailSpanNames) if (!isInside(mail[name], start, end)) return `${name} leaves the line`;
  return wasRead ? mailNumberFault() : null;
};
