import type { AbuseClass } from "./abuse-class.ts";
import type { Complaint, ComplaintTie } from "./complaint.ts";
import type { JoinedMail } from "./joined-mail.ts";
import type { ReasonReport } from "./scan-report.ts";
import { isOddPlace, type ScriptPlace, scriptPlace } from "./script-place.ts";
import type { Origin } from "./source.ts";
import { sigmoid, strangeness } from "./strangeness.ts";
import { siteSubject, type WaveSubject } from "./wave-context.ts";
import { reason } from "./weigh.ts";

/**
 * What a complaint makes of one message that no detector found odd. People press "this is spam" on newsletters they signed up for, so
 * one complaint alone is about as likely to be wrong as right; what the logs show of the message decides. Judgements, not fitted.
 */
const weights = {
  base: 0.2,
  /** Times the natural logarithm of the number of complaints: each is by another recipient, but perhaps about the same letter. */
  more: 0.8,
  /** An address that nobody uses signed up for nothing. */
  trap: 1.5,
  /** The script lies where no software is kept. */
  oddPlace: 2,
  stranger: 0.25,
  mostStranger: 0.8,
  leastStranger: -1.5,
  /** A session from abroad, or from home. */
  clientForeign: 0.7,
  clientHome: -1.2,
  /** Tied by domain and time alone: another message may be meant. */
  looseTie: -0.5,
  /** Mail that can be unsubscribed from is a mailing. */
  list: 0.8,
} as const;

/**
 * However many complain, the detectors saw nothing out of the ordinary: a person has to look. One or two complaints alone are no more
 * than a hint; a trap, or a script where none is kept, is a second witness.
 */
const mostConfidence = { hint: 0.65, witnessed: 0.85 } as const;
const manyComplaints = 3;
/** What is likelier ordinary mail opens no case. */
const leastConfidence = 0.5;

/** A message that somebody complained about, with what ties the two. */
export interface ComplainedMessage {
  readonly complaint: Complaint;
  readonly mail: JoinedMail;
  /** How the message came in; null for what strangers' programs do at forms. */
  readonly way: WaveSubject | null;
  readonly tie: ComplaintTie;
  /** Where the session's client is; `unknown` for mail without one. */
  readonly client: Origin;
}

/** The way in of a complained message, as the subject of a case of its own. */
export const complaintSubject = ({ complaint, mail, way }: Pick<ComplainedMessage, "complaint" | "mail" | "way">): WaveSubject => {
  const subject: WaveSubject =
    way ??
    (mail.trigger === null
      ? { site: null, causeKind: "complaint", causeName: "", file: null, mailbox: null }
      : siteSubject(mail.trigger.site, "complaint"));
  const isUnnamed = way?.causeKind === "bulk" && complaint.script?.startsWith("/") === true;
  const file = isUnnamed ? complaint.script : subject.file;
  return { ...subject, causeKind: "complaint", causeName: file ?? subject.causeName, file };
};

/** Where the script behind it lies; null where neither log nor complaint names one, or only a mail library. */
const placeOf = ({ complaint, way }: ComplainedMessage): ScriptPlace | null => {
  const named = way?.causeKind === "script" ? way.causeName : complaint.script;
  if (named === null) return null;
  const place = scriptPlace(named.startsWith("/") ? named : `/${named}`);
  return place === "mailer" || (place === "program" && way?.causeKind !== "script") ? null : place;
};

const abuseClassOf = (message: ComplainedMessage): AbuseClass => {
  const way = message.way?.causeKind;
  if (way === "mailbox") return "smtp-credential-abuse";
  const place = placeOf(message);
  if (way === "script" || (way === "bulk" && place !== null))
    return place === "plugin" || place === "theme" || place === "program" ? "injected-mailer" : "script-mailer";
  return way === "bulk" ? "cron-mailer" : "form-relay";
};

const reasonsOf = (messages: readonly ComplainedMessage[], first: ComplainedMessage): readonly ReasonReport[] => {
  const { trigger } = first.mail;
  const place = placeOf(first);
  const strange =
    trigger === null ? 0 : Math.max(weights.leastStranger, Math.min(weights.mostStranger, strangeness(trigger) * weights.stranger));
  const client = first.client === "unknown" ? 0 : first.client === "foreign" ? weights.clientForeign : weights.clientHome;
  const told =
    weights.base +
    weights.more * Math.log(messages.length) +
    (messages.some(({ complaint }) => complaint.isTrap) ? weights.trap : 0) +
    (messages.every(({ tie }) => tie === "domain") ? weights.looseTie : 0);
  return [
    reason("third-party-report", told, { value: messages.length }),
    reason("strangers", strange, { value: trigger === null ? 0 : sigmoid(strangeness(trigger)) }),
    reason("odd-place", place !== null && isOddPlace(place) ? weights.oddPlace : 0, { value: 1 }),
    reason("new-networks", client, { value: first.client === "foreign" ? 1 : 0 }),
  ].filter(({ weight }) => weight !== 0);
};

/** What a case opened by complaints is. */
export interface ComplaintJudgement {
  readonly class: AbuseClass;
  readonly confidence: number;
  readonly reasons: readonly ReasonReport[];
}

/**
 * Judges messages of one way in by the complaints about them, at least one. Null where they are likelier ordinary mail: then there is
 * no case. Mail of a list is the owner's mailing unless the logs say otherwise.
 */
export const judgeComplaints = (messages: readonly ComplainedMessage[]): ComplaintJudgement | null => {
  const [first] = messages;
  if (first === undefined) return null;
  const reasons = reasonsOf(messages, first);
  const isWitnessed =
    messages.length >= manyComplaints ||
    messages.some(({ complaint }) => complaint.isTrap) ||
    reasons.some(({ feature }) => feature === "odd-place");
  const most = isWitnessed ? mostConfidence.witnessed : mostConfidence.hint;
  const against = reasons.reduce((sum, { weight }) => sum + weight, 0);
  const asList = weights.list + weights.base - against;
  if (first.complaint.isListMail && asList > 0) return { class: "newsletter", confidence: Math.min(most, sigmoid(asList)), reasons };
  const confidence = Math.min(most, sigmoid(against));
  return confidence < leastConfidence ? null : { class: abuseClassOf(first), confidence, reasons };
};

/**
 * Complaints that a mailing of this size gets when nothing is wrong with it, a recipient. Source: Gmail's guidelines for senders
 * (support.google.com/a/answer/81126): below 0.1 %, never 0.3 %.
 */
const usualShare = 0.001;
const mostWeight = 3;

/** Log-odds that so many complaints add to "abuse", for a wave with so many recipients: none where a lawful mailing gets as many. */
export const complaintsWeight = (complaints: number, recipients: number): number =>
  Math.max(0, Math.min(mostWeight, Math.log((complaints + 1) / (usualShare * recipients + 1))));
