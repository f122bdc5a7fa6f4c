import type { NotProposedReason } from "../../domain/not-proposed-reason.ts";
import { filePathOf } from "../../domain/script-path.ts";
import { isNoForm, isOddPlace, scriptPlace } from "../../domain/script-place.ts";
import type { Past, Proposal, Replay } from "./proposal.ts";

/** Measures on one script: its address closed, or its file put out of reach. */

/** Requests of others to a script that are no more than scanners' probes. */
const probes = { least: 2, share: 0.1 } as const;

/** Every page of the site comes through it, or people log in there: closing it closes the site. */
const isFrontDoor = (path: string): boolean => path === "/" || (scriptPlace(path) === "program" && !isNoForm(path));

/** The mail log named the folder alone: which of its files sends is not known, and the others serve the site. */
const isFolder = (path: string): boolean => path.endsWith("/") && path !== "/";

const whyOpen = ({ detection }: Past): NotProposedReason | null => {
  const path = detection.reach?.path ?? null;
  if (path === null || detection.site === null || isFolder(path.path)) return "path-unknown";
  if (isFrontDoor(path.path)) return "serves-visitors";
  // Nobody's page sends anybody to such a file: whoever asks for it wants what it does.
  if (isNoForm(path.path)) return null;
  return path.others > Math.max(probes.least, path.wave * probes.share) ? "serves-visitors" : null;
};

/** Requests to the script; messages where no request of the site was read. */
const impactOf = ({ detection }: Past): Pick<Proposal, "abusive" | "other" | "unit"> => {
  const { counts, reach } = detection;
  const path = reach?.path ?? null;
  if (path === null || reach?.isSiteSeen !== true) return { abusive: counts.messages, other: 0, unit: "messages" };
  // The mail alone tells of the script, and its callers were only reading: they are the wave.
  const isUntied = path.wave === 0 && isNoForm(path.path);
  return isUntied ? { abusive: path.others, other: 0, unit: "requests" } : { abusive: path.wave, other: path.others, unit: "requests" };
};

/** Closes the script's address to everyone. */
export const replayPath: Replay = (past) => {
  const refusal = whyOpen(past);
  if (refusal !== null) return refusal;
  const { site, reach } = past.detection;
  return { target: { site: site?.domain || null, path: reach?.path?.path ?? null }, ...impactOf(past) };
};

/** A file that the site's own software needs must be restored, not taken away: who takes it away breaks the site. */
const isOwnFile = ({ detection }: Past, path: string): boolean => {
  if (detection.intrusion?.planted === path || isOddPlace(scriptPlace(path))) return false;
  return detection.class === "injected-mailer" || scriptPlace(path) !== "other";
};

/** Puts the script's file out of reach. */
export const replayFile: Replay = (past) => {
  const { site, file, reach } = past.detection;
  const path = reach?.path?.path ?? null;
  if (path === null || site === null || isFolder(path)) return "path-unknown";
  if (isFrontDoor(path)) return "serves-visitors";
  if (isOwnFile(past, path)) return "own-file";
  const refusal = whyOpen(past);
  if (refusal !== null) return refusal;
  const own = file ?? filePathOf(path, site);
  return own === null ? "root-unknown" : { target: { site: site.domain || null, file: own }, ...impactOf(past) };
};
