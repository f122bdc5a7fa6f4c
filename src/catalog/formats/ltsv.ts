import { COLON, indexOfByte, TAB } from "../../kit/ascii.ts";
import { trimmedEnd } from "../../kit/clf-line.ts";
import { createLabelledReader } from "../../kit/labelled-line.ts";
import type { AccessFormat, Refusal } from "../../ports/log-format.ts";

/**
 * Labels as recommended by ltsv.org and as met in nginx configurations. `host` is the client there; where a line also has
 * `remote_addr`, that one is the client and `host` is not used, because it may then be either.
 */
const reader = createLabelledReader({
  time: ["time", "time_iso8601", "time_local", "datetime", "msec"],
  address: ["remote_addr", "client", "client_ip", "remote_host", "host"],
  site: ["vhost", "server_name", "domain"],
  user: ["user", "remote_user"],
  request: ["req", "request"],
  method: ["method", "request_method"],
  target: ["request_uri", "uri"],
  protocol: ["protocol", "server_protocol"],
  status: ["status"],
  size: ["size", "bytes", "body_bytes_sent", "bytes_sent"],
  referer: ["referer", "http_referer", "referrer"],
  userAgent: ["ua", "user_agent", "http_user_agent"],
});

const label = { start: 0, end: 0 };
const value = { start: 0, end: 0 };

const offerPairs = (bytes: Uint8Array, start: number, end: number): Refusal | null => {
  for (let at = start; at < end; ) {
    const tab = indexOfByte(bytes, TAB, at, end);
    const pairEnd = tab < 0 ? end : tab;
    const colon = indexOfByte(bytes, COLON, at, pairEnd);
    // A blank in a label, or no label at all, is another kind of tab-separated line.
    if (colon < 0 && pairEnd > at) return "not-this-format";
    label.start = at;
    label.end = colon;
    value.start = colon + 1;
    value.end = pairEnd;
    if (pairEnd > at) reader.offer(bytes, label, value);
    at = pairEnd + 1;
  }
  return null;
};

/** Labeled tab-separated values, `label:value` pairs with tabs between them, in any order. Source: ltsv.org. */
export const ltsv: AccessFormat = {
  kind: "access",
  name: "ltsv",
  about: "Labeled tab-separated values (ltsv.org): label:value pairs",
  read: (bytes, start, end, into) => {
    const to = trimmedEnd(bytes, start, end);
    if (to === start) return "empty";
    if (indexOfByte(bytes, TAB, start, to) < 0) return "not-this-format";
    into.bytes = bytes;
    reader.clear();
    return offerPairs(bytes, start, to) ?? reader.read(bytes, into);
  },
};
