import { ImapFlow } from "imapflow";
import { OperationError } from "../../domain/operation-error.ts";
import type { Inbox, InboxMail } from "../../ports/inbox.ts";

/** What an IMAP inbox is made from. */
export interface ImapPlace {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. Without it STARTTLS is used where the server has it. */
  readonly secure: boolean;
  readonly user: string;
  readonly password: string;
  readonly mailbox: string;
  readonly largestBytes: number;
}

/** A keyword of our own: `\Seen` alone would be set by whoever looks at the mailbox with a mail program. */
const takenFlag = "$SekishoTaken";

const failed = (place: ImapPlace, cause: unknown): OperationError =>
  new OperationError("inbox-failed", `imap ${place.host}:${place.port}: ${cause instanceof Error ? cause.message : String(cause)}`, cause);

const connect = async (place: ImapPlace): Promise<ImapFlow> => {
  const { host, port, secure, user, password } = place;
  const client = new ImapFlow({
    host,
    port,
    secure,
    auth: { user, pass: password },
    logger: false,
    connectionTimeout: 15_000,
    socketTimeout: 60_000,
  });
  // A lost connection shows in the next command; without a listener it would end the process.
  client.on("error", () => {});
  await client.connect();
  await client.mailboxOpen(place.mailbox);
  return client;
};

/** UIDVALIDITY and UID: a mailbox that was made anew gives its numbers to other mails. Source: RFC 9051, 2.3.1.1. */
const idOf = (client: ImapFlow, uid: number): string => `${client.mailbox === false ? 0n : client.mailbox.uidValidity}:${uid}`;

const canKeep = (client: ImapFlow): boolean => client.mailbox !== false && (client.mailbox.permanentFlags?.has("\\*") ?? false);

/** A mailbox on an IMAP server, which others may look at too. Connects when first asked, and anew after a failure. */
export const createImapInbox = (place: ImapPlace): Inbox => {
  let open: ImapFlow | null = null;
  const clientOf = async (): Promise<ImapFlow> => {
    if (open?.usable) return open;
    open = await connect(place);
    return open;
  };
  const guarded = async <T>(work: (client: ImapFlow) => Promise<T>): Promise<T> => {
    try {
      return await work(await clientOf());
    } catch (error) {
      open?.close();
      open = null;
      throw failed(place, error);
    }
  };
  const listUids = (): Promise<readonly number[]> =>
    guarded(async (client) => {
      await client.noop();
      const wanted = canKeep(client) ? { unKeyword: takenFlag, deleted: false } : { seen: false, deleted: false };
      const uids = await client.search(wanted, { uid: true });
      return uids === false ? [] : (uids ?? []).toSorted((one, other) => one - other);
    });
  const fetch = (uid: number): Promise<InboxMail | null> =>
    guarded(async (client) => {
      const id = idOf(client, uid);
      const about = await client.fetchOne(`${uid}`, { uid: true, size: true }, { uid: true });
      if (about === false) return null;
      const size = about.size ?? 0;
      if (size > place.largestBytes) return { id, size, bytes: null };
      const whole = await client.fetchOne(`${uid}`, { uid: true, source: { start: 0, maxLength: place.largestBytes } }, { uid: true });
      return whole === false || whole.source === undefined ? null : { id, size, bytes: whole.source };
    });
  const unread = async function* (): AsyncIterable<InboxMail> {
    for (const uid of await listUids()) {
      const mail = await fetch(uid);
      if (mail !== null) yield mail;
    }
  };
  const markTaken = (id: string): Promise<void> =>
    guarded(async (client) => {
      const uid = Number(id.split(":")[1]);
      if (!Number.isSafeInteger(uid) || idOf(client, uid) !== id) return;
      await client.messageFlagsAdd(`${uid}`, canKeep(client) ? [takenFlag, "\\Seen"] : ["\\Seen"], { uid: true });
    });
  const close = async (): Promise<void> => {
    await open?.logout().catch(() => open?.close());
    open = null;
  };
  return { name: `imap ${place.user}@${place.host}`, unread, markTaken, close };
};
