import type { Hit, Incident, Letter, Site } from "./model.ts";

/** Takes what happens, in any order; the writers sort it by time. */
export interface Tape {
  readonly hit: (hit: Hit) => void;
  readonly letter: (letter: Letter) => void;
}

/** Everybody who sends requests. */
export interface Guest {
  readonly source: string;
  readonly agent: string;
  readonly protocol: string;
}

/** What most requests share. */
export interface HitParts {
  readonly at: number;
  readonly target: string;
  readonly status?: number;
  readonly bytes?: number;
  readonly method?: string;
  readonly referer?: string;
  readonly user?: string;
  readonly incident?: Incident | null;
}

export const hitOf = (site: Site, guest: Guest, parts: HitParts): Hit => ({
  at: parts.at,
  site,
  source: guest.source,
  method: parts.method ?? "GET",
  target: parts.target,
  status: parts.status ?? 200,
  bytes: parts.bytes ?? 0,
  referer: parts.referer ?? "-",
  agent: guest.agent,
  protocol: guest.protocol,
  user: parts.user ?? "-",
  incident: parts.incident ?? null,
});
