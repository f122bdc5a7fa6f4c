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
}

const toDelivery = (results: readonly MailDelivery[]): Delivery => {
  const detail = results.map(({ said }) => said).join("; ");
  const late = results.find(({ outcome }) => outcome === "put-off");
  if (late !== undefined) return { kind: "put-off", detail: late.said };
  return { kind: results.some(({ outcome }) => outcome === "sent") ? "sent" : "failed", detail };
};

/**
 * Writes a notice from the case as it is now and hands it to the mail server, a letter for each language. One that was put off is sent again to
 * all of them, with the same Message-ID.
 */
export const createDeliver =
  ({ mailer, readersOf, compose, replyTo }: NoticeParts) =>
  async (one: Case, notice: Notice): Promise<Delivery> => {
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
      results.push(await mailer.send({ noticeId: `${notice.id}.${language}`, firstNoticeId, to, replyTo: answersTo, language, ...text }));
    }
    return toDelivery(results);
  };
