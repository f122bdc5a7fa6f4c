import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { verdictOf } from "../domain/abuse-class.ts";
import { countryOf } from "./address-book.ts";
import { japanDayStart } from "./habits.ts";
import type { LetterRecord } from "./logs/mail-lines.ts";
import type { Hit, Incident, Site } from "./model.ts";
import { isNamedException } from "./named-exceptions.ts";

/** The truth about a world, kept apart from its logs: what each request and message was, and what each incident came to. */

const headers = {
  "writes.csv": "at,site,source,country,method,path,query,status,incident,lost",
  "reads.csv": "at,site,source,country,method,path,query,status,incident,lost",
  "foreign.csv": "site,day,requests,foreignRequests,writes,foreignWrites",
  "mails.csv": "at,host,queueId,account,mailbox,site,recipients,bounced,incident,harmful,lost",
  "exceptions.csv": "site,source,name,named",
} as const;

type Table = keyof typeof headers;

const quoted = (field: string): string => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);

const exceptionName = (source: string): string | null => {
  if (source.startsWith("198.18.128.")) return "googlebot";
  if (source.startsWith("198.18.129.")) return "bingbot";
  if (source.startsWith("198.18.160.") || source.startsWith("198.18.161.")) return "payment callback";
  return source.startsWith("198.18.176.") ? "monitor" : null;
};

const isRead = (method: string): boolean => method === "GET" || method === "HEAD" || method === "OPTIONS" || method === "";
const isRefusal = (status: number): boolean => status >= 400;

export class Truth {
  private readonly directory: string;
  private readonly rows = new Map<Table, string[]>();
  private readonly exceptions = new Set<string>();
  private counts = { requests: 0, foreignRequests: 0, writes: 0, foreignWrites: 0 };

  constructor(directory: string) {
    this.directory = directory;
    mkdirSync(directory, { recursive: true });
    for (const [table, header] of Object.entries(headers)) writeFileSync(join(directory, table), `${header}\n`);
  }

  noteHit(hit: Hit, source: string, isLost: boolean): void {
    const country = countryOf(source);
    const isWrite = !isRead(hit.method);
    const isForeign = country !== "" && country !== "JP";
    this.counts.requests++;
    if (isForeign) this.counts.foreignRequests++;
    if (isWrite) this.counts.writes++;
    if (isWrite && isForeign) this.counts.foreignWrites++;
    if (isWrite || hit.incident !== null) this.noteRequest(hit, { source, country, isLost, isWrite });
    this.noteException(hit, source);
  }

  private noteRequest(
    hit: Hit,
    { source, country, isLost, isWrite }: { source: string; country: string; isLost: boolean; isWrite: boolean },
  ): void {
    const { incident, target } = hit;
    const cut = target.indexOf("?");
    const path = cut < 0 ? target : target.slice(0, cut);
    const query = cut < 0 ? "" : target.slice(cut + 1);
    const fields = [
      Math.floor(hit.at),
      hit.site.domain,
      source,
      country,
      hit.method,
      quoted(path),
      quoted(query),
      hit.status,
      incident?.id ?? "",
      isLost ? 1 : 0,
    ];
    this.add(isWrite ? "writes.csv" : "reads.csv", fields.join(","));
    if (incident === null) return;
    const { tally } = incident;
    const isAct = isWrite || incident.endpoints.some((endpoint) => endpoint.method === hit.method && endpoint.path === path);
    if (isAct) this.noteTime(incident, hit.at);
    if (isLost) tally.lostRequests++;
    else if (!isAct) tally.reads++;
    else {
      tally.requests++;
      if (isRefusal(hit.status)) tally.refusedRequests++;
      tally.sources.add(source);
    }
  }

  private noteTime({ tally }: Incident, at: number): void {
    tally.start = Math.min(tally.start, at);
    tally.end = Math.max(tally.end, at);
  }

  private noteException(hit: Hit, source: string): void {
    const name = exceptionName(source);
    if (name === null) return;
    const row = `${hit.site.domain},${source},${name},${isNamedException(source) ? 1 : 0}`;
    if (this.exceptions.has(row)) return;
    this.exceptions.add(row);
    this.add("exceptions.csv", row);
  }

