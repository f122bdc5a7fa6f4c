import type { MailFate } from "../domain/held-mail.ts";
import type { JoinedMail } from "../domain/joined-mail.ts";
import { type FateCause, fateOfMail, type MailOrigin, mailOrigin } from "../domain/mail-fate.ts";
import { createRecentMap } from "../kit/recent-map.ts";

/** Remembers of the latest messages how they came about, so that the desk can ask whose held mail is: by queue id, and only an answer leaves. */
export interface MailFates {
  readonly note: (mail: JoinedMail) => void;
  /** Of each queue id of that server; one that is not remembered is unknown. */
  readonly fatesOf: (of: FateCause, host: string, queueIds: readonly string[]) => ReadonlyMap<string, MailFate>;
}

/** Two generations of so many: more than a queue that is held for a day on a busy host, some 20 MB at the most. */
const messagesKept = 50_000;
const mostHosts = 1_000;
/** A claim's host where the config names no server; the logs of one server leave no doubt whose queue ids are meant. Source: to-claim.ts. */
const unnamedHost = "local";

export const createMailFates = (capacity = messagesKept): MailFates => {
  const origins = createRecentMap<string, MailOrigin>(capacity);
  const hosts = new Set<string>();
  const hostOf = (host: string): string => {
    const [only = host] = hosts;
    return host === unnamedHost && hosts.size === 1 ? only : host;
  };
  return {
    note: (mail) => {
      const { host, queueId } = mail.message;
      if (queueId === "") return;
      if (hosts.size < mostHosts) hosts.add(host);
      origins.set(`${host} ${queueId}`, mailOrigin(mail));
    },
    fatesOf: (of, host, queueIds) => {
      const from = hostOf(host);
      return new Map(
        queueIds.map((id) => {
          const origin = origins.get(`${from} ${id}`);
          return [id, origin === undefined ? "unknown" : fateOfMail(of, origin)];
        }),
      );
    },
  };
};
