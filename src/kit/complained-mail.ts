import { bareMessageId, type MailHeaders, mailDate, soleAddress } from "./mail-headers.ts";

/** What the headers of a mail that somebody complains about tell of its way here. */
export interface ComplainedMail {
  /** Epoch ms. */
  readonly writtenAt: number | null;
  readonly messageId: string | null;
  readonly sender: string | null;
  readonly queueIds: readonly string[];
  readonly mailbox: string | null;
  readonly script: string | null;
  readonly scriptUid: number | null;
  readonly isListMail: boolean;
}

/** The id in a Received line: `id 4fSHqg3SVQzFpZS;` (Postfix), `id 1lD1aB-0003xY-7c for …` (Exim). Source: RFC 5321, 4.4. */
const receivedId = /\bid ([A-Za-z0-9][A-Za-z0-9-]{4,39})(?=[\s;]|$)/;
/** Postfix: `(Authenticated sender: …)` with smtpd_sasl_authenticated_header; cPanel: `X-Authenticated-Sender: HOST: …`. */
const authenticated = /\(Authenticated sender: ([^\s()]{1,320})\)/;

const mailboxOf = (headers: MailHeaders, received: readonly string[]): string | null => {
  const inReceived = received.map((line) => authenticated.exec(line)?.[1]).find((name) => name !== undefined);
  const own = headers.first("x-authenticated-sender")?.split(/\s+/).at(-1);
  const mailbox = (inReceived ?? own ?? "").toLowerCase();
  return /^[^\s@]+@[^\s@]+$/.test(mailbox) ? mailbox : null;
};

/** `X-PHP-Originating-Script: 10123:mail.php` (PHP's mail.add_x_header), `X-PHP-Script: site.example/a.php for 203.0.113.7` (cPanel). */
const scriptOf = (headers: MailHeaders): Pick<ComplainedMail, "script" | "scriptUid"> => {
  const file = headers.first("x-php-filename")?.split(/\s/)[0];
  const page = headers.first("x-php-script")?.split(/\s/)[0];
  const [, uid, name] = /^(\d{1,10}):(.{1,255})$/.exec(headers.first("x-php-originating-script") ?? "") ?? [];
  const script = (file ?? page ?? name ?? "").slice(0, 1_024);
  return { script: script === "" ? null : script, scriptUid: uid === undefined ? null : Number(uid) };
};

const isListMail = (headers: MailHeaders): boolean =>
  ["list-unsubscribe", "list-id"].some((name) => headers.first(name) !== null) || /^(bulk|list)$/i.test(headers.first("precedence") ?? "");

/** Reads the headers of the mail itself; at most `received` Received lines, those nearest to its origin. */
export const complainedMail = (headers: MailHeaders, received: number): ComplainedMail => {
  const lines = headers.all("received").slice(-received);
  const ids = lines.map((line) => receivedId.exec(line)?.[1]).filter((id) => id !== undefined);
  return {
    writtenAt: mailDate(headers.first("date")) ?? mailDate(lines.at(-1)?.split(";").at(-1)?.trim() ?? null),
    messageId: bareMessageId(headers.first("message-id")),
    sender: soleAddress(headers.first("return-path")) ?? soleAddress(headers.first("from")) ?? soleAddress(headers.first("sender")),
    queueIds: [...new Set(ids)],
    mailbox: mailboxOf(headers, lines),
    ...scriptOf(headers),
    isListMail: isListMail(headers),
  };
};
