/** Somebody that a letter goes to or comes from. The address is one plain `local@domain`. */
export interface Mailbox {
  readonly name: string | null;
  readonly address: string;
}

/** One notice as it is handed to the mail server. Text and HTML say the same. */
export interface Letter {
  /** The notice's id: Message-ID and return path are made of it, so that a second delivery is the same mail. */
  readonly noticeId: string;
  /** The first notice of the case, which later ones answer to; null where this is it. */
  readonly firstNoticeId: string | null;
  /** Never empty. All see each other: one customer's contacts. */
  readonly to: readonly Mailbox[];
  /** Where answers go; holds the case's secret. */
  readonly replyTo: string;
  /** BCP 47. */
  readonly language: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** An address that the server did not take, with its words. */
export interface RefusedAddress {
  readonly address: string;
  readonly said: string;
}

/**
 * What became of a letter. `said` are the server's own words, or what happened on the way to it. `put-off`: not taken now, to be tried again
 * (4xx, no connection, no log-in); `failed`: never to be taken as it is (5xx, or unfit to be sent at all).
 */
export type Delivery =
  | { readonly outcome: "sent"; readonly said: string; readonly refused: readonly RefusedAddress[] }
  | { readonly outcome: "put-off"; readonly said: string }
  | { readonly outcome: "failed"; readonly said: string };

/** Hands letters to a mail server. Never throws for what the world does: that is a {@link Delivery}. Sending twice is harmless. */
export interface Mailer {
  readonly send: (letter: Letter) => Promise<Delivery>;
  /** Lets go of its connections. */
  readonly stop: () => void;
}
