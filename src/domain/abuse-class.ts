/**
 * The closed list of what a case can be, and what each class means for action.
 * Source: the contract's table of classes. Only `abuse` may be contained without a person's decision.
 */

export const abuseClasses = [
  "form-relay",
  "script-mailer",
  "injected-mailer",
  "cron-mailer",
  "smtp-credential-abuse",
  "account-takeover",
  "subscription-bombing",
  "form-flood",
  "login-attack",
  "comment-spam",
  "reset-flood",
  "newsletter",
  "order-surge",
  "mail-loop",
] as const;

/** One of {@link abuseClasses}. */
export type AbuseClass = (typeof abuseClasses)[number];

/** What a class means for action: only `abuse` may be contained without a person's decision. */
export type Verdict = "abuse" | "nuisance" | "benign";

const verdicts: Readonly<Record<AbuseClass, Verdict>> = {
  "form-relay": "abuse",
  "script-mailer": "abuse",
  "injected-mailer": "abuse",
  "cron-mailer": "abuse",
  "smtp-credential-abuse": "abuse",
  "account-takeover": "abuse",
  "subscription-bombing": "abuse",
  "form-flood": "nuisance",
  "login-attack": "nuisance",
  "comment-spam": "nuisance",
  "reset-flood": "nuisance",
  newsletter: "benign",
  "order-surge": "benign",
  "mail-loop": "benign",
};

/** The verdict that a class carries; fixed per class. */
export const verdictOf = (abuseClass: AbuseClass): Verdict => verdicts[abuseClass];
