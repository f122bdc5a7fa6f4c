import type { Measure } from "../../../domain/measure.ts";
import type { RefusalLog, RefusedLine } from "../../../ports/refusal-log.ts";
import type { ApacheConfig } from "./apache-config.ts";
import { letterOf } from "./plan-maps.ts";

const measureOf = new Map(Object.entries(letterOf).map(([measure, letter]) => [letter, measure as Measure]));

const idList = "(?:[A-Za-z0-9][A-Za-z0-9._-]*,[>!]*)+";
const linePattern = new RegExp(`^(\\d{13}) ([a-z0-9.-]{1,253}) ([1-]) ((?:[a-z]:${idList})+|-)$`);
const partPattern = new RegExp(`([a-z]):(${idList})`, "g");

/** Null for a line that our format does not make. */
export const readRefused = (line: string): RefusedLine | null => {
  const [, at, site = "", probe, parts = ""] = linePattern.exec(line) ?? [];
  if (at === undefined) return null;
  const by = [...parts.matchAll(partPattern)].flatMap(([, letter = "", list = ""]) => {
    const measure = measureOf.get(letter);
    return measure === undefined ? [] : [{ measure, ids: list.split(/[>!,]/).filter((one) => one !== "") }];
  });
  return { at: Number(at), site, isProbe: probe === "1", by };
};

/**
 * A log of ours beside those of the sites, in every virtual host, whatever logs that has. It holds what the guard answered itself: the time of
 * the answer, the site, whether it was a probe, the containments; every field is the server's own.
 */
export const refusalLogLines = ({ includeDir, refusedLog }: Pick<ApacheConfig, "includeDir" | "refusedLog">): readonly string[] =>
  refusedLog === null
    ? []
    : [
        "# What the guard refused, in a log of our own: its time, site and containments, and nothing of the visitor.",
        ...["<IfModule log_config_module>", "<IfModule version_module>", "<IfVersion >= 2.4.19>"],
        `  LogFormat "%{end:msec}t %{SEKISHO_SITE}e %{SEKISHO_PROBE}e %{SEKISHO_IDS}e" sekisho_refused`,
        `  GlobalLog "${refusedLog}" sekisho_refused "expr=%{REQUEST_FILENAME} == '${includeDir}/answers/denied'"`,
        ...["</IfVersion>", "</IfModule>", "</IfModule>"],
      ];

/** Null where the config names no log. */
export const apacheRefusals = ({ refusedLog }: Pick<ApacheConfig, "refusedLog">): RefusalLog | null =>
  refusedLog === null
    ? null
    : {
        path: refusedLog,
        read: readRefused,
        // A script that only a customer's own rewriting of a POST leads to is refused within Apache's second request, which no condition of a log sees.
        holds: async ({ measure }) => (measure === "deny-path" ? "part" : "all"),
        hasProbes: true,
      };
