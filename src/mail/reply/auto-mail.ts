import type { MailText } from "./mail-text.ts";

/**
 * A mail that no person wrote for us. None is ever answered: two machines that answer each other never stop. `list`: it came through
 * a mailing list, behind which a person may be.
 */
export type AutoMail =
  | { readonly kind: "bounce"; readonly addresses: readonly string[]; readonly isPermanent: boolean }
  | { readonly kind: "out-of-office" | "auto-reply" | "challenge" | "receipt" | "list" | "loop" };

/** How our own mail is known when it comes back. */
export interface OwnMail {
  /** Header that every notice carries, in lower case. */
  readonly header: string;
  /** What stands behind the `@` of our Message-IDs. */
  readonly messageIdDomain: string;
}

/** Words of machines' subjects; "the auto-reply was switched off" is a customer's, and a good one. */
const outOfOffice =
  /out of (the )?office|auto(matic)?[- ]?(reply|response)(?! (was |is |has been |now )*(disabled|switched|turned|removed|stopped|deactivated|off))|away from|on (vacation|holiday|leave)|vacation|abwesen|absence|不在|休暇|自動(応答|返信|回答)(?!(メール)?(を|が|は|の停止|機能|停止))|休業|出張中/i;
const bounced =
  /undeliver|undelivered|delivery (status|failure|has failed|incomplete|report)|mail delivery (failed|failure|system)|returned (mail|to sender)|failure notice|could ?n[o']t be delivered|message not delivered|配信(不能|できません|エラー|に失敗)|送信(できませんでした|エラー)|不達/i;
const daemon = /^(mailer-daemon|postmaster|mail-daemon|maildaemon)@|<(mailer-daemon|postmaster|mail-daemon)@|^mailer-daemon\b/i;
const challenged =
  /(confirm|verify|validate) (your|that you|you are|sender|this) ?(message|e-?mail|address|human|delivery)?|sender (verification|confirmation|authentication)|challenge[- ]response|your (message|email) (to .* )?(is|has been) (held|quarantined|awaiting)|boxtrapper|spamarrest|送信者(の)?(確認|認証)/i;

const addressOf = (field: string): string | null => {
  const address = field
    .replace(/^[^;]*;/, "")
    .trim()
    .replace(/^<|>$/g, "")
    .toLowerCase();
  return /^[^\s@<>]+@[^\s@<>]+$/.test(address) ? address : null;
};

const fieldsOf = (text: string, name: string): readonly string[] =>
  [...text.matchAll(new RegExp(`^${name}:[ \\t]*(.*)$`, "gim"))].map(([, value]) => (value ?? "").trim());

const unique = (addresses: readonly (string | null)[]): readonly string[] => [...new Set(addresses.filter((address) => address !== null))];

/** RFC 3464: what failed for ever is what the server said with 5.x.x and `failed`; a delay is not. */
const reportedBounce = (status: string): AutoMail => {
  const final = unique(fieldsOf(status, "final-recipient").map(addressOf));
  const original = unique(fieldsOf(status, "original-recipient").map(addressOf));
  const actions = fieldsOf(status, "action").map((action) => action.toLowerCase());
  const codes = fieldsOf(status, "status");
  const isPermanent = actions.some((action) => action.startsWith("failed")) && !codes.every((code) => code.startsWith("4"));
  return { kind: "bounce", addresses: original.length > 0 ? original : final, isPermanent };
};

const pastLines = /(?:^|\n)\s*<?([^\s<>@:]+@[^\s<>@:]+?)>?:?\s*(?:\n|$)/g;

/** Bounces from before the standard: qmail's, Exim's and what else names the address in its text. */
const plainBounce = ({ text, headers }: MailText): AutoMail => {
  const failed = headers.filter(({ name }) => name === "x-failed-recipients").flatMap(({ value }) => value.split(","));
  const named = [...text.matchAll(pastLines)].map(([, address]) => address ?? "");
  const isDelay =
    /delay(ed)?|will (keep|continue|retry)|再送|遅延|still trying|no need to (resend|retry)|not required to do anything/i.test(text);
  return { kind: "bounce", addresses: unique([...failed, ...named].map(addressOf)), isPermanent: !isDelay };
};

const namesOf = ({ headers }: MailText): ReadonlySet<string> => new Set(headers.map(({ name }) => name));

/** What kind of machine's mail this is; null for a person's. Sources: RFC 3464, 3834, 2369, 8098. */
export const readAutoMail = (mail: MailText, own: OwnMail): AutoMail | null => {
  const first = (name: string): string => mail.headers.find((header) => header.name === name)?.value ?? "";
  const has = namesOf(mail);
  const type = first("content-type").toLowerCase();
  const isNull = has.has("return-path") && /^<\s*>$/.test(first("return-path"));
  const isMachine = /^(?!no\b)\S/i.test(first("auto-submitted"));
  if (has.has(own.header) || first("message-id").toLowerCase().endsWith(`@${own.messageIdDomain.toLowerCase()}>`)) return { kind: "loop" };
  if (/report-type="?disposition-notification/.test(type)) return { kind: "receipt" };
  if (mail.deliveryStatus !== "" && /multipart\/report/.test(type)) return reportedBounce(mail.deliveryStatus);
  const isDaemon = daemon.test(first("from"));
  if (has.has("x-failed-recipients") || ((isDaemon || isNull) && bounced.test(mail.subject))) return plainBounce(mail);
  if (["x-challenge", "x-boxtrapper", "x-tmda-confirm", "x-spamarrest-id"].some((name) => has.has(name))) return { kind: "challenge" };
  const isReply = /^(re|返信|aw|sv|回复)\s*[:：]/i.test(mail.subject);
  if (challenged.test(mail.subject) && !isReply) return { kind: "challenge" };
  const isAway = outOfOffice.test(mail.subject);
  if (isMachine || isNull || isDaemon) return { kind: isAway ? "out-of-office" : "auto-reply" };
  const precedence = first("precedence").toLowerCase();
  const marks = [
    "x-autoreply",
    "x-autorespond",
    "x-autoresponse",
    "x-autogenerated",
    "x-mail-autoreply",
    "x-fc-machinegenerated",
    "x-vacation",
  ];
  const isResponder = /^autoresponder$/i.test(first("delivered-to"));
  if (isResponder || precedence.startsWith("auto") || marks.some((name) => has.has(name)))
    return { kind: isAway ? "out-of-office" : "auto-reply" };
  if (isAway && !isReply) return { kind: "out-of-office" };
  const isList = ["list-id", "list-post", "list-unsubscribe", "mailing-list", "x-mailing-list"].some((name) => has.has(name));
  return isList || /^(list|bulk|junk)/.test(precedence) ? { kind: "list" } : null;
};
