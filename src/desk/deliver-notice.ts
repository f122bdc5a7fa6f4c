import type { Case } from "../domain/case/case.ts";
import type { Notice } from "../domain/case/notice.ts";
import type { Letter, Mailbox, Delivery as MailDelivery, Mailer } from "../ports/mailer.ts";
import type { Delivery } from "./desk-parts.ts";

/** Somebody to tell, in their language (BCP 47). */
export type Reader = Mailbox & { readonly language: string };

/** Whom a notice goes to, or why only a person can reach the customer. */
export type Readers = { readonly kind: "mail"; readonly to: readonly Reader[] } | { readonly kind: "call"; readonly reason: string };

/** What a notice is delivered with; who writes and who sends are other rooms' affair. */
export interface NoticeParts {
  readonly mailer: Mailer;
  readonly readersOf: (one: Case) => Readers;
  readonly compose: (one: Case, notice: Notice, reader: Reader) => Promise<Pick<Letter, "subject" | "text" | "html">>;
  /** Holds the secret of the case, by which an answer finds it. */
  readonly replyTo: (one: Case, notice: Notice) => Promise<string>;
  /** Sees each letter that the mail server took, so that staff can read what the customer read. */
  readonly keep?: (one: Case, notice: Notice, letter: Letter) => Promise<void>;
}

/** The server's words, and those to whom it did not go, so that staff see who was not told. */
const detailOf = (result: MailDelivery): string =>
  result.outcome === "sent"
    ? [result.said, ...result.refused.map(({ address, said }) => `not taken for ${address}: ${said}`)].join("; ")
    : result.said;

const toDelivery = (results: readonly MailDelivery[]): Delivery => {
  const detail = results.map(detailOf).join("; ");
  const late = results.find(({ outcome }) => outcome === "put-off");
  if (late !== undefined) return { kind: "put-off", detail: late.said };
  return { kind: results.some(({ outcome }) => outcome === "sent") ? "sent" : "failed", detail };
};

const mostRemembered = 10_000;

/** Sends each letter once while the process lives: one language that was put off does not bring the others again. */
const sendOnce = (mailer: Mailer): Mailer["send"] => {
  const sent = new Map<string, MailDelivery>();
  return async (letter) => {
    const before = sent.get(letter.noticeId);
    if (before !== undefined) return before;
    const result = await mailer.send(letter);
    if (result.outcome !== "sent") return result;
    const [oldest] = sent.keys();
    if (sent.size >= mostRemembered && oldest !== undefined) sent.delete(oldest);
    sent.set(letter.noticeId, result);
    return result;
  };
};

/**
 * Writes a notice from the case as it is now and hands it to the mail server, a letter for each language. One that was put off is sent again,
 * with the same Message-ID.
 */
export const createDeliver = ({ mailer, readersOf, compose, replyTo, keep }: NoticeParts) => {
  const send = sendOnce(mailer);
  return async (one: Case, notice: Notice): Promise<Delivery> => {
    const readers = readersOf(one);
    if (readers.kind === "call") return { kind: "failed", detail: `nobody can be told by mail: ${readers.reason}` };
    const first = one.notices[0]?.id;
    const answersTo = await replyTo(one, notice);
    const results: MailDelivery[] = [];
    for (const [language, to] of Map.groupBy(readers.to, (reader) => reader.language)) {
      const [reader] = to;
      if (reader === undefined) continue;
      const text = await compose(one, notice, to.length === 1 ? reader : { ...reader, name: null });
      const firstNoticeId = first === undefined || first === notice.id ? null : `${first}.${language}`;
      const letter: Letter = { noticeId: `${notice.id}.${language}`, firstNoticeId, to, replyTo: answersTo, language, ...text };
      const result = await send(letter);
      results.push(result);
      if (result.outcome === "sent") await keep?.(one, notice, letter);
    }
    return toDelivery(results);
  };
};
