import type { Account } from "./account.ts";
import type { EndpointTrail } from "./detection.ts";
import type { PathReach, Reach } from "./reach.ts";
import { urlPathOf } from "./script-path.ts";
import { isNoForm } from "./script-place.ts";
import type { WaveSubject, WaveView } from "./wave-context.ts";

/** What there is to know of a wave before its reach can be told. */
export interface ReachQuestion {
  readonly account: Account | null;
  readonly subject: WaveSubject;
  /** URL path of the program that an intruder put in place. */
  readonly planted: string | null;
  readonly trails: readonly EndpointTrail[];
  /** As {@link Reach.mailboxMessages}, at the wave's last event. */
  readonly mailboxMessages: number;
  /** Whether an address took part in the wave. */
  readonly isOwn: (address: string) => boolean;
}

/** URL path of the script that a wave is about: as it was asked for, else from where its file lies. */
const scriptPathOf = ({ subject, trails }: ReachQuestion): string | null => {
  if (subject.causeKind !== "script") return null;
  if (subject.file === null) return subject.causeName;
  return urlPathOf(subject.file, subject.site, trails);
};

const pathReach = (view: WaveView, question: ReachQuestion): PathReach | null => {
  const { subject, planted, trails, isOwn } = question;
  const path = planted ?? scriptPathOf(question);
  if (path === null || subject.site === null) return null;
  const { domain } = subject.site;
  // Calls by GET are among the reads already.
  const writes = trails.filter(({ endpoint }) => endpoint.path === path && endpoint.site === domain && endpoint.method !== "GET");
  const reads = view.scriptReads(subject.site, path, isOwn);
  const all = writes.reduce((sum, { requests }) => sum + requests, 0);
  // Nobody's page sends a form there: whoever writes to it sets it off, also where its mail was lost from the log.
  const wave = isNoForm(path) ? all : writes.reduce((sum, { waveRequests }) => sum + waveRequests, 0);
  return { path, wave: wave + reads.own, others: Math.max(0, all - wave) + reads.others };
};

/** Looks at what a wave stands in, at the moment of a claim. */
export const reachOf = (view: WaveView, question: ReachQuestion): Reach => {
  const { account, subject } = question;
  return {
    ...(account === null ? { sites: 0, unseenSites: 0 } : view.sitesOf(account)),
    isSiteSeen: subject.site !== null && view.siteTally(subject.site).requests > 0,
    path: pathReach(view, question),
    mailboxMessages: question.mailboxMessages,
  };
};
