import { explainedBy, noEndpoint, otherSenders } from "../../domain/cause-parts.ts";
import type { Detection } from "../../domain/detection.ts";
import type { AlternativeReport, CauseReport } from "../../domain/scan-report.ts";
import { filePathOf } from "../../domain/script-path.ts";
import type { CauseFinder } from "../../ports/cause-finder.ts";

/**
 * Mail in mass that no request explains: a scheduled job or a process of the account. This is told by what is absent, so it is as sure
 * as the logs are whole: a site whose requests nobody read may hold the script that was called. The job's entry is in no log.
 */

const sureness = { file: 0.95, whole: 0.85, partial: 0.5 } as const;

const surenessOf = ({ file, reach }: Detection): number => {
  if (file !== null) return sureness.file;
  return (reach?.unseenSites ?? 0) > 0 ? sureness.partial : sureness.whole;
};

/** The job's own file where a visitor could ask for it: then a request that no log shows may have started it. */
const askedFor = ({ file, reach, site }: Detection): readonly AlternativeReport[] => {
  const path = reach?.path?.path ?? null;
  if (path === null || (file !== null && filePathOf(path, site) !== file)) return [];
  return [{ layer: "file", method: null, path, query: null, confidence: 0.2 }];
};

const find = (detection: Detection): CauseReport | null => {
  if (detection.class !== "cron-mailer") return null;
  const own = detection.trails.filter(({ waveMessages }) => waveMessages > 0);
  return {
    layer: "cron",
    ...noEndpoint,
    file: detection.file,
    mailbox: null,
    confidence: surenessOf(detection),
    explains: explainedBy(detection, null),
    alternatives: [...askedFor(detection), ...otherSenders(detection, own)].slice(0, 3),
  };
};

export const cronCause: CauseFinder = { name: "cron", find };
