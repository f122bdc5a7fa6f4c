import { trimmedEnd } from "../../kit/clf-line.ts";
import {
  createJsonMember,
  enterJsonObject,
  firstJsonElement,
  jsonArray,
  jsonEnd,
  jsonLiteral,
  jsonObject,
  jsonString,
  nextJsonMember,
} from "../../kit/json-walk.ts";
import { createKeyTable } from "../../kit/key-table.ts";
import { createLabelledReader } from "../../kit/labelled-line.ts";
import type { AccessFormat, Refusal } from "../../ports/log-format.ts";

/**
 * Keys of Caddy 2's access log. `client_ip` is the connection's address, or what a proxy that the operator listed as trusted
 * says it is; older versions have `remote_ip` or only `remote_addr`. Header names are as Go writes them.
 */
const reader = createLabelledReader({
  time: ["ts", "time"],
  address: ["client_ip", "remote_ip", "remote_addr"],
  site: ["host"],
  user: ["user_id"],
  request: [],
  method: ["method"],
  target: ["uri"],
  protocol: ["proto"],
  status: ["status"],
  size: ["size"],
  referer: ["Referer"],
  userAgent: ["User-Agent"],
});

const topKeys = createKeyTable(["request", "ts", "time", "user_id", "status", "size"]);
const requestKeys = createKeyTable(["headers", "client_ip", "remote_ip", "remote_addr", "host", "method", "uri", "proto"]);
const headerKeys = createKeyTable(["Referer", "User-Agent"]);

const member = createJsonMember();
const inner = createJsonMember();
const header = createJsonMember();
const element = createJsonMember();
const label = { start: 0, end: 0 };
const value = { start: 0, end: 0 };

const offer = (bytes: Uint8Array, keyStart: number, keyEnd: number, from: { valueStart: number; valueEnd: number }): void => {
  label.start = keyStart;
  label.end = keyEnd;
  value.start = from.valueStart;
  value.end = from.valueEnd;
  reader.offer(bytes, label, value);
};

/** Header values are arrays; the first is what a server with one header would have logged. */
const offerHeaders = (bytes: Uint8Array, start: number, end: number): boolean => {
  let at = enterJsonObject(bytes, start, end);
  for (;;) {
    at = nextJsonMember(bytes, at, end, header);
    if (at <= 0) return at === jsonEnd;
    if (headerKeys.find(bytes, header.keyStart, header.keyEnd) < 0 || header.kind !== jsonArray) continue;
    const isText = firstJsonElement(bytes, header.valueStart, header.valueEnd, element) && element.kind === jsonString;
    if (isText) offer(bytes, header.keyStart, header.keyEnd, element);
  }
};

const offerRequest = (bytes: Uint8Array, start: number, end: number): boolean => {
  let at = enterJsonObject(bytes, start, end);
  let hasHeaders = false;
  for (;;) {
    at = nextJsonMember(bytes, at, end, inner);
    if (at <= 0) return at === jsonEnd;
    const key = requestKeys.find(bytes, inner.keyStart, inner.keyEnd);
    if (key > 0 && inner.kind < jsonLiteral) offer(bytes, inner.keyStart, inner.keyEnd, inner);
    if (key !== 0 || inner.kind !== jsonObject || hasHeaders) continue;
    hasHeaders = true;
    if (!offerHeaders(bytes, inner.valueStart, inner.valueEnd)) return false;
  }
};

const offerMembers = (bytes: Uint8Array, start: number, end: number): Refusal | null => {
  let at = enterJsonObject(bytes, start, end);
  if (at < 0) return "not-this-format";
  let hasRequest = false;
  for (;;) {
    at = nextJsonMember(bytes, at, end, member);
    if (at === jsonEnd) return hasRequest ? null : "not-this-format";
    if (at < 0) return "bad-quoting";
    const key = topKeys.find(bytes, member.keyStart, member.keyEnd);
    if (key > 0 && member.kind < jsonLiteral) offer(bytes, member.keyStart, member.keyEnd, member);
    if (key !== 0 || hasRequest) continue;
    if (member.kind !== jsonObject) return "not-this-format";
    hasRequest = true;
    if (!offerRequest(bytes, member.valueStart, member.valueEnd)) return "bad-quoting";
  }
};

/** Caddy 2's JSON access log, one object a line with the request as an object inside. Source: Caddy's log encoder. */
export const caddy: AccessFormat = {
  kind: "access",
  name: "caddy",
  about: "Caddy 2 JSON access log",
  read: (bytes, start, end, into) => {
    const to = trimmedEnd(bytes, start, end);
    if (to === start) return "empty";
    into.bytes = bytes;
    into.escaping = "json";
    reader.clear();
    return offerMembers(bytes, start, to) ?? reader.read(bytes, into);
  },
};
