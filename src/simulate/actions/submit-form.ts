import type { Chance } from "../chance.ts";
import { siteLetter } from "../letters.ts";
import type { Form, Incident, Mailable, Site } from "../model.ts";
import { type Guest, hitOf, type Tape } from "../tape.ts";

/** What the program answered: mail left; a field was wrong; the CAPTCHA failed; a firewall refused. Only a refusal shows in the status. */
export type Outcome = "sent" | "invalid" | "captcha" | "refused";

export interface Submission {
  readonly tape: Tape;
  readonly site: Site;
  readonly form: Form;
  readonly guest: Guest;
  readonly at: number;
  readonly chance: Chance;
  readonly sender: Mailable;
  readonly outcome: Outcome;
  readonly referer: string;
  readonly incident?: Incident | null;
  /** True when the reply goes to somebody who never asked. */
  readonly isHarmful?: boolean;
  /** Time between the steps of a form that asks for confirmation. */
  readonly stepSeconds?: number;
}

const subjects = ["お問い合わせありがとうございます", "Thank you for your message", "【自動返信】お問い合わせを受け付けました"];

const scriptOf = (site: Site, form: Form): string | null | undefined => (form.script === null ? undefined : `${site.root}${form.script}`);

const sendLetters = (given: Submission, at: number, requestPath: string): void => {
  const { tape, site, form, chance, sender, guest, incident = null, isHarmful = false } = given;
  const script = scriptOf(site, form);
  const shared = { visitor: guest.source, requestPath, incident, ...(script === undefined ? {} : { script }) };
  // CGI programs in Perl hand mail to sendmail themselves.
  const isPerl = /\.(cgi|pl)$/.test(form.steps[0]?.target ?? "");
  const parts = isPerl ? { ...shared, script: null } : shared;
  let leaves = at + chance.int([180, 1400]);
  if (form.tellsOwner) {
    tape.letter(
      siteLetter(site, {
        ...parts,
        at: leaves,
        to: [site.owner],
        bytes: form.ownerLetterBytes + chance.int([0, 500]),
        subject: "[お問い合わせ]",
      }),
    );
    leaves += chance.int([15, 260]);
  }
  if (!form.repliesToSender) return;
  tape.letter(
    siteLetter(site, {
      ...parts,
      at: leaves,
      to: [sender],
      bytes: form.replyBytes + chance.int([0, 60]),
      subject: chance.pick(subjects),
      isHarmful,
    }),
  );
};

/** Sends a form once, all its steps, and the mail that it causes. Returns when the last step was. */
export const submitForm = (given: Submission): number => {
  const { tape, site, form, guest, chance, outcome, referer, incident = null } = given;
  let at = given.at;
  const steps = outcome === "sent" ? form.steps : form.steps.slice(0, 1);
  for (const [index, step] of steps.entries()) {
    if (index > 0) at += Math.floor((given.stepSeconds ?? chance.float([4, 40])) * 1000);
    const isRefused = outcome === "refused";
    const status = isRefused ? chance.pick([403, 403, 403, 406]) : outcome === "sent" || step.status === 200 ? step.status : 200;
    const bytes = isRefused ? chance.pick([199, 2843, 318]) : step.bytes + (outcome === "sent" ? 0 : 140);
    tape.hit(hitOf(site, guest, { at, method: step.method, target: step.target, status, bytes, referer, incident }));
  }
  if (outcome === "sent") sendLetters(given, at, steps.at(-1)?.target ?? "/");
  return at;
};
