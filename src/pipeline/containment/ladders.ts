import type { AbuseClass } from "../../domain/abuse-class.ts";
import type { Measure } from "../../domain/measure.ts";
import type { NotProposedReason } from "../../domain/not-proposed-reason.ts";

/**
 * Which measures are weighed for a class, and in which order: the first that the replay bears out would be applied. Sources: the facts on
 * each kind of incident (what helps and what does not) and on enforcement (what each measure can do).
 */
export interface Ladder {
  /** Close the one way in: nothing wider is needed while one of them can be taken. */
  readonly closing: readonly Measure[];
  /** Act on the site; where `closing` is named, only if nothing of it can be taken, unless `both`. */
  readonly site: readonly Measure[];
  readonly both: boolean;
  /** Act on the account's mail. */
  readonly mail: readonly Measure[];
  /** Mail is held before the site is touched: what sits in a file that serves every page cannot be closed from outside. */
  readonly mailFirst: boolean;
  /** What would be tried in vain, and why. */
  readonly never: readonly { readonly measure: Measure; readonly reason: NotProposedReason }[];
}

const overSite = ["deny-network", "deny-foreign-writes", "challenge-foreign", "deny-foreign", "deny-writes"] as const;

const inVain = (measures: readonly Measure[], reason: NotProposedReason): Ladder["never"] =>
  measures.map((measure) => ({ measure, reason }));

const nothing: Ladder = { closing: [], site: [], both: false, mail: [], mailFirst: false, never: [] };

/** A path cannot be closed for a form of WordPress (facts on enforcement, section 2), so no ladder of a form has one. */
const throughForm: Ladder = { ...nothing, site: overSite, mail: ["hold-mail", "stop-mail"] };

const nuisance: Ladder = { ...nothing, site: overSite, never: inVain(["hold-mail", "stop-mail"], "mail-not-abused") };

const throughScript: Ladder = { ...nothing, closing: ["deny-path", "quarantine-file"], site: overSite, mail: ["hold-mail", "stop-mail"] };

export const ladders: Readonly<Record<AbuseClass, Ladder>> = {
  "form-relay": throughForm,
  "subscription-bombing": throughForm,
  "script-mailer": throughScript,
  "injected-mailer": { ...throughScript, mailFirst: true },
  "account-takeover": { ...throughScript, both: true },
  "cron-mailer": { ...nothing, mail: ["hold-mail", "stop-mail", "cap-mail"], never: inVain(overSite, "no-request") },
  "smtp-credential-abuse": {
    ...nothing,
    mail: ["lock-mailbox", "hold-mail"],
    never: [...inVain(overSite, "no-request"), ...inVain(["stop-mail"], "not-local")],
  },
  "form-flood": nuisance,
  "login-attack": nuisance,
  "comment-spam": nuisance,
  "reset-flood": nuisance,
  newsletter: nothing,
  "order-surge": nothing,
  "mail-loop": nothing,
};

/** All measures that are weighed for a class, in the order in which they would be proposed where the account has one site. */
export const measuresInOrder = (abuseClass: AbuseClass): readonly Measure[] => {
  const { closing, site, mail, mailFirst } = ladders[abuseClass];
  return mailFirst ? [...closing, ...mail, ...site] : [...closing, ...site, ...mail];
};
