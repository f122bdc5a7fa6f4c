/** A letter as its reader got it. Kept beside the chain: erased with the case's replies, and by the same retention. */
export interface NoticeText {
  /** Unique for ever: the notice's id and the letter's language. */
  readonly letter: string;
  readonly caseId: string;
  readonly notice: string;
  /** BCP 47. */
  readonly language: string;
  /** Masked: `o***@e***.example`. */
  readonly to: readonly string[];
  readonly subject: string;
  /** As sent, without what opens the customer's page. */
  readonly text: string;
  /** When the mail server took it, epoch ms. */
  readonly at: number;
}

/** Keeps what customers were told. Rejects as the case store does. */
export interface NoticeTexts {
  /** The same letter twice does nothing the second time. */
  readonly keep: (text: NoticeText) => Promise<void>;
  /** Those of a case that are still kept, in the order in which they were sent. */
  readonly ofCase: (caseId: string) => Promise<readonly NoticeText[]>;
}

/** A letter as the API shows it. */
export const noticeTextDocument = ({ letter, notice, language, at, to, subject, text }: NoticeText) => ({
  ...{ letter, notice, language, at: new Date(at).toISOString(), to, subject, text },
});

/** A letter as JSON: moments are ISO 8601, UTC. */
export type NoticeTextDocument = ReturnType<typeof noticeTextDocument>;
