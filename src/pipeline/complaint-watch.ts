import type { Complaint, ComplaintTie } from "../domain/complaint.ts";
import type { JoinedMail } from "../domain/joined-mail.ts";
import { type ComplainedMessage, complaintSubject } from "../domain/judge-complaint.ts";
import type { MailMessage, RecipientOutcome } from "../domain/mail-event.ts";
import { mailWay } from "../domain/mail-way.ts";
import { Wave } from "../domain/wave.ts";
import type { WaveSubject } from "../domain/wave-context.ts";
import { dayMs, hourMs } from "../kit/time-units.ts";
import { blindRun, type Detector, type DetectorContext } from "../ports/detector.ts";
import type { Directory } from "./directory.ts";

/** A message of the logs that a complaint is about, in the wave of all complained messages that came in the same way. */
export interface ComplaintMatch extends ComplainedMessage {
  readonly wave: Wave;
  readonly subject: WaveSubject;
}

/**
 * Looks out for the messages that complaints name while the logs are read: by Message-ID or queue id, and for complaints that name
 * neither by sender within an hour. It remembers what the complaints want, so its memory grows with them alone; claims nothing by itself.
 */
export interface ComplaintWatch {
  readonly detector: Detector;
  readonly matchOf: (complaint: Complaint) => ComplaintMatch | null;
}

/** The complainant's clock and the mail's way: a message handed in longer before it came in was held up, and is not looked for. */
const looseMs = hourMs;
/** Short queue ids come round again within days. */
const queueIdMs = dayMs;

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1);

const bareId = (id: string): string => id.replace(/^<|>$/g, "");

/** Ways to find the complaint of a message. */
const createWanted = (complaints: readonly Complaint[], directory: Directory) => {
  const byMessageId = Map.groupBy(complaints.filter(hasMessageId), ({ messageId }) => messageId as string);
  const byQueueId = new Map<string, Complaint[]>();
  const byHour = new Map<number, Complaint[]>();
  const add = <Key>(map: Map<Key, Complaint[]>, key: Key, complaint: Complaint): void => {
    map.set(key, [...(map.get(key) ?? []), complaint]);
  };
  for (const complaint of complaints) {
    for (const id of complaint.queueIds) add(byQueueId, id, complaint);
    const { mailAt } = complaint;
    if (namesMessage(complaint) || mailAt === null) continue;
    const hour = Math.floor(mailAt / hourMs);
    for (const near of [hour - 1, hour, hour + 1]) add(byHour, near, complaint);
  }

  const looseTie = (complaint: Complaint, { account, mailbox, sender, time }: MailMessage): ComplaintTie | null => {
    if (Math.abs(time - (complaint.mailAt ?? 0)) > looseMs) return null;
    if (complaint.mailbox !== null && complaint.mailbox === mailbox) return "mailbox";
    if (complaint.scriptUid !== null && complaint.scriptUid === account?.uid) return "script";
    const isOurs = (domain: string): boolean => directory.findSite(domain)?.account === account || domainOf(sender) === domain;
    return claimedDomains(complaint).some(isOurs) ? "domain" : null;
  };

  return { byMessageId, byQueueId, byHour, looseTie };
};

const hasMessageId = ({ messageId }: Complaint): boolean => messageId !== null;

/** Whether the logs can be asked for the very message. */
export const namesMessage = ({ messageId, queueIds }: Complaint): boolean => messageId !== null || queueIds.length > 0;

/** Domains that the complaint says the mail came from; anybody may have written them there. */
export const claimedDomains = ({ sender, reportedDomain, script }: Complaint): readonly string[] => {
  const page = script?.includes("/") === true && !script.startsWith("/") ? (script.split("/")[0] ?? null) : null;
  return [...new Set([page, sender === null ? null : domainOf(sender), reportedDomain].filter((domain) => domain !== null))];
};

/** A script that no request called lies in somebody's site all the same. */
const withSite = (subject: WaveSubject, directory: Directory): WaveSubject =>
  subject.site !== null || subject.file === null ? subject : { ...subject, site: directory.siteOfPath(subject.file) };

