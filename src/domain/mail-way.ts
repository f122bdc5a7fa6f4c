import type { Account, Site } from "./account.ts";
import type { JoinedMail } from "./joined-mail.ts";
import type { MailMessage } from "./mail-event.ts";
import { isNoForm, scriptPlace } from "./script-place.ts";
import { sigmoid, strangeness } from "./strangeness.ts";
import type { WaveSubject } from "./wave-context.ts";
import type { WriteRequest } from "./write-request.ts";

const noName = { causeName: "", file: null, mailbox: null } as const;

/** What no log shows a way in for. One object for all, since most mail is such. */
export const bulkSubject: WaveSubject = { ...noName, site: null, causeKind: "bulk" };

/** What comes from outside for a mailbox that passes it on. */
export const forwardSubject = (mailbox: string): WaveSubject => ({
  ...noName,
  site: null,
  causeKind: "forward",
  causeName: mailbox,
  mailbox,
});

/** A request straight to a script, not to a page or to a program that serves all pages. */
const isToScript = ({ endpoint }: WriteRequest): boolean => {
  const place = scriptPlace(endpoint.path);
  // Nobody's page mails when it is only read: what a read calls is a script, the front controller's file included.
  return (place !== "program" && place !== "mailer") || isNoForm(endpoint.path) || endpoint.method === "GET";
};

/** A library that everything mails through, and the program that serves all pages, say nothing of who asked; a part that it loads does. */
const namesWay = (script: string): boolean => {
  const place = scriptPlace(script);
  return place !== "mailer" && (place !== "program" || isNoForm(script));
};

/**
 * The folder that mail was handed in from, where a page would not: PHP works in the folder of the script that was called by its own address.
 * With a slash at its end, since the file in it is not known.
 */
const calledFolder = ({ script, workingDirectory }: Pick<MailMessage, "script" | "workingDirectory">): string | null => {
  if (script !== null || workingDirectory === null) return null;
  const folder = `${workingDirectory.replace(/\/+$/, "")}/`;
  return isNoForm(`${folder}x.php`) ? folder : null;
};

/** From here on a request is a stranger's program's rather than a visitor's. */
const strangersFrom = 0.5;

/**
 * The way in which a message came: a mailbox's log-in; a script, named by a log or addressed by the request before; a page of the
 * site; or none that the logs show. The path of a mail library (PHPMailer) or of the program that serves all pages names no way in. Null
 * for what strangers' programs do at forms: another detector's work.
 */
export const mailWay = (
  { message, trigger }: JoinedMail,
  siteOfFile: (file: string, account: Account) => Site | null,
): WaveSubject | null => {
  const { account, mailbox, script, submission } = message;
  if (submission === "smtp-auth" && mailbox !== null) return { ...noName, site: null, causeKind: "mailbox", causeName: mailbox, mailbox };
  const file = script !== null && namesWay(script) ? script : trigger === null ? calledFolder(message) : null;
  if (file !== null) {
    // Most of a script's mail has no request right before it: the file alone says whose it is.
    const site = account === null ? null : siteOfFile(file, account);
    return { ...noName, site, causeKind: "script", causeName: file, file };
  }
  if (trigger === null) return bulkSubject;
  const isVisitors = sigmoid(strangeness(trigger)) < strangersFrom;
  // A script at a place of its own may be a form's: what visitors send there is parted from what programs do.
  const isForm = scriptPlace(trigger.endpoint.path) === "other" && isVisitors;
  if (isToScript(trigger) && !isForm) return { ...noName, site: trigger.site, causeKind: "script", causeName: trigger.endpoint.path };
  return isVisitors ? { ...noName, site: trigger.site, causeKind: "orders" } : null;
};
