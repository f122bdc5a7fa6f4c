import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Truth } from "../examples/story/telling/truth.ts";

/** The example's logs as a world: its truth in the files that `sekisho evaluate` reads. */

const story = new URL("../examples/story/", import.meta.url).pathname;

const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const accessLine = /^(\S+) \S+ \S+ \[(\d+)\/(\w+)\/(\d+):(\S+) ([+-]\d\d)(\d\d)\] "(\w+) (\S+)[^"]*" (\d+)/;

/** Countries as the example's config places its addresses, as far as "home or not" goes. */
const countryOf = (source: string): string => {
  if (/^(198\.51\.100\.|2001:db8:1)/.test(source)) return "JP";
  const last = /^203\.0\.113\.(\d+)$/.exec(source)?.[1];
  return last !== undefined && Number(last) < 128 ? "JP" : "US";
};

const isOfWave = (source: string, at: number, truth: Truth): boolean =>
  truth.sources.includes(source) && at >= Date.parse(truth.firstSeen) && at <= Date.parse(truth.lastSeen);

const writeRows = (truth: Truth): readonly string[] =>
  readFileSync(join(story, "logs/shop.example.access.log"), "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, source = "", day = "", month = "", year, time, hours, minutes, method = "", target = "", status] =
        accessLine.exec(line) ?? [];
      if (source === "" || ["GET", "HEAD", "OPTIONS"].includes(method)) return [];
      const number = String(months.indexOf(month) + 1).padStart(2, "0");
      const at = Date.parse(`${year}-${number}-${day}T${time}${hours}:${minutes}`);
      const incident = isOfWave(source, at, truth) ? "i1" : "";
      const [path = "", query = ""] = target.split("?");
      return [[at, "shop.example", source, countryOf(source), method, path, query, status, incident, 0].join(",")];
    });

const mailRows = (truth: Truth): readonly string[] =>
  truth.mails.map(({ queueId, at }) => [Date.parse(at), "sv1", queueId, "u10123", "", "shop.example", 1, 0, "i1", 1, 0].join(","));

/** Writes the world into a directory. */
export const writeStoryWorld = (directory: string): void => {
  const truth = JSON.parse(readFileSync(join(story, "truth.json"), "utf8")) as Truth;
  mkdirSync(join(directory, "truth"), { recursive: true });
  cpSync(join(story, "sekisho.yaml"), join(directory, "sekisho.yaml"));
  cpSync(join(story, "logs"), join(directory, "logs"), { recursive: true });
  const write = (name: string, lines: readonly string[]): void => writeFileSync(join(directory, "truth", name), `${lines.join("\n")}\n`);
  const { firstSeen, lastSeen, account, site, cause } = truth;
  const period = { from: "2026-03-01T00:00:00+09:00", to: "2026-03-08T00:00:00+09:00" };
  write("world.json", [JSON.stringify({ schema: "sekisho.world/1", seed: "story", ...period, siteDays: 7 })]);
  const path = { query: null, file: null, mailbox: null };
  const incident = {
    ...{ id: "i1", kind: "form-relay", class: "form-relay", verdict: "abuse", host: "sv1", account, site },
    ...{ start: firstSeen, end: lastSeen, harmStart: truth.mails[0]?.at, cause: { ...cause, ...path }, endpoints: [] },
    ...{ harmfulMessages: truth.messages, bestMeasures: ["deny-foreign-writes"], harmfulMeasures: ["stop-mail"], knowable: true, tags: [] },
  };
  write("incidents.jsonl", [JSON.stringify(incident)]);
  const requestHeads = "at,site,source,country,method,path,query,status,incident,lost";
  write("writes.csv", [requestHeads, ...writeRows(truth)]);
  write("reads.csv", [requestHeads]);
  write("foreign.csv", ["site,day,requests,foreignRequests,writes,foreignWrites"]);
  write("mails.csv", ["at,host,queueId,account,mailbox,site,recipients,bounced,incident,harmful,lost", ...mailRows(truth)]);
  write("exceptions.csv", ["site,source,name", "shop.example,203.0.113.144/28,payment callbacks"]);
};
