import type { Case } from "../domain/case/case.ts";
import type { FindingCode } from "../domain/case/finding-code.ts";
import type { Finding, RequirementId } from "../domain/case/requirement.ts";

/** How far the logs that a case rests on have been read, and what they said last of its cause. Epoch ms; null = not read. */
export interface LogSight {
  /** When the last mail left that is laid to the cause; null where none was. */
  readonly lastHarmAt: number | null;
  /** Event time up to which the account's mail log is read. */
  readonly mailReadTo: number | null;
  /** The same of the site's access log. */
  readonly accessReadTo: number | null;
}

/** An answer to a request that a check made. `headers` in lower case; `body` cut off at the check's limit. */
export interface WebAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The certificate was not one for this name that could be verified; the answer counts all the same. */
  readonly isUnverified?: boolean;
}

/** A request to a site of the case, on its own server's address. Returns null where nothing answered; `why` says so for the proof. */
export type AskSite = (request: {
  readonly site: string;
  readonly method: "GET" | "POST";
  readonly path: string;
  /** Fields of a form; only harmless, marked content. */
  readonly form?: Readonly<Record<string, string>>;
}) => Promise<WebAnswer | { readonly why: string }>;

/** What a check may use. */
export interface CheckTools {
  readonly now: number;
  readonly sightOf: (one: Case) => Promise<LogSight>;
  readonly askSite: AskSite;
}

/**
 * Looks by machine whether a requirement is met. Never executes what it finds, never changes anything at the site, never takes an answer
 * for a yes that it could not get: what could not be looked at is `unknown`.
 */
export interface Check {
  readonly name: string;
  readonly requirement: RequirementId;
  /** Whether it can say anything about this case. */
  readonly fits: (one: Case) => boolean;
  readonly run: (one: Case, tools: CheckTools) => Promise<Pick<Finding, "state" | "detail"> & { readonly code: FindingCode }>;
}
