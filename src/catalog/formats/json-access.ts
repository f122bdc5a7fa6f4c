import { trimmedEnd } from "../../kit/clf-line.ts";
import { createJsonMember, enterJsonObject, jsonArray, jsonEnd, jsonLiteral, jsonObject, nextJsonMember } from "../../kit/json-walk.ts";
import { createKeyTable } from "../../kit/key-table.ts";
import { createLabelledReader } from "../../kit/labelled-line.ts";
import type { AccessFormat, Refusal } from "../../ports/log-format.ts";

/**
 * Key names of nginx variables, of Apache's usual JSON formats and of Traefik. The server's own name goes before a host header,
 * which the client chooses; the connection's address before anything derived from a header.
 */
const reader = createLabelledReader({
  time: ["time_iso8601", "time_local", "StartUTC", "time", "timestamp", "@timestamp", "datetime", "msec", "ts"],
  address: ["remote_addr", "ClientHost", "remote_ip", "remote_host", "client_ip", "clientip", "client"],
  site: ["server_name", "vhost", "virtual_host", "host", "http_host", "RequestHost"],
  user: ["remote_user", "user", "ClientUsername"],
  request: ["request"],
  method: ["request_method", "RequestMethod", "method", "verb"],
  target: ["request_uri", "RequestPath", "uri", "url", "path"],
  protocol: ["server_protocol", "RequestProtocol", "protocol"],
  status: ["status", "DownstreamStatus"],
  size: ["body_bytes_sent", "DownstreamContentSize", "bytes_sent", "bytes", "size"],
  referer: ["http_referer", "referer", "referrer", "http_referrer", "request_Referer"],
  userAgent: ["http_user_agent", "user_agent", "agent", "ua", "request_User-Agent"],
});

const requestKey = createKeyTable(["request"]);
const member = createJsonMember();
const label = { start: 0, end: 0 };
const value = { start: 0, end: 0 };

const offerMembers = (bytes: Uint8Array, start: number, end: number): Refusal | null => {
  let at = enterJsonObject(bytes, start, end);
  if (at < 0) return "not-this-format";
  for (;;) {
    at = nextJsonMember(bytes, at, end, member);
    if (at === jsonEnd) return null;
    if (at < 0) return "bad-quoting";
    const isNested = member.kind === jsonObject || member.kind === jsonArray;
    // `request` as an object is Caddy's layout.
    if (isNested && requestKey.find(bytes, member.keyStart, member.keyEnd) === 0) return "not-this-format";
    label.start = member.keyStart;
    label.end = member.keyEnd;
    value.start = member.valueStart;
    value.end = member.valueEnd;
    if (member.kind < jsonLiteral) reader.offer(bytes, label, value);
  }
};

/** One flat JSON object a line: nginx with `escape=json`, Apache with a JSON LogFormat, Traefik. */
export const jsonAccess: AccessFormat = {
  kind: "access",
  name: "json",
  about: "One JSON object a line: nginx escape=json, Apache, Traefik",
  read: (bytes, start, end, into) => {
    const to = trimmedEnd(bytes, start, end);
    if (to === start) return "empty";
    into.bytes = bytes;
    into.escaping = "json";
    reader.clear();
    return offerMembers(bytes, start, to) ?? reader.read(bytes, into);
  },
};
