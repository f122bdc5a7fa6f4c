import type { CaseReport, ReasonFeature } from "../domain/scan-report.ts";
import type { Voice } from "./voice.ts";

export interface ReasonView {
  /** One to three `+` or `−`. */
  readonly mark: string;
  readonly text: string;
}

/** How a feature's value reads: as a share of one, or as a number. */
const reasonUnits: Readonly<Record<ReasonFeature, "share" | "number">> = {
  "mail-follows-posts": "share",
  "more-than-usual": "number",
  strangers: "share",
  "foreign-sources": "share",
  "one-shot-sources": "share",
  "never-read-the-page": "share",
  "read-like-visitors": "share",
  "scattered-sources": "share",
  "fetched-no-assets": "share",
  "many-recipients": "number",
  "foreign-recipients": "share",
  bounces: "share",
  "no-mail-follows": "number",
  "same-client": "share",
  "many-networks": "number",
  "new-networks": "share",
  "new-recipients": "share",
  "known-recipients": "share",
  "one-recipient": "share",
  "same-recipients": "number",
  "put-off": "share",
  "few-bounces": "share",
  "mails-per-request": "number",
  "odd-place": "number",
  "programs-file": "number",
  "on-the-minute": "share",
  "own-clock": "number",
  administration: "number",
  "no-request": "share",
  visitors: "number",
  "sign-up": "share",
  "failed-logins": "number",
  "login-succeeded": "number",
  "planted-file": "number",
  "third-party-report": "number",
};

/** One to three signs by weight: log-odds of 1 and 3 are about 3 : 1 and 20 : 1. */
const weightMark = (weight: number): string => (weight < 0 ? "−" : "+").repeat(Math.abs(weight) >= 3 ? 3 : Math.abs(weight) >= 1 ? 2 : 1);

/** The features for and against, in words. */
export const reasonsOf = ({ words, formats }: Voice, found: CaseReport): ReasonView[] =>
  found.reasons.map(({ feature, value, usual, weight }) => {
    // A value above one cannot be a share, whatever the feature: then it is shown as the number it is.
    const shown = (figure: number): string =>
      reasonUnits[feature] === "share" && value <= 1 && figure <= 1 ? formats.percent(figure) : formats.number(figure);
    const text = words.reasons[feature] + words.colon + shown(value);
    return { mark: weightMark(weight), text: usual === null ? text : words.aside(text, `${words.labels.usual} ${shown(usual)}`) };
  });
