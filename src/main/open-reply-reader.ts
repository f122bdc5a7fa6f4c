import { resolve } from "node:dns/promises";
import { noticeLanguages } from "../catalog/index.ts";
import type { Config } from "../config.ts";
import type { ReadReply, ReplyReader } from "../desk/take-reply.ts";
import type { Case } from "../domain/case/case.ts";
import { OperationError } from "../domain/operation-error.ts";
import type { Clock } from "../kit/clock.ts";
import { dayMs } from "../kit/time-units.ts";
import { authenticate } from "../mail/authentic/authenticate.ts";
import { type RawHeader, rawHeaders } from "../mail/authentic/sole-sender.ts";
import { noticeOfReturnPath, type ReturnedNotice } from "../mail/notice-address.ts";
import { parseReply } from "../mail/reply/parse-reply.ts";
import type { ReplyTerms } from "../mail/reply/read-reply.ts";
import { routeReply } from "../mail/route-reply.ts";
import type { NoticeLanguage } from "../ports/notice-language.ts";
import type { ReplySecrets } from "../ports/reply-secrets.ts";
import { composeNotice } from "../report/notice/compose-notice.ts";
import type { NoticeView } from "../report/notice/notice-view.ts";
import { createNoticeVoice } from "../report/notice/notice-voice.ts";
import { accountOf, contactsOf, senderOf } from "./desk-contacts.ts";
import { deskKey, madeOnce } from "./desk-key.ts";
import { noticeViewOf } from "./notice-view-of.ts";

/** What reading answers stands on besides the config. */
export interface ReplyReaderParts {
  readonly clock: Clock;
  readonly secrets: ReplySecrets;
  /** Looks names up, as Node's `dns.promises.resolve` does; handed in by tests. */
  readonly resolver?: typeof resolve;
}

const headersOf = (bytes: Uint8Array): readonly RawHeader[] => rawHeaders(Buffer.from(bytes).toString("latin1")) ?? [];

const recipients = new Set(["to", "delivered-to", "x-original-to", "envelope-to"]);

/** A letter's id is the notice's, and the language it went out in; a reply's secret has no such shape. */
const letterId = /^(\d{4}-\d+\.\d+\.\d+)\.[a-z]{2}$/;

/** Which return path a mail came to. A sealed one counts before one that anybody could have written beside it. */
const returnedNotice = (bytes: Uint8Array, base: string, key: Uint8Array): ReturnedNotice | null => {
  const addresses = headersOf(bytes)
    .filter(({ name }) => recipients.has(name))
    .flatMap(({ value }) => value.match(/[^\s<>,;:"()]+@[^\s<>,;:"()]+/g) ?? []);
  const letters = addresses.flatMap((address) => {
    const found = noticeOfReturnPath(address, base, key);
    const notice = letterId.exec(found?.notice ?? "")?.[1];
    return found === null || notice === undefined ? [] : [{ notice, isSealed: found.isSealed }];
  });
  return letters.find(({ isSealed }) => isSealed) ?? letters[0] ?? null;
};

/** A bounce that our own mail server wrote has its Message-ID from our domain: here that makes no loop of it. */
const bounceTerms: ReplyTerms = { asked: [], questions: [], own: { header: "x-sekisho-notice", messageIdDomain: "none.invalid" } };

/** An absence note or a delay comes to the return path as well and says nothing about the notice for good. */
const isBounce = async (bytes: Uint8Array): Promise<boolean> => {
  const reading = await parseReply(bytes, bounceTerms);
  return "auto" in reading && reading.auto?.kind === "bounce" && reading.auto.isPermanent;
};

/** Mail servers try for five days, and some for longer. */
const lastUnsealedBounceMs = 14 * dayMs;

/** Return paths without a seal were given out before this moment. It is noted once, in the state directory. */
const sealedSince = (config: Config, { clock }: ReplyReaderParts): number =>
  Number(madeOnce(config, "sealed-since", () => String(clock.now())).toString("utf8"));

