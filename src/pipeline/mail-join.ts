import type { ForwardedMail } from "../domain/forwarded-mail.ts";
import type { LoginFailure } from "../domain/login-failure.ts";
import type { DeliveryStatus, MailEvent, RecipientOutcome, Submission } from "../domain/mail-event.ts";
import { AT } from "../kit/ascii.ts";
import { createByteInterner, hashBytes } from "../kit/byte-interner.ts";
import { decodeText } from "../kit/decode-text.ts";
import { createRecentMap } from "../kit/recent-map.ts";
import type { MailFields, Span } from "../ports/log-format.ts";
import type { Directory, KnownAccount } from "./directory.ts";
import { createMailForwards } from "./mail-forwards.ts";
import { createMailHops } from "./mail-hops.ts";
import type { MailLine } from "./mail-line.ts";
import { toLoginFailure } from "./mail-login-failure.ts";
import { createOpenMessages, OpenMessage } from "./open-messages.ts";
import { createScriptMemory } from "./script-memory.ts";
import { scriptOwner } from "./script-owner.ts";

/**
 * Joins mail lines by server and queue id into messages. Lost lines are tolerated: a message is announced with
 * what is known when its queue line, its first outcome or its end comes.
 */
export interface MailJoin {
  readonly accept: (line: MailLine) => void;
  /** Announces what was handed in but never got further before the logs ended. */
  readonly finish: () => void;
  readonly evicted: () => number;
  /** Messages whose submission line was missing and whose account was concluded from the sender. */
  readonly repaired: () => number;
}

export interface MailJoinOptions {
  /** No mail server's log is read: a line of PHP's mail.log is all there is of a message, and stands for one. */
  readonly onlyPrograms?: boolean;
  readonly directory: Directory;
  readonly emit: (event: MailEvent) => void;
  readonly loginFailed: (failure: LoginFailure) => void;
  readonly forwarded: (event: ForwardedMail) => void;
  readonly capacity?: number;
}

/** Open queue entries kept at once: a busy host's deferred queue, about 60 MB at the most. */
const openMessages = 100_000;
const sendersKept = 8_192;
/** Recipients are digested alike in every run, so that equal logs give equal reports; digests are compared, never a table's hash. */
const recipientSeed = 0x5ec10540;

