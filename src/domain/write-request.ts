import type { Site } from "./account.ts";
import type { Endpoint } from "./endpoint.ts";
import type { LinePlace } from "./line-place.ts";
import type { Source } from "./source.ts";

/** How the request names where it came from. `bare` = the site's own name without a path, which browsers do not send. */
export type RefererKind = "none" | "bare" | "own-page" | "other-site";

/**
 * What the client says it is. `self` = the server talking to itself (WordPress cron); `library` = an HTTP library's own
 * name (curl, python-requests), as quick scripts leave it; `named` = a program with a name of its own (an app, a payment provider).
 */
export type AgentKind = "none" | "self" | "library" | "named" | "browser";

/** One endpoint in use: the pure name with a number that tables can use. */
export interface EndpointUse extends Endpoint {
  /** Small integer, unique within one run. */
  readonly id: number;
}

/** What the same source had done on the same site before this request, as far as bounded memory tells. */
export interface Acquaintance {
  readonly pages: number;
  readonly assets: number;
  readonly writes: number;
  /** Distinct endpoints of the site that it wrote to, this request's not included. */
  readonly endpoints: number;
  /** Answered writes of the source to this same endpoint in a row, this one not included, and how long they go back. */
  readonly sameEndpoint: number;
  readonly sameEndpointMs: number;
  /** Milliseconds that the site's log had been running: shortly after its start nobody can have a past. */
  readonly logAgeMs: number;
}

/**
 * A request that can change or send something, kept after its line is gone. A read of a script that no page leads to is one as well, but
 * only as the trigger of a message: a mailer is called by GET, too, and detectors are not shown it otherwise.
 */
export interface WriteRequest {
  /** Small integer, unique within one run, in order of arrival. */
  readonly id: number;
  /** Epoch ms. */
  readonly time: number;
  readonly site: Site;
  readonly endpoint: EndpointUse;
  readonly source: Source;
  readonly status: number;
  /** The server turned it away before any program could act: an attempt, never a mail. */
  readonly refused: boolean;
  readonly referer: RefererKind;
  /** Path of the site's own page that the referer names, normal form; null for any other referer. */
  readonly refererPath: string | null;
  readonly agent: AgentKind;
  /** HTTP/1.0, which no current browser speaks. */
  readonly oldProtocol: boolean;
  readonly before: Acquaintance;
  /** The operator vouches for the source: an exception or the owner's own address. */
  readonly trusted: boolean;
  readonly place: LinePlace;
}

/**
 * Answers after which no program behind the server can have sent a mail: authentication and permission refusals,
 * protocol errors, rate limits, and permanent redirects, which repeat the request elsewhere. 404 is not among them:
 * WordPress mails from pages that it answers with 404 (measured, facts on enforcement section 2).
 */
const refusals = new Set([
  301, 307, 308, 400, 401, 403, 405, 406, 408, 411, 413, 414, 415, 417, 421, 426, 429, 431, 444, 451, 495, 496, 497, 501, 503,
]);

/** Whether a status means that the request was turned away. */
export const isRefusal = (status: number): boolean => refusals.has(status);
