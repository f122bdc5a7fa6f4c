import type { MailFate } from "./held-mail.ts";
import type { JoinedMail } from "./joined-mail.ts";
import type { CauseReport } from "./scan-report.ts";
import { sigmoid, strangeness } from "./strangeness.ts";

/** What the join knew of a message when it was settled, kept small: enough to tell later whether a case's cause is its own. */
export interface MailOrigin {
  readonly mailbox: string | null;
  readonly script: string | null;
  /** The request that most likely caused it; null where none fits. */
  readonly trigger: {
    readonly site: string;
    readonly method: string;
    readonly path: string;
    readonly query: string | null;
    /** That a stranger's program sent it, 0 to 1; 0 of whom the operator vouches for. */
    readonly strange: number;
    /** No other request fits about as well. */
    readonly isSure: boolean;
  } | null;
}

/** Of a case: its site and its cause, as a claim tells them. */
export interface FateCause {
  readonly site: string | null;
  readonly cause: Pick<CauseReport, "layer" | "file" | "path" | "mailbox" | "endpoints">;
}

/** From here on a request is a stranger's. Source: `strangersWeight` in suspect.ts. */
const stranger = 0.5;
/** Up to here it is a visitor's: below what even a running wave takes along (suspect.ts). */
const visitor = 0.28;

/** Whose mail is asked about: a claim's server, its key and its cause. */
export interface FateClaim extends FateCause {
  readonly host: string;
  readonly key: string;
}

/** Keeps of a settled join what {@link fateOfMail} needs. */
export const mailOrigin = ({ message: { mailbox, script }, trigger, candidates }: JoinedMail): MailOrigin => {
  if (trigger === null) return { mailbox, script, trigger: null };
  const { site, method, path, query } = trigger.endpoint;
  const strange = trigger.trusted ? 0 : sigmoid(strangeness(trigger));
  return { mailbox, script, trigger: { site, method, path, query, strange, isSure: candidates === 1 } };
};

const byForm = ({ site, cause }: FateCause, { trigger }: MailOrigin): MailFate => {
  if (trigger === null) return "unknown";
  const same = (one: CauseReport["endpoints"][number]): boolean =>
    one.method === trigger.method && one.path === trigger.path && one.query === trigger.query;
  const isAbused = trigger.site === site && cause.endpoints.some(same);
  if (isAbused && trigger.strange >= stranger) return "caused";
  return trigger.isSure && trigger.strange < visitor ? "not-caused" : "unknown";
};

const byScript = ({ cause }: FateCause, { script, trigger }: MailOrigin): MailFate => {
  if (script !== null && cause.file !== null) return script === cause.file ? "caused" : "not-caused";
  return trigger !== null && trigger.path === cause.path ? "caused" : "unknown";
};

const byMailbox = ({ cause }: FateCause, { mailbox }: MailOrigin): MailFate => (mailbox === cause.mailbox ? "caused" : "not-caused");

/**
 * Whether a held message is the abuse's. `caused`: it came through the case's way in, by a stranger where a form is abused; `not-caused`: it certainly
 * came another way, or by a visitor; `unknown`: anything in between, and every cause that names no way in.
 */
export const fateOfMail = (of: FateCause, origin: MailOrigin): MailFate => {
  const { layer, mailbox } = of.cause;
  if (layer === "form") return byForm(of, origin);
  if (layer === "smtp-auth") return mailbox === null ? "unknown" : byMailbox(of, origin);
  return layer === "file" || layer === "plugin" || layer === "cron" ? byScript(of, origin) : "unknown";
};
