import type { ToldFates } from "../domain/case/agent-message.ts";
import type { ClaimedAbuse } from "../domain/case/claimed-abuse.ts";
import type { JoinedMail } from "../domain/joined-mail.ts";
import { fateOfMail, type MailOrigin, mailOrigin } from "../domain/mail-fate.ts";
import { dayMs } from "../kit/time-units.ts";

interface Noted {
  readonly host: string;
  readonly queueId: string;
  readonly account: string | null;
  readonly arrivedAt: number;
  readonly origin: MailOrigin;
}

/** What a finished reading knows of the messages that a mail server may still hold. */
export interface FatesOfClaims {
  readonly note: (mail: JoinedMail) => void;
  /** Of each of these claims, in parts that fit one delivery; nothing of one that no message is told for. */
  readonly of: (claims: readonly ClaimedAbuse[]) => readonly ToldFates[];
}

/** Longer than a message stays in a queue. Source: postconf(5), maximal_queue_lifetime is five days. */
const oldestMs = 6 * dayMs;
/** The latest so many messages of all accounts. */
const mostNoted = 50_000;
/** One delivery takes no more of each kind. */
const part = 2_000;

const inParts = (of: Pick<ToldFates, "host" | "key">, caused: readonly string[], notCaused: readonly string[]): readonly ToldFates[] => {
  const count = Math.ceil(Math.max(caused.length, notCaused.length) / part);
  const at = (ids: readonly string[], number: number) => ids.slice(number * part, (number + 1) * part);
  return Array.from({ length: count }, (_, number) => ({ ...of, caused: at(caused, number), notCaused: at(notCaused, number) }));
};

/** Remembers the latest messages of a reading, so that at its end each claim can say which of them are its own. */
export const createFatesOfClaims = (): FatesOfClaims => {
  let noted: Noted[] = [];
  const isOf = ({ account, lastSeen }: ClaimedAbuse, one: Noted): boolean => one.account === account && one.arrivedAt > lastSeen - oldestMs;
  return {
    note: (mail) => {
      const { host, queueId, account, time } = mail.message;
      if (queueId === "") return;
      noted.push({ host, queueId, account: account?.name ?? null, arrivedAt: time, origin: mailOrigin(mail) });
      if (noted.length >= 2 * mostNoted) noted = noted.slice(-mostNoted);
    },
    of: (claims) =>
      claims.flatMap((claim) => {
        const { host, key } = claim;
        const fates = Map.groupBy(
          noted.filter((one) => isOf(claim, one)),
          ({ origin }) => fateOfMail(claim, origin),
        );
        const idsOf = (fate: "caused" | "not-caused") => (fates.get(fate) ?? []).map(({ queueId }) => queueId);
        return inParts({ host, key }, idsOf("caused"), idsOf("not-caused"));
      }),
  };
};
