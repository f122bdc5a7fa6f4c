import { decodeText } from "../../src/kit/decode-text.ts";
import {
  type AccessFields,
  type AccessFormat,
  createAccessFields,
  type Refusal,
  type Span,
  type Stamp,
} from "../../src/ports/log-format.ts";
import type { AccessReading } from "./access-sample.ts";

/** Epoch ms of a stamp; a calendar time without a zone counts as UTC. */
export const stampMs = (stamp: Stamp): number => {
  if (!Number.isNaN(stamp.epochMs)) return stamp.epochMs;
  const zone = Number.isNaN(stamp.zoneMinutes) ? 0 : stamp.zoneMinutes;
  return Date.UTC(stamp.year, stamp.month - 1, stamp.day) + stamp.msOfDay - zone * 60_000;
};

const textParts = ["site", "user", "method", "target", "protocol", "referer", "userAgent"] as const;

/** The fields as text, in the shape of the annotations. */
export const toReading = (fields: AccessFields): AccessReading => {
  const textOf = (span: Span): string => decodeText(fields.bytes, span.start, span.end, fields.escaping);
  const optional = textParts.flatMap((part) => (fields[part].start < 0 ? [] : [[part, textOf(fields[part])] as const]));
  return {
    address: textOf(fields.address),
    time: new Date(stampMs(fields.stamp)).toISOString(),
    status: fields.status,
    size: fields.size,
    ...Object.fromEntries(optional),
  };
};

/** What a format makes of [start, end): the refusal, or the reading. */
export const readLine = (
  format: AccessFormat,
  bytes: Uint8Array,
  start = 0,
  end = bytes.length,
): AccessReading | { readonly refused: Refusal } => {
  const fields = createAccessFields();
  const refused = format.read(bytes, start, end, fields);
  return refused === null ? toReading(fields) : { refused };
};
