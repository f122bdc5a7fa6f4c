import type { Detection, EndpointTrail } from "../../domain/detection.ts";
import type { AlternativeReport, CauseReport } from "../../domain/scan-report.ts";
import { adminAction, type SiteProgram, siteProgram } from "../../domain/site-program.ts";
import type { CauseFinder } from "../../ports/cause-finder.ts";

/**
 * The log-in behind a wave: the program that took the passwords, or was asked for new ones; at a mail server the mailbox. What it
 * explains is the mail of the wave itself. It cannot know what no log holds: which password, and whether an attack that failed here
 * got in elsewhere. Runners-up are the other log-ins that were tried, and after a takeover the program that was put in place.
 */

/** The log-in is named by what was asked of it; after a takeover the password may have been stolen elsewhere. */
const sureness = { tried: 0.98, unseen: 0.6 } as const;
const alternativesShown = 3;

const named = ({ endpoint }: EndpointTrail) => ({ method: endpoint.method, path: endpoint.path, query: endpoint.query });

const programs: Readonly<Partial<Record<Detection["class"], readonly SiteProgram[]>>> = {
  "login-attack": ["login", "remote-call"],
  "account-takeover": ["login", "remote-call"],
  "reset-flood": ["reset"],
};

const explained = ({ accountMessages, counts }: Detection): CauseReport["explains"] => ({
  messages: counts.messages,
  share: accountMessages === 0 ? 0 : Math.min(1, counts.messages / accountMessages),
  byChance: null,
});

/** A password tried at the mail server has no endpoint. */
const ofMailbox = (detection: Detection): CauseReport => ({
  layer: "login",
  method: null,
  path: null,
  query: null,
  file: null,
  mailbox: detection.mailbox,
  confidence: sureness.tried,
  endpoints: [],
  explains: explained(detection),
  alternatives: [],
});

const asAlternative = (trail: EndpointTrail, total: number): AlternativeReport => ({
  layer: "login",
  ...named(trail),
  confidence: Math.round((trail.waveRequests / Math.max(1, total)) * 1_000) / 1_000,
});

/** What was put in place, as another way in: closing the log-in alone leaves it open. */
const plantedIn = (detection: Detection): readonly AlternativeReport[] => {
  const planted = detection.intrusion?.planted ?? null;
  return planted === null ? [] : [{ layer: "file", method: "POST", path: planted, query: null, confidence: 0.5 }];
};

const find = (detection: Detection): CauseReport | null => {
  const wanted = programs[detection.class];
  if (wanted === undefined) return null;
  if (detection.site === null) return detection.mailbox === null ? null : ofMailbox(detection);
  const wave = detection.trails.filter(({ waveRequests }) => waveRequests > 0).sort((a, b) => b.waveRequests - a.waveRequests);
  const entered = detection.intrusion?.path ?? null;
  const tried = wave
    .filter(({ endpoint }) => wanted.includes(siteProgram(endpoint)))
    .sort((a, b) => Number(b.endpoint.path === entered) - Number(a.endpoint.path === entered));
  const planted = detection.intrusion?.planted ?? null;
  const worked = wave.filter(({ endpoint }) => adminAction(endpoint) !== null || endpoint.path === planted);
  const top = tried[0] ?? worked[0] ?? wave[0];
  if (top === undefined) return null;
  const total = tried.reduce((sum, { waveRequests }) => sum + waveRequests, 0);
  const endpoints = [...new Set([...tried, ...(detection.class === "account-takeover" ? worked : [])])];
  return {
    layer: "login",
    ...named(top),
    file: null,
    mailbox: null,
    confidence: tried.length > 0 ? sureness.tried : sureness.unseen,
    endpoints: (endpoints.length === 0 ? [top] : endpoints).map((trail) => ({
      ...named(trail),
      requests: trail.waveRequests,
      messages: trail.waveMessages,
    })),
    explains: explained(detection),
    alternatives: [...plantedIn(detection), ...tried.slice(1).map((trail) => asAlternative(trail, total))].slice(0, alternativesShown),
  };
};

export const loginCause: CauseFinder = { name: "login", find };
