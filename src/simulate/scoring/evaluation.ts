import type { AbuseClass, Verdict } from "../../domain/abuse-class.ts";
import type { BaselineName } from "./baselines.ts";
import type { Quantiles, Rate, Share } from "./intervals.ts";

/** The document that `sekisho evaluate --json` prints: `sekisho.evaluation/1`. All worlds summed up. */
export interface Evaluation {
  readonly schema: "sekisho.evaluation/1";
  readonly worlds: readonly WorldSummary[];
  readonly siteDays: number;
  readonly matching: MatchingSummary;
  readonly verdicts: readonly VerdictSummary[];
  readonly classes: readonly ClassSummary[];
  readonly confusion: Confusion;
  /** Abuse cases on accounts without abuse, per 1,000 site-days. */
  readonly wrongfulAbuseCases: Rate;
  readonly acting: { readonly actAt: number; readonly at: ActingPoint; readonly curve: readonly ActingPoint[] };
  readonly attribution: readonly AttributionSummary[];
  readonly delay: readonly DelaySummary[];
  readonly impact: ImpactSummary;
  readonly counts: { readonly messages: ErrorSummary; readonly requests: ErrorSummary };
  readonly confidence: ConfidenceSummary;
  readonly firstMeasure: { readonly best: Share; readonly harmful: Share };
  readonly unknowable: {
    readonly incidents: number;
    readonly found: Share;
    readonly reasons: readonly { readonly why: string; readonly incidents: number }[];
  };
  readonly baselines: readonly BaselineSummary[];
  readonly misses: readonly Miss[];
}

export interface WorldSummary {
  readonly directory: string;
  readonly seed: number | string;
  readonly from: string;
  readonly to: string;
  readonly siteDays: number;
  readonly quietSiteDays: number | null;
  readonly lines: { readonly access: number; readonly mail: number };
  readonly incidents: number;
  readonly cases: number;
}

export interface MatchingSummary {
  readonly cases: number;
  readonly incidents: number;
  readonly matched: number;
  /** Matched though case and incident do not touch in time: less than 72 h apart. */
  readonly onlyNear: number;
  /** Further cases for an incident that has one. */
  readonly split: number;
  /** Further incidents that a case runs through. */
  readonly merged: number;
  readonly unmatchedCases: number;
}

/** Recall counts incidents that can be known. */
export interface VerdictSummary {
  readonly verdict: Verdict;
  readonly precision: Share;
  readonly recall: Share;
}

export interface ClassSummary {
  readonly class: AbuseClass;
  /** Cases of the class whose incident is of that class. */
  readonly precision: Share;
  /** Incidents of the class that have a case of that class. */
  readonly recall: Share;
  /** Incidents of the class that have a case of the same verdict. */
  readonly verdictRecall: Share;
}

/** `counts[row][column]`: incidents by their class (the last row: cases without an incident) and the class said (the last column: no case). */
export interface Confusion {
  readonly classes: readonly AbuseClass[];
  readonly counts: readonly (readonly number[])[];
}

/** What would be contained without a person from this confidence on. */
export interface ActingPoint {
  readonly threshold: number;
  readonly cases: number;
  readonly right: Share;
  readonly wrongful: Rate;
  /** Abuse incidents that can be known with a case so sure. */
  readonly acted: Share;
}

/** `class` null: all abuse. Of incidents found with the right verdict. */
export interface AttributionSummary {
  readonly class: AbuseClass | null;
  readonly top1: Share;
  readonly top3: Share;
}

/** `class` null: all abuse. */
export interface DelaySummary {
  readonly class: AbuseClass | null;
  readonly minutes: Quantiles;
  readonly harmfulMails: Quantiles;
}

/** Relative errors: |said − truth| ÷ truth. `within5Percent` also takes what is off by one at most. */
export interface ErrorSummary {
  readonly within5Percent: Share;
  readonly error: Quantiles;
}

export interface ImpactSummary {
  readonly abusive: ErrorSummary;
  readonly other: ErrorSummary;
  /** Cases of which both figures are within 5 %. */
  readonly both: Share;
  /** Cases of which both figures are off by no more than 5 % of all that the measure would have stopped. */
  readonly bothOfAllStopped: Share;
  readonly byMeasure: readonly { readonly measure: string; readonly abusive: ErrorSummary; readonly other: ErrorSummary }[];
}

export interface ConfidenceSummary {
  readonly bins: readonly { readonly from: number; readonly to: number; readonly meanSaid: number | null; readonly right: Share }[];
  /** Mean of (said − right)²; null without cases. */
  readonly brier: number | null;
  /** Of cases said to be at least 0.9 sure. */
  readonly sure: Share;
}

export interface BaselineSummary {
  readonly name: BaselineName;
  readonly recall: Share;
  readonly wrongful: Rate;
  readonly wrongfulInNuisance: number;
  readonly harmfulMails: Quantiles;
}

/** One incident or case that came out wrong, for those who look into it. */
export interface Miss {
  readonly what: "missed" | "wrong-class" | "wrong-cause" | "wrongful" | "no-incident";
  readonly directory: string;
  readonly account: string | null;
  readonly site: string | null;
  readonly at: string;
  /** Id, recipe, class and tags of the incident; null where nothing happened. */
  readonly incident: { readonly id: string; readonly kind: string; readonly class: AbuseClass; readonly tags: readonly string[] } | null;
  readonly said: { readonly class: AbuseClass; readonly confidence: number; readonly cause: string } | null;
}
