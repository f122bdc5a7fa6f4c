import { type AbuseClass, verdictOf } from "../abuse-class.ts";
import type { CauseReport } from "../scan-report.ts";
import type { ClaimedAbuse } from "./claimed-abuse.ts";

/** What a person says is going on, without a detection. */
export interface PersonsClaim {
  readonly class: AbuseClass;
  readonly host: string;
  readonly account: string | null;
  readonly site: string | null;
  readonly mailbox: string | null;
  /** Epoch ms. */
  readonly at: number;
}

const layers: Readonly<Record<AbuseClass, CauseReport["layer"]>> = {
  "form-relay": "form",
  "subscription-bombing": "form",
  "form-flood": "form",
  "comment-spam": "form",
  "script-mailer": "file",
  "injected-mailer": "file",
  "cron-mailer": "cron",
  "smtp-credential-abuse": "smtp-auth",
  "login-attack": "login",
  "account-takeover": "login",
  "reset-flood": "login",
  newsletter: "none",
  "order-surge": "none",
  "mail-loop": "none",
};

const nothingCounted = {
  ...{ requests: 0, refusedRequests: 0, foreignRequests: 0, sources: 0 },
  ...{ messages: 0, recipients: 0, foreignRecipients: 0, bounced: 0 },
};

/** Whether a person said it and no log: nothing was counted then. */
export const isByPerson = ({ evidence, counts }: Pick<ClaimedAbuse, "evidence" | "counts">): boolean =>
  evidence.length === 0 && counts.requests === 0 && counts.messages === 0;

/**
 * A case that a person opens by hand, because they know what no log said yet: nothing counted, no evidence, and no measure proposed, so that
 * nothing goes by itself. What detectors find of the account is a case of its own.
 */
export const claimByPerson = ({ class: abuseClass, host, account, site, mailbox, at }: PersonsClaim): ClaimedAbuse => ({
  key: ["person", `${host}/${account ?? mailbox ?? ""}`, site ?? ""].join(" "),
  class: abuseClass,
  verdict: verdictOf(abuseClass),
  confidence: 1,
  ...{ host, account, site, sharesAccount: false, firstSeen: at, lastSeen: at, lastHarmAt: null },
  cause: {
    ...{ layer: layers[abuseClass], method: null, path: null, query: null, file: null, mailbox, confidence: 0, endpoints: [] },
    ...{ explains: { messages: 0, share: 0, byChance: null }, alternatives: [] },
  },
  counts: nothingCounted,
  ...{ evidence: [], measures: [], notProposed: [], gaps: [] },
});
