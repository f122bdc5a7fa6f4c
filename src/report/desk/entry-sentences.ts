import type { EntryCode } from "../../domain/case/entry.ts";

/** What a timeline's line speaks of; every text in it is in the reader's words and ready to show, empty where there is none. */
export interface EntryFacts {
  readonly class: string;
  readonly before: string;
  readonly confidence: string;
  readonly previous: string;
  readonly state: string;
  readonly measure: string;
  readonly waitsFor: string;
  readonly reason: string;
  readonly proof: string;
  readonly second: string;
  readonly tells: string;
  readonly detail: string;
  readonly claims: string;
  /** Whether it is the customer's own word; empty where that was not noted. */
  readonly genuine: string;
  readonly isLawful: boolean;
  readonly requirement: string;
  readonly result: string;
  readonly until: string;
  readonly times: string;
  readonly why: string;
  readonly task: string;
  readonly mode: string;
  /** How many messages on hold, their period (empty where not told), and where they go. */
  readonly count: string;
  readonly period: string;
  readonly domains: string;
  readonly caused: string;
  readonly unknown: string;
}

/** A sentence without its full stop for each thing that a timeline can say. */
export type EntrySentences = Readonly<Record<EntryCode, (facts: EntryFacts) => string>>;
