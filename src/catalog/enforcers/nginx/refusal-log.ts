import type { DiskSteps } from "../../../kit/disk-steps.ts";
import type { RefusalLog, RefusedLine } from "../../../ports/refusal-log.ts";
import { isNginxMeasure } from "./denied-target.ts";
import type { NginxConfig } from "./nginx-config.ts";

/** Of each site, whether all that is refused there gets into the log, or but a part; a site that is not named does not count. */
export type CountedSites = Readonly<Record<string, "all" | "part">>;

/** Where set-up notes what it found. */
export const countedPath = ({ dir }: Pick<NginxConfig, "dir">): string => `${dir}/counted.json`;

export const countedText = (counted: CountedSites): string => `${JSON.stringify(counted, null, 1)}\n`;

/** The format of our own log: time, site and measure are the server's own words, and nothing in it is a visitor's. */
export const refusalLogFormat = `log_format sekisho_refused "$msec $sekisho_site $sekisho_refused";
map $sekisho_refused $sekisho_counted { volatile; default 1; "-" 0; "" 0; }
`;

const linePattern = /^(\d{1,12})\.(\d{3}) ([a-z0-9.-]{1,253}) ([a-z-]+)$/;

/** Null for a line that our format does not make. */
export const readRefused = (line: string): RefusedLine | null => {
  const [, seconds = "", thousandths = "", site = "", measure = ""] = linePattern.exec(line) ?? [];
  if (!isNginxMeasure(measure)) return null;
  return { at: Number(seconds) * 1_000 + Number(thousandths), site, isProbe: false, by: [{ measure, ids: null }] };
};

/** Null where the config names no log. */
export const nginxRefusals = (config: NginxConfig, disk: Pick<DiskSteps, "read">): RefusalLog | null =>
  config.refusedLog === null
    ? null
    : {
        path: config.refusedLog,
        read: readRefused,
        holds: async ({ target }) => {
          const text = await disk.read(countedPath(config));
          const counted: CountedSites = text === null ? {} : JSON.parse(text.content.toString());
          return counted[String(target.site)] ?? "none";
        },
        hasProbes: false,
      };
