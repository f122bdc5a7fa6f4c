import type { Measure } from "../../../domain/measure.ts";
import type { RefusalLog, RefusedLine } from "../../../ports/refusal-log.ts";
import type { ApacheConfig } from "./apache-config.ts";
import { letterOf } from "./plan-maps.ts";

const measureOf = new Map(Object.entries(letterOf).map(([measure, letter]) => [letter, measure as Measure]));

const idList = "(?:[A-Za-z0-9][A-Za-z0-9._-]*,[>!]*)+";
const linePattern = new RegExp(`^(\\d{13}) ([a-z0-9.-]{1,253}) ([1-]) ((?:[a-z]:${idList})+|-) (\\S+)$`);
const partPattern = new RegExp(`([a-z]):(${idList})`, "g");

/** What a refused request comes to in the end; nobody but the guard leads there. */
const deniedPath = (includeDir: string): string => `${includeDir}/answers/denied`;

/** Null for a line that is none of the guard's: what a customer's own files can write into the fields before does not count without its place. */
export const readRefused = (line: string, includeDir: string): RefusedLine | null => {
  const [, at, site = "", probe, parts = "", file] = linePattern.exec(line) ?? [];
  if (at === undefined || file !== deniedPath(includeDir)) return null;
  const by = [...parts.matchAll(partPattern)].flatMap(([, letter = "", list = ""]) => {
    const measure = measureOf.get(letter);
    return measure === undefined ? [] : [{ measure, ids: list.split(/[>!,]/).filter((one) => one !== "") }];
  });
  return { at: Number(at), site, isProbe: probe === "1", by };
};

/**
 * A log of ours beside those of the sites, in every virtual host, whatever logs that has. It holds what the guard answered itself: the time of
 * the answer, the site, whether it was a probe, the containments, and the file that it came to, which is the guard's. A condition sees no more than the
 * address that was asked, and a closed script may be come to by a rewriting of the site's: so where a script is closed each
 * request has a line, without the file unless it was refused.
 */
export const refusalLogLines = ({ includeDir, refusedLog }: Pick<ApacheConfig, "includeDir" | "refusedLog">): readonly string[] =>
  refusedLog === null
    ? []
    : [
        "# What the guard refused, in a log of our own: its time, site and containments, and nothing of the visitor.",
        ...["<IfModule log_config_module>", "<IfModule version_module>", "<IfVersion >= 2.4.19>"],
        `  LogFormat "%{end:msec}t %{SEKISHO_SITE}e %{SEKISHO_PROBE}e %{SEKISHO_IDS}e %403f" sekisho_refused`,
        `  GlobalLog "${refusedLog}" sekisho_refused "expr=%{REQUEST_FILENAME} == '${deniedPath(includeDir)}' || reqenv('SEKISHO_MODE') =~ /p/"`,
        ...["</IfVersion>", "</IfModule>", "</IfModule>"],
      ];

/** Null where the config names no log. */
export const apacheRefusals = ({ includeDir, refusedLog }: Pick<ApacheConfig, "includeDir" | "refusedLog">): RefusalLog | null =>
  refusedLog === null
    ? null
    : {
        path: refusedLog,
        read: (line) => readRefused(line, includeDir),
        // A folder whose index is a closed script answers 403 by itself, and nothing in its line tells it from a 403 of the site's own.
        holds: async ({ measure }) => (measure === "deny-path" ? "part" : "all"),
        hasProbes: true,
      };
