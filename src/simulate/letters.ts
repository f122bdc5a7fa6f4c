import type { Account, Incident, Letter, Mailable, Site } from "./model.ts";

/** Letters as programs on a host hand them in. */

export interface LetterParts {
  readonly at: number;
  readonly to: readonly Mailable[];
  readonly bytes: number;
  readonly subject: string;
  readonly visitor?: string | null;
  readonly requestPath?: string | null;
  readonly incident?: Incident | null;
  readonly isHarmful?: boolean;
  /** File that calls mail(), absolute; default: the site's own mailer. */
  readonly script?: string | null;
  readonly sender?: string;
}

const defaultSender = ({ name, host }: Account): string => `${name}@${host.domain}`;

/** The file that hands in the mail of a site's own program; null where it is no PHP. */
const mailerOf = (site: Site): string | null => {
  if (site.isWordPress) return `${site.root}/wp-includes/PHPMailer/PHPMailer.php`;
  return site.kind === "forum" ? `${site.root}/includes/functions_messenger.php` : null;
};

const localLetter = (account: Account, site: Site | null, parts: LetterParts): Letter => ({
  at: parts.at,
  account,
  site,
  route: { kind: "local" },
  sender: parts.sender ?? defaultSender(account),
  recipients: parts.to,
  bytes: parts.bytes,
  subject: parts.subject,
  script: parts.script ?? null,
  requestPath: parts.requestPath ?? null,
  visitor: parts.visitor ?? null,
  incident: parts.incident ?? null,
  isHarmful: parts.isHarmful ?? false,
  isCounted: true,
  forwardedFrom: null,
});

/** Mail that a site's program sends. */
export const siteLetter = (site: Site, parts: LetterParts): Letter =>
  localLetter(site.account, site, { ...parts, script: parts.script === undefined ? mailerOf(site) : parts.script });

/** Mail of an account's cron job or other program that no request started. */
export const accountLetter = (account: Account, parts: LetterParts): Letter => localLetter(account, null, parts);
