import type { Config } from "../config.ts";
import { createImapInbox } from "../mail/inbox/imap-inbox.ts";
import { createMaildirInbox } from "../mail/inbox/maildir-inbox.ts";
import type { Inbox } from "../ports/inbox.ts";
import { readSecret } from "./read-secret.ts";

/** Larger answers are named and not read: no answer to a notice needs more. */
const largestBytes = 1024 * 1024;

/** Where answers arrive, as the config says; null where it names no inbox. */
export const openInbox = ({ inbound, secrets }: Config): Inbox | null => {
  if (inbound?.maildir !== undefined) return createMaildirInbox({ path: inbound.maildir.absolute, largestBytes });
  if (inbound?.imap === undefined) return null;
  const url = new URL(inbound.imap);
  const secure = url.protocol === "imaps:";
  return createImapInbox({
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? (secure ? 993 : 143) : Number(url.port),
    secure,
    user: decodeURIComponent(url.username),
    password: readSecret(secrets.imapPassword, process.env) ?? "",
    mailbox: decodeURIComponent(url.pathname.slice(1)) || "INBOX",
    largestBytes,
  });
};
