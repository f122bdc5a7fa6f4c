import { createHmac, randomBytes } from "node:crypto";
import { noticeLanguages } from "../catalog/index.ts";
import type { Config } from "../config.ts";
import { createDeliver, type NoticeParts, type Reader } from "../desk/deliver-notice.ts";
import type { DeskParts } from "../desk/desk-parts.ts";
import { limitsOfOthers } from "../desk/other-limits.ts";
import type { Case } from "../domain/case/case.ts";
import type { Notice } from "../domain/case/notice.ts";
import { OperationError } from "../domain/operation-error.ts";
import type { Clock } from "../kit/clock.ts";
import { maskedAddress } from "../mail/masked-address.ts";
import { makeReplyAddress } from "../mail/reply-address.ts";
import type { CaseStore } from "../ports/case-store.ts";
import type { NoticeTexts } from "../ports/notice-texts.ts";
import type { ReplySecretStore } from "../ports/reply-secrets.ts";
import { composeNotice } from "../report/notice/compose-notice.ts";
import { readersOf } from "./notice-readers.ts";
import { noticeViewOf } from "./notice-view-of.ts";
import { type OpenedMailer, openMailer } from "./open-mailer.ts";
import { linkKeyOf, pageLinkOf } from "./page-links.ts";

/** What delivering stands on besides the config. */
export interface DeliverParts {
  readonly clock: Clock;
  readonly store: CaseStore;
  /** Left out: nothing is kept. */
  readonly noticeTexts?: NoticeTexts;
  /** Left out: one of its own. */
  readonly sender?: OpenedMailer | null;
  readonly replies: ReplySecretStore;
}

const secretBytes = 20;

const composeFor =
  (config: Config, { clock, store }: DeliverParts) =>
  async (one: Case, notice: Notice, reader: Reader) => {
    const language = noticeLanguages.find(({ code }) => code === reader.language) ?? noticeLanguages[0];
    if (language === undefined) throw new OperationError("world-failed", "no language for notices is in the catalogue");
    const page = pageLinkOf(config, one, { notice, reader });
    const others = await limitsOfOthers(store, one);
    return composeNotice(
      language,
      noticeViewOf(config, one, { tells: notice.tells, at: clock.now(), contactName: reader.name, others, page }),
    );
  };

/** As the customer got it, but for what opens their page: whoever reads it here is not them. */
const keepFor =
  ({ noticeTexts, clock }: DeliverParts): NonNullable<NoticeParts["keep"]> =>
  async (one, { id: notice }, { noticeId: letter, language, subject, text, to }) => {
    await noticeTexts?.keep({
      ...{ letter, caseId: one.id, notice, language, subject, at: clock.now() },
      ...{ text: text.replace(/(\/c\/[\w-]+\/)[\w-]{43}/g, "$1***"), to: to.map(({ address }) => maskedAddress(address)) },
    });
  };

/**
 * How notices go out: over SMTP to the contacts of the config. Without `smtp` each is put off, visibly, until there is one. The secret of a reply
 * address is drawn from the link key and the notice, so that a notice that is sent twice can be answered at one address.
 */
export const openDeliver = (config: Config, parts: DeliverParts): DeskParts["deliver"] => {
  const { sender = openMailer(config, parts.clock) } = parts;
  if (sender === null) return async () => ({ kind: "put-off", detail: "the config has no smtp, so no notice can be sent" });
  const { mailer, from } = sender;
  // Without a key in the config, answers find their case until the desk is started again.
  const key = linkKeyOf(config) ?? randomBytes(32);
  const giveReplyTo = async (one: Case, notice: Notice): Promise<string> => {
    const secret = createHmac("sha256", key).update(`reply ${notice.id}`).digest().subarray(0, secretBytes);
    const { address, hash } = makeReplyAddress(from, secret);
    await parts.replies.give({ hash, caseId: one.id, notice: notice.id, at: parts.clock.now() });
    return address;
  };
  return createDeliver({
    ...{ mailer, readersOf: (one: Case) => readersOf(config, one), compose: composeFor(config, parts) },
    ...{ replyTo: giveReplyTo, keep: keepFor(parts) },
  });
};
