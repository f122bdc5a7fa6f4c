/**
 * What a third party's complaint is about: `mail` that it holds for abuse; `no-abuse` where the sender of the report says that mail
 * is wanted, or only wants no more of it (`not-spam`, `opt-out`); `other-matter` for what no mail log can show (phishing pages,
 * scans, copyright, failed authentication).
 */
export type ComplaintMatter = "mail" | "no-abuse" | "other-matter";

/** A third party's complaint about one message, as its own fields tell it. Every field is the sender's word: a claim, never an identity. */
export interface Complaint {
  /** Name of the format that read it. */
  readonly format: string;
  /** Kind of report in the format's own words, in lower case: ARF's `abuse`, XARF's `messaging/spam`. */
  readonly kind: string;
  readonly matter: ComplaintMatter;
  /** Epoch ms at which the complaint was written; null where it does not say. */
  readonly reportedAt: number | null;
  /** Epoch ms at which the mail came in at the complainant, else at which it was written; null where neither is told. */
  readonly mailAt: number | null;
  /** Address that the mail came from, canonical. */
  readonly sourceAddress: string | null;
  /** Domain that the complaint names as the sender's, in lower case. */
  readonly reportedDomain: string | null;
  /** Message-ID of the mail, without its angle brackets. */
  readonly messageId: string | null;
  /** Envelope sender of the mail, else its From address, in lower case. */
  readonly sender: string | null;
  /** Ids that mail servers on the way gave it (`Received: … id …`), the nearest to its origin last; at most {@link receivedKept}. */
  readonly queueIds: readonly string[];
  /** Login name of the session that handed it in, where a server on the way wrote it down. */
  readonly mailbox: string | null;
  /** Script that called mail(), as PHP's own header names it: an absolute path, `domain/path`, or the file's name alone. */
  readonly script: string | null;
  /** Numeric id of the user that the script ran as. */
  readonly scriptUid: number | null;
  /** Its headers are those of a list that can be left: `List-Unsubscribe`, `List-Id` or `Precedence: bulk`. */
  readonly isListMail: boolean;
  /** It was caught by an address that nobody uses, to which no list writes. */
  readonly isTrap: boolean;
  /** The bytes of the file that show what it is: what a report quotes. */
  readonly mark: { readonly offset: number; readonly length: number };
}

/** Received lines looked at in one mail: a forged one may hold any number. */
export const receivedKept = 16;

/** Why a file in a folder of complaints is none that can be read. */
export type ComplaintProblem = "empty" | "too-large" | "unreadable" | "binary" | "not-a-complaint" | "broken" | "other-version";

/** How a complaint was tied to an account. */
export type ComplaintTie = "message-id" | "queue-id" | "script" | "mailbox" | "domain";

/**
 * What became of a complaint. `attached` to a case that the logs show, or `opened` one; else it is only listed: `no-abuse` and
 * `other-matter` see {@link ComplaintMatter}; `unknown-sender`: nothing in it names an account of these logs; `not-in-logs`: the mail
 * logs of that time hold no such message, so the sender's name was probably forged; `outside-period`: no log reaches to it;
 * `ordinary-mail`: the message is there and looks like ordinary mail of its account.
 */
export type ComplaintFate =
  | "attached"
  | "opened"
  | "no-abuse"
  | "other-matter"
  | "unknown-sender"
  | "not-in-logs"
  | "outside-period"
  | "ordinary-mail"
  | "unread";