  /** Closes the figures of one site and day. */
  endSiteDay(site: Site, day: number): void {
    const { requests, foreignRequests, writes, foreignWrites } = this.counts;
    this.counts = { requests: 0, foreignRequests: 0, writes: 0, foreignWrites: 0 };
    this.add("foreign.csv", [site.domain, japanDayStart(day), requests, foreignRequests, writes, foreignWrites].join(","));
  }

  noteLetter({ letter, queueId }: LetterRecord, isLost: boolean): void {
    if (!letter.isCounted) return;
    const { account, site, recipients, incident, isHarmful, route } = letter;
    const bounced = recipients.filter(({ fate }) => fate === "bounced").length;
    const mailbox = route.kind === "auth" ? route.mailbox : "";
    const fields = [
      Math.floor(letter.at),
      account.host.name,
      queueId,
      account.name,
      mailbox,
      site?.domain ?? "",
      recipients.length,
      bounced,
    ];
    this.add("mails.csv", [...fields, incident?.id ?? "", isHarmful ? 1 : 0, isLost ? 1 : 0].join(","));
    if (incident === null) return;
    const { tally } = incident;
    this.noteTime(incident, letter.at);
    if (isHarmful) tally.harmStart = Math.min(tally.harmStart ?? letter.at, letter.at);
    if (isLost) {
      tally.lostMessages++;
      return;
    }
    tally.messages++;
    tally.recipients += recipients.length;
    tally.bounced += bounced;
    if (isHarmful) tally.harmfulMessages++;
    if (route.kind === "auth") tally.sources.add(route.source);
  }

  writeIncidents(incidents: readonly Incident[]): void {
    const lines = incidents.map((incident) => JSON.stringify(toRecord(incident)));
    writeFileSync(join(this.directory, "incidents.jsonl"), lines.map((line) => `${line}\n`).join(""));
  }

  writeWorld(world: Readonly<Record<string, unknown>>): void {
    writeFileSync(join(this.directory, "world.json"), `${JSON.stringify(world, null, 2)}\n`);
  }

  /** Writes out what was gathered. */
  flush(): void {
    for (const [table, rows] of this.rows) appendFileSync(join(this.directory, table), rows.join(""));
    this.rows.clear();
  }

  private add(table: Table, row: string): void {
    const rows = this.rows.get(table);
    if (rows === undefined) this.rows.set(table, [`${row}\n`]);
    else rows.push(`${row}\n`);
  }
}

/** Above this share of lost lines nobody can be asked to know: a gap of hours lies over the incident. */
const mostLostShare = 0.6;

const whyUnknowable = ({ unknowable, tally }: Incident): string | null => {
  if (unknowable !== null) return unknowable;
  const lost = tally.lostRequests + tally.lostMessages;
  const isGone = lost > (lost + tally.requests + tally.messages) * mostLostShare;
  return isGone ? "Most of its lines lie in a gap of the logs." : null;
};

const iso = (at: number): string => new Date(at).toISOString();

const toRecord = (incident: Incident): Readonly<Record<string, unknown>> => {
  const { tally, account, site, cause, endpoints } = incident;
  const why = whyUnknowable(incident);
  return {
    id: incident.id,
    kind: incident.kind,
    class: incident.class,
    verdict: verdictOf(incident.class),
    host: account.host.name,
    account: account.name,
    site: site?.domain ?? null,
    start: iso(tally.start),
    end: iso(tally.end),
    harmStart: tally.harmStart === null ? null : iso(tally.harmStart),
    cause,
    endpoints,
    requests: tally.requests,
    refusedRequests: tally.refusedRequests,
    reads: tally.reads,
    messages: tally.messages,
    harmfulMessages: tally.harmfulMessages,
    recipients: tally.recipients,
    bounced: tally.bounced,
    sources: tally.sources.size,
    lostRequests: tally.lostRequests,
    lostMessages: tally.lostMessages,
    bestMeasures: incident.bestMeasures,
    harmfulMeasures: incident.harmfulMeasures,
    knowable: why === null,
    ...(why === null ? {} : { why }),
    tags: incident.tags,
  };
};