const createReturned = (config: Config, base: string, parts: ReplyReaderParts): ReplyReader["returned"] => {
  const key = deskKey(config, "return path");
  const since = sealedSince(config, parts);
  return async (bytes) => {
    const found = returnedNotice(bytes, base, key);
    if (found === null) return null;
    const isOld = parts.clock.now() < since + lastUnsealedBounceMs;
    const sentBefore = found.isSealed ? Number.POSITIVE_INFINITY : isOld ? since : Number.NEGATIVE_INFINITY;
    return { notice: found.notice, sentBefore, isBounce: () => isBounce(bytes) };
  };
};

/** States and findings of a notice: by the time that it is answered they have changed. */
const changingWords = ({ states, asked }: NoticeLanguage): readonly string[] => [
  ...Object.values(states),
  asked.found(""),
  asked.next(""),
  asked.byPerson,
];

/** As many notices as a case has when it goes on for long. */
const noticesQuoted = 8;

/** The notices of a case, written anew from the case as it is: whatever a reply quotes of them is known by it. */
const noticesOf = (language: NoticeLanguage, view: NoticeView): string =>
  view.case.notices
    .slice(-noticesQuoted)
    .map(({ tells, at }) => composeNotice(language, { ...view, tells, at }))
    .map(({ subject, text }) => `${subject}\n${text}`)
    .join("\n");

const termsOf = (config: Config, one: Case, { clock }: ReplyReaderParts): ReplyTerms => {
  const base = senderOf(config.smtp?.from ?? "").address;
  const account = accountOf(config, one);
  const contact = account === undefined ? undefined : contactsOf(account)[0];
  const code = contact?.language ?? "ja";
  const language = noticeLanguages.find((known) => known.code === code) ?? noticeLanguages[0];
  const asked = one.requirements.map(({ id }) => id);
  const view = noticeViewOf(config, one, {
    tells: ["contained"],
    at: clock.now(),
    contactName: contact?.name ?? null,
    others: [],
    page: null,
  });
  if (language === undefined) throw new OperationError("world-failed", "no language for notices is in the catalogue");
  const { facts } = createNoticeVoice(language, view);
  const words = asked.map((id) => language.requirements[id]);
  const questions = words.map(({ condition }) => condition(facts));
  const titles = words.map(({ title }) => title(facts));
  const quotable = { questions, titles, notice: noticesOf(language, view), changing: changingWords(language) };
  return { asked, ...quotable, own: { header: "x-sekisho-notice", messageIdDomain: base.slice(base.indexOf("@") + 1) } };
};

const read = async (bytes: Uint8Array, terms: ReplyTerms): Promise<ReadReply> => {
  const reading = await parseReply(bytes, terms);
  if ("problem" in reading) return { kind: "unreadable", why: reading.problem };
  const { auto, claims, lawful, text } = reading;
  if (auto !== null && auto.kind !== "list") return { kind: "automatic", what: auto.kind };
  return { kind: "answer", claims, lawful, text };
};

/** How answers by mail are read: the case by its secret, the sender by signature and contacts, the text by our own parser. */
export const openReplyReader = (config: Config, parts: ReplyReaderParts): ReplyReader => {
  const base = senderOf(config.smtp?.from ?? "").address;
  const { resolver = resolve, clock, secrets } = parts;
  return {
    returned: createReturned(config, base, parts),
    route: async (bytes) => {
      const found = await routeReply(headersOf(bytes), { base, secrets });
      return "unrouted" in found ? null : { caseId: found.route.caseId, fits: found.isNamed };
    },
    read: (bytes, one) => read(bytes, termsOf(config, one, parts)),
    authenticate: async (bytes, one, secretFits) => {
      const account = accountOf(config, one);
      const contacts = account === undefined ? [] : contactsOf(account).map(({ address }) => address);
      const { verified, sender, reasons } = await authenticate(bytes, {
        secretFits,
        contacts,
        resolver: resolver as never,
        now: clock.now(),
      });
      return { kind: "customer", address: sender ?? "unknown", verified, ...(verified ? {} : { why: reasons }) };
    },
  };
};
