import { hostname } from "node:os";
import type { Config } from "../config.ts";
import type { Clock } from "../kit/clock.ts";
import { createSmtpMailer, type SmtpServer } from "../mail/smtp-mailer.ts";
import type { Mailer } from "../ports/mailer.ts";
import { senderOf } from "./desk-contacts.ts";
import { deskKey } from "./desk-key.ts";
import { readSecret } from "./read-secret.ts";

const serverOf = (config: Config, url: URL): SmtpServer => {
  const password = readSecret(config.secrets.smtpPassword, process.env);
  const secure = url.protocol === "smtps:";
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? (secure ? 465 : 25) : Number(url.port),
    secure,
    auth: url.username === "" || password === null ? null : { user: decodeURIComponent(url.username), password },
    name: hostname(),
  };
};

/** A mail server to hand letters to, and the address that they are from. */
export interface OpenedMailer {
  readonly mailer: Mailer;
  readonly from: string;
}

/** The mail server that the config names, and whom its mail is from; null where it names none. */
export const openMailer = (config: Config, clock: Clock): OpenedMailer | null => {
  if (config.smtp === undefined) return null;
  const from = senderOf(config.smtp.from);
  const server = serverOf(config, new URL(config.smtp.url));
  const returnKey = deskKey(config, "return path");
  return { mailer: createSmtpMailer({ server, from, returnPath: from.address, returnKey, now: clock.now }), from: from.address };
};
