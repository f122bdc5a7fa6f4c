import { createTransport, type SendMailOptions } from "nodemailer";
import { visibleText } from "../kit/visible-text.ts";
import type { Delivery, Mailer, RefusedAddress } from "../ports/mailer.ts";
import { type CheckedLetter, type CheckedMailbox, checkLetter, type Sender } from "./checked-letter.ts";

/** The mail server that letters are handed to. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps:`); without it STARTTLS is used where the server offers it. */
  readonly secure: boolean;
  readonly auth: { readonly user: string; readonly password: string } | null;
  /** What we call ourselves in EHLO: a name of the operator's, never of a customer's. */
  readonly name: string;
}

/** Where letters go, who sends them, and the clock that dates them (epoch ms). */
export interface SmtpMailerConfig extends Sender {
  readonly server: SmtpServer;
  readonly now: () => number;
  /** How long one step of a delivery may take; default 30 s, since RFC 5321's five minutes would hold up every other notice. */
  readonly timeoutMs?: number;
}

/** Characters of a server's answer that are kept. */
const longestAnswer = 500;

const said = (text: string): string => visibleText(text.replace(/\s+/g, " ")).trim().slice(0, longestAnswer);

interface SmtpError {
  readonly message: string;
  readonly code?: string;
  readonly response?: string;
  readonly responseCode?: number;
  readonly recipient?: string;
  readonly rejectedErrors?: readonly SmtpError[];
}

const refusedOf = (errors: readonly SmtpError[] = []): readonly RefusedAddress[] =>
  errors.map((error) => ({ address: error.recipient ?? "", said: said(error.response ?? error.message) }));

/** A failed log-in is our own set-up: the letter is not to blame and must not be given up. */
const isFinal = (error: SmtpError): boolean => {
  const codes = error.rejectedErrors?.map(({ responseCode }) => responseCode) ?? [error.responseCode];
  return error.code !== "EAUTH" && codes.every((code) => code !== undefined && code >= 500);
};

const notSent = (error: SmtpError): Delivery => {
  const words = error.rejectedErrors?.map(({ response, message }) => response ?? message).join("; ");
  return { outcome: isFinal(error) ? "failed" : "put-off", said: said(words || error.response || error.message) };
};

const addressed = ({ name, address }: CheckedMailbox): { name: string; address: string } => ({ name: name ?? "", address });

/** Header fields and parts; every value in it comes out of {@link checkLetter} or is ours. */
const mailOf = (letter: CheckedLetter, at: number): SendMailOptions => ({
  envelope: { from: letter.returnPath, to: letter.to.map(({ address }) => address) },
  from: addressed(letter.from),
  to: letter.to.map(addressed),
  replyTo: { name: "", address: letter.replyTo },
  subject: letter.subject,
  messageId: `<${letter.messageId}>`,
  ...(letter.firstMessageId === null ? {} : { inReplyTo: `<${letter.firstMessageId}>`, references: [`<${letter.firstMessageId}>`] }),
  date: new Date(at),
  headers: {
    // RFC 3834, and what Exchange looks at: no vacation message answers a notice.
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "All",
    "Content-Language": letter.language,
  },
  // Not `text` and `html`: only an alternative may say how its lines are to be taken.
  alternatives: [
    { content: letter.text, contentType: "text/plain; charset=utf-8; format=fixed", contentTransferEncoding: "base64" },
    { content: letter.html, contentType: "text/html; charset=utf-8", contentTransferEncoding: "base64" },
  ],
  xMailer: false,
  disableFileAccess: true,
  disableUrlAccess: true,
});

const transportOf = ({ server, timeoutMs = 30_000 }: SmtpMailerConfig) =>
  createTransport({
    pool: true,
    maxConnections: 2,
    host: server.host,
    port: server.port,
    secure: server.secure,
    name: server.name,
    ...(server.auth === null ? {} : { auth: { user: server.auth.user, pass: server.auth.password } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
  });

/**
 * Sends letters through one mail server. Signing with DKIM is that server's work. A letter with anything in it that could end a header field
 * or name another recipient is not sent at all, and said to have failed.
 */
export const createSmtpMailer = (config: SmtpMailerConfig): Mailer => {
  const transport = transportOf(config);
  return {
    send: async (letter) => {
      const checked = checkLetter(letter, config);
      if ("unfit" in checked) return { outcome: "failed", said: `not sent: the ${checked.unfit} is not fit to be sent` };
      try {
        const info = await transport.sendMail(mailOf(checked, config.now()));
        return { outcome: "sent", said: said(info.response), refused: refusedOf(info.rejectedErrors as readonly SmtpError[] | undefined) };
      } catch (error) {
        return notSent(error as SmtpError);
      }
    },
    stop: () => transport.close(),
  };
};
