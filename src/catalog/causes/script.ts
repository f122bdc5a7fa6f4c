import { byChance, endpointName, endpointShares, explainedBy, otherSenders } from "../../domain/cause-parts.ts";
import type { Detection, EndpointTrail } from "../../domain/detection.ts";
import type { CauseReport } from "../../domain/scan-report.ts";
import { filePathOf } from "../../domain/script-path.ts";
import { scriptPlace } from "../../domain/script-place.ts";
import type { CauseFinder } from "../../ports/cause-finder.ts";

/**
 * The script behind a wave of mail. A log that names its file names the cause; else it is the script that was asked for right before
 * the mail, and its file is told from the site's root. It cannot know whether the file was put there or changed: that is in the files.
 */

const classes: readonly Detection["class"][] = ["script-mailer", "injected-mailer"];

/** A file that a log names is the cause as surely as the log is true; a request before the mail is tied by time only. */
const sureness = { logged: 0.98, asked: 0.96, unplaced: 0.9 } as const;

const bySending = (a: EndpointTrail, b: EndpointTrail): number => b.waveMessages - a.waveMessages || b.waveRequests - a.waveRequests;

/** The addresses that set it off: its own, and others that the wave used as much. */
const triggersOf = ({ trails }: Detection, path: string | null): readonly EndpointTrail[] => {
  const wave = trails.filter(({ waveRequests }) => waveRequests > 0).sort(bySending);
  const own = wave.filter(({ endpoint }) => endpoint.path === path);
  if (own.length === 0) return path === null ? wave : [];
  const most = own.reduce((sum, { waveMessages }) => sum + waveMessages, 0);
  return [...own, ...wave.filter((trail) => !own.includes(trail) && trail.waveMessages * 5 >= most && trail.waveMessages > 0)];
};

/** A program that an intruder installed is a plugin; anything else a file. */
const layerOf = ({ intrusion }: Detection, path: string | null): CauseReport["layer"] =>
  intrusion !== undefined && path !== null && scriptPlace(path) === "plugin" ? "plugin" : "file";

const surenessOf = (detection: Detection, path: string | null): number => {
  // Of what looked like a form's at first only the requests tell.
  if (detection.file !== null && detection.causeKind !== "form") return sureness.logged;
  return path === null ? sureness.unplaced : sureness.asked;
};

const find = (detection: Detection): CauseReport | null => {
  if (!classes.includes(detection.class)) return null;
  const path = detection.reach?.path?.path ?? (detection.file === null ? detection.causeName || null : null);
  const triggers = triggersOf(detection, path);
  const [top] = triggers;
  const named = top === undefined || top.endpoint.path !== path ? { method: null, path, query: null } : endpointName(top);
  const file = detection.file ?? (path === null ? null : filePathOf(path, detection.site));
  if (file === null && path === null) return null;
  return {
    layer: layerOf(detection, path),
    ...named,
    file,
    mailbox: null,
    confidence: surenessOf(detection, path),
    endpoints: endpointShares(triggers),
    explains: explainedBy(detection, byChance(detection)),
    alternatives: otherSenders(detection, triggers),
  };
};

export const scriptCause: CauseFinder = { name: "script", find };