export const createMailJoin = ({
  directory,
  emit,
  loginFailed,
  forwarded,
  onlyPrograms = false,
  capacity = openMessages,
}: MailJoinOptions): MailJoin => {
  const messages = createOpenMessages(capacity, (message) => announce(message, message.time));
  const scripts = createScriptMemory();
  const texts = createByteInterner<string>({
    capacity: 65_536,
    make: (bytes, start, end) => decodeText(bytes, start, end, "none").toLowerCase(),
  });
  /** Envelope sender → account, learnt from messages whose pickup line was there. */
  const accountOfSender = createRecentMap<string, KnownAccount>(sendersKept);
  let nextId = 0;
  const hops = createMailHops();
  const forwards = createMailForwards({ directory, forwarded });
  let repaired = 0;
  /** The key under which an account's sender was noted last: most accounts have one sender, and its key need not be made for each message. */
  const senderKeys = new WeakMap<KnownAccount, { readonly sender: string; readonly hostId: number; readonly key: string }>();

  const text = (fields: MailFields, span: Span): string =>
    span.start < 0 ? "" : decodeText(fields.bytes, span.start, span.end, fields.escaping);

  const openFor = (line: MailLine, fresh: boolean): OpenMessage | null => {
    const { fields } = line;
    const { start, end } = fields.queueId;
    if (start < 0) return null;
    const known = messages.find(line.hostId, fields.bytes, start, end);
    if (known !== null && !(fresh && known.origin)) return known;
    if (known !== null) finish(known, line.time);
    const made = new OpenMessage(nextId++, text(fields, fields.queueId), line);
    messages.add(made);
    return made;
  };

  const announce = (message: OpenMessage, time: number): void => {
    if (message.announced) return;
    message.announced = true;
    if (message.firstHop !== null) return;
    if (!message.origin && message.sender !== "") repair(message);
    emit({ kind: "submitted", time, message });
  };

  const repair = (message: OpenMessage): void => {
    const account = accountOfSender.get(`${message.hostId} ${message.sender}`);
    message.submission = account === undefined ? "smtp" : "local";
    if (account === undefined) return;
    message.account = account;
    repaired++;
  };

  const finish = (message: OpenMessage, time: number): void => {
    announce(message, time);
    messages.close(message);
  };

  const learnSender = ({ submission, account, sender, hostId }: OpenMessage): void => {
    if (submission !== "local" || account === null || sender === "") return;
    const last = senderKeys.get(account);
    const isSame = last !== undefined && last.sender === sender && last.hostId === hostId;
    const key = isSame ? last.key : `${hostId} ${sender}`;
    if (!isSame) senderKeys.set(account, { sender, hostId, key });
    accountOfSender.set(key, account);
  };

  const local = (message: OpenMessage, line: MailLine, uid: number): void => {
    message.submission = "local";
    message.account = directory.accountOf(line.host, uid, text(line.fields, line.fields.user));
    message.origin = true;
    message.place = line.place();
    message.time = line.time;
  };

  const session = (message: OpenMessage, line: MailLine): void => {
    const { fields } = line;
    const mailbox = text(fields, fields.mailbox);
    const submission: Submission = mailbox === "" ? "smtp" : "smtp-auth";
    message.submission = submission;
    message.mailbox = mailbox === "" ? null : mailbox.toLowerCase();
    message.client = text(fields, fields.client) || null;
    if (mailbox !== "") message.account = directory.accountOfMailbox(mailbox.toLowerCase());
    message.origin = true;
    message.place = line.place();
    message.time = line.time;
  };

  const queued = (message: OpenMessage, line: MailLine): void => {
    const { fields } = line;
    message.sender = fields.sender.start < 0 ? "" : texts.get(fields.bytes, fields.sender.start, fields.sender.end);
    if (fields.size >= 0) message.size = fields.size;
    if (fields.recipientCount >= 0) message.recipientCount = fields.recipientCount;
    learnSender(message);
    announce(message, line.time);
  };

  const arrival = (line: MailLine): void => {
    const message = openFor(line, true);
    if (message === null) return;
    const { fields } = line;
    const user = text(fields, fields.user);
    if (user !== "" && fields.mailbox.start < 0 && fields.sender.end > fields.sender.start) {
      const known = directory.accountOfLogin(line.host, user);
      message.submission = "local";
      message.account = known;
    } else if (fields.mailbox.start >= 0 || fields.client.start >= 0) {
      session(message, line);
    }
    message.origin = true;
    message.time = line.time;
    message.place = line.place();
    if (fields.messageId.start >= 0) message.messageId = text(fields, fields.messageId);
    hops.follow(message);
    scripts.attach(message, fields.pid);
    queued(message, line);
  };

  const recipientDomain = (fields: MailFields): string => {
    const { start, end } = fields.recipient;
    let at = end - 1;
    while (at >= start && fields.bytes[at] !== AT) at--;
    return at < start ? "" : texts.get(fields.bytes, at + 1, end);
  };

  /** Postfix gives up a whole message in one line without a recipient: it stands for all that had not got it. */
  const expired = (message: OpenMessage, line: MailLine): void => {
    const rest = { recipientDomain: "", status: "expired" as const, relayAddress: null, first: false, place: line.place() };
    for (const recipient of message.deferred) emit({ kind: "delivery", time: line.time, message, recipient, ...rest });
  };

  const delivery = (line: MailLine): void => {
    const opened = openFor(line, false);
    const message = opened?.firstHop ?? opened;
    const { fields } = line;
    if (message !== null && fields.recipient.start < 0 && fields.status === "expired") return expired(message, line);
    if (message === null || fields.recipient.start < 0 || fields.status === "none") return;
    announce(message, line.time);
    const recipient = hashBytes(recipientSeed, fields.bytes, fields.recipient.start, fields.recipient.end);
    const first = message.noteRecipient(recipient, fields.status === "deferred");
    const relay = fields.relayAddress;
    const outcome: RecipientOutcome = {
      kind: "delivery",
      time: line.time,
      message,
      recipient,
      recipientDomain: recipientDomain(fields),
      status: fields.status as DeliveryStatus,
      relayAddress: relay.start < 0 ? null : texts.get(fields.bytes, relay.start, relay.end),
      first,
      place: line.place(),
    };
    emit(outcome);
    forwards.follow(message, fields, outcome);
  };

  const messageIdLine = (line: MailLine): void => {
    const message = openFor(line, false);
    if (message === null || message.messageId !== null) return;
    message.messageId = text(line.fields, line.fields.messageId);
    hops.follow(message);
    scripts.attach(message, 0);
  };

  const pickup = (line: MailLine): void => {
    const message = openFor(line, true);
    if (message !== null && line.fields.uid >= 0) local(message, line, line.fields.uid);
  };

  const client = (line: MailLine): void => {
    const message = openFor(line, true);
    if (message !== null) session(message, line);
  };

  const queueLine = (line: MailLine): void => {
    const message = openFor(line, false);
    if (message !== null && !message.announced) queued(message, line);
  };

  const removed = (line: MailLine): void => {
    const { queueId, bytes } = line.fields;
    if (queueId.start < 0) return;
    const message = messages.find(line.hostId, bytes, queueId.start, queueId.end);
    if (message !== null) finish(message, line.time);
  };

  const hold = (line: MailLine): void => {
    const held = openFor(line, false);
    if (held !== null) held.sender ||= text(line.fields, line.fields.sender);
  };

  /** Whether it was delivered nobody knows; that it was handed in counts as sent (gap `php-log-only`). */
  const scriptMessage = (line: MailLine): void => {
    const { fields } = line;
    const message = new OpenMessage(nextId++, "", line);
    message.script = text(fields, fields.script);
    message.account = scriptOwner(directory, message.script, line.host);
    message.submission = "local";
    message.messageId = text(fields, fields.messageId) || null;
    message.announced = true;
    emit({ kind: "submitted", time: line.time, message });
    if (fields.recipient.start < 0) return;
    const recipient = hashBytes(recipientSeed, fields.bytes, fields.recipient.start, fields.recipient.end);
    const outcome = { recipient, recipientDomain: recipientDomain(fields), status: "sent" as const, relayAddress: null, first: true };
    emit({ kind: "delivery", time: line.time, message, ...outcome, place: message.place });
  };

  const scriptLine = (line: MailLine): void => {
    if (onlyPrograms && line.fields.kind === "script-mail") return scriptMessage(line);
    scripts.learn(
      line,
      (span) => text(line.fields, span),
      (script) => scriptOwner(directory, script, line.host),
    );
  };

  const accept = (line: MailLine): void => {
    switch (line.fields.kind) {
      case "pickup":
        return pickup(line);
      case "client":
        return client(line);
      case "message-id":
        return messageIdLine(line);
      case "queued":
        return queueLine(line);
      case "arrival":
        return arrival(line);
      case "delivery":
        return delivery(line);
      case "removed":
        return removed(line);
      case "hold":
        return hold(line);
      case "script-mail":
      case "script-details":
        return scriptLine(line);
      case "login-failed":
        return loginFailed(toLoginFailure(line, directory));
      default:
        return;
    }
  };

  const finishAll = (): void => {
    for (const message of messages.all()) announce(message, message.time);
  };

  return { accept, finish: finishAll, evicted: messages.evicted, repaired: () => repaired };
};
