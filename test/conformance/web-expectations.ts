import type { AccessReading } from "../samples/access-sample.ts";
import type { HubLine } from "./crowdsec-asserts.ts";

/** The parts of a reading that the hub's tests state, under our names. */
export type Expectation = Partial<Record<keyof AccessReading, string>>;

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const clf = /^(\d\d)\/(\w{3})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)$/;

/** The time that a stamp as the hub keeps it means, as ISO in UTC. */
const isoTime = (text: string): string | undefined => {
  const match = clf.exec(text);
  const month = String(months.indexOf(match?.[2] ?? "") + 1).padStart(2, "0");
  const iso = match === null ? text : `${match[3]}-${month}-${match[1]}T${match[4]}${match[5]}:${match[6]}`;
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
};

const told = (...values: readonly (string | undefined)[]): string | undefined =>
  values.find((value) => value !== undefined && value !== "" && value !== "-");

const withoutPort = (host: string | undefined): string | undefined => host?.replace(/:\d+$/, "");

/** Turns the hub's fields into ours; what it does not state is left out. */
export const expectationOf = ({ parsed, meta }: HubLine): Expectation => {
  const version = told(parsed.http_version, parsed.httpversion);
  const time = told(parsed.time_local, parsed.timestamp, meta.timestamp);
  const all: Record<string, string | undefined> = {
    address: told(meta.source_ip, parsed.remote_addr, parsed.clientip),
    time: time === undefined ? undefined : isoTime(time),
    method: told(parsed.verb, meta.http_verb),
    target: told(parsed.request, parsed.rawrequest, meta.http_path),
    protocol: version === undefined ? undefined : `HTTP/${version.replace(/^HTTP\//, "")}`,
    status: told(parsed.status, parsed.response, meta.http_status),
    size: told(parsed.body_bytes_sent, parsed.bytes),
    referer: told(parsed.http_referer, parsed.referrer),
    userAgent: told(parsed.http_user_agent, meta.http_user_agent),
    user: told(parsed.remote_user, parsed.auth),
    site: withoutPort(told(parsed.target_fqdn, meta.target_fqdn)),
  };
  return Object.fromEntries(Object.entries(all).flatMap(([part, value]) => (value === undefined ? [] : [[part, value]])));
};

/** The hub keeps whole seconds of some times, and a time of ours never loses its fraction: they are compared by the second. */
const isSame = (part: string, ours: string, theirs: string): boolean =>
  ours === theirs || (part === "time" && ours.slice(0, 19) === theirs.slice(0, 19));

/** The parts on which a reading differs from an expectation; `unread` when there is no reading. */
export const differences = (reading: AccessReading | null, expectation: Expectation): readonly string[] => {
  if (reading === null) return ["unread"];
  return Object.entries(expectation)
    .filter(([part, value]) => !isSame(part, String(Object.entries(reading).find(([name]) => name === part)?.[1] ?? ""), value))
    .map(([part]) => part);
};