const createMatches = (context: () => DetectorContext, directory: Directory) => {
  const found = new Map<Complaint, ComplaintMatch>();
  const waves = new Map<string, Wave>();
  const waveOfMessage = new Map<number, Wave>();

  const waveFor = (subject: WaveSubject, { message }: JoinedMail, isLoose: boolean): Wave => {
    const { account } = message;
    const key = `${subject.causeName} ${subject.mailbox} ${subject.site?.id} ${account?.host} ${account?.name}`;
    const known = waves.get(key);
    // A loosely tied message may give way to a nearer one: it is counted with nobody else's.
    if (!isLoose && known !== undefined && !known.isOver(message.time)) return known;
    const made = new Wave(subject, context());
    if (!isLoose) waves.set(key, made);
    return made;
  };

  const add = (complaint: Complaint, mail: JoinedMail, tie: ComplaintTie): void => {
    const { message, trigger } = mail;
    const way = mailWay(mail, context().traffic.siteOfFile);
    const subject = withSite(complaintSubject({ complaint, mail, way }), directory);
    const before = found.get(complaint);
    // A nearer message takes its place: of a busy hour only one stays.
    if (before !== undefined) waveOfMessage.delete(before.mail.message.id);
    const wave = waveOfMessage.get(message.id) ?? waveFor(subject, mail, !namesMessage(complaint));
    if (!waveOfMessage.has(message.id)) {
      if (trigger !== null) wave.addTrigger(trigger);
      wave.addMail(mail);
      if (message.client !== null) wave.addClient(message.client);
      waveOfMessage.set(message.id, wave);
    }
    const client = message.client === null ? "unknown" : context().place(message.client).origin;
    found.set(complaint, { complaint, mail, way, tie, client, wave, subject });
  };

  return {
    found,
    add,
    outcome: (mail: JoinedMail, event: RecipientOutcome) => waveOfMessage.get(mail.message.id)?.addOutcome(mail, event),
  };
};

/** See {@link ComplaintWatch}. */
export const createComplaintWatch = (complaints: readonly Complaint[], directory: Directory): ComplaintWatch => {
  const wanted = createWanted(complaints, directory);
  let started: DetectorContext | null = null;
  const matches = createMatches(() => started as DetectorContext, directory);

  const named = (asking: readonly Complaint[] | undefined, mail: JoinedMail, tie: ComplaintTie): void => {
    for (const complaint of asking ?? []) if (!matches.found.has(complaint)) matches.add(complaint, mail, tie);
  };

  const nearest = (mail: JoinedMail): void => {
    const { time } = mail.message;
    for (const complaint of wanted.byHour.get(Math.floor(time / hourMs)) ?? []) {
      const tie = wanted.looseTie(complaint, mail.message);
      const before = matches.found.get(complaint)?.mail.message.time ?? Number.POSITIVE_INFINITY;
      const at = complaint.mailAt ?? 0;
      if (tie !== null && Math.abs(time - at) < Math.abs(before - at)) matches.add(complaint, mail, tie);
    }
  };

  const onMail = (mail: JoinedMail) => {
    const { account, messageId, queueId, time } = mail.message;
    // Mail that only passes through is nobody's here.
    if (account === null) return [];
    if (messageId !== null) named(wanted.byMessageId.get(bareId(messageId)), mail, "message-id");
    const sameId = wanted.byQueueId.get(queueId)?.filter(({ mailAt }) => mailAt === null || Math.abs(mailAt - time) < queueIdMs);
    named(sameId, mail, "queue-id");
    nearest(mail);
    return [];
  };

  const onOutcome = (mail: JoinedMail, outcome: RecipientOutcome) => {
    matches.outcome(mail, outcome);
    return [];
  };

  const start = (context: DetectorContext) => {
    started = context;
    // Complaints are read anew with the logs: nothing of them is kept from run to run.
    return { ...blindRun, state: {}, onMail, onOutcome };
  };
  return { detector: { name: "complaints", classes: [], start }, matchOf: (complaint) => matches.found.get(complaint) ?? null };
};
