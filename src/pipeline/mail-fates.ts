import type { ToldFates } from "../domain/case/agent-message.ts";
import type { MailFate } from "../domain/held-mail.ts";
import type { JoinedMail } from "../domain/joined-mail.ts";
import { type FateClaim, fateOfMail, type MailOrigin, mailOrigin } from "../domain/mail-fate.ts";
import { createRecentMap } from "../kit/recent-map.ts";

/** Remembers of the latest messages how they came about, so that the desk can ask whose held mail is: by queue id, and only an answer leaves. */
export interface MailFates {
  readonly note: (mail: JoinedMail) => void;
  /** Takes in what somebody else's join found, such as that of a replay. */
  readonly take: (told: ToldFates) => void;
  /** Of each queue id of the claim's server: by what was noted here, else by what was told; one that is not remembered is unknown. */
  readonly fatesOf: (of: FateClaim, queueIds: readonly string[]) => ReadonlyMap<string, MailFate>;
}

/** Two generations of so many: more than a queue that is held for a day on a busy host, some 20 MB at the most. */
const messagesKept = 50_000;
const mostHosts = 1_000;
/** A claim's host where the config names no server; the logs of one server leave no doubt whose queue ids are meant. Source: to-claim.ts. */
const unnamedHost = "local";

export const createMailFates = (capacity = messagesKept): MailFates => {
  const origins = createRecentMap<string, MailOrigin>(capacity);
  const told = createRecentMap<string, MailFate>(capacity);
  const toldKey = ({ host, key }: Pick<ToldFates, "host" | "key">, id: string): string => JSON.stringify([host, key, id]);
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
    take: (of) => {
      for (const id of of.caused) told.set(toldKey(of, id), "caused");
      for (const id of of.notCaused) told.set(toldKey(of, id), "not-caused");
    },
    fatesOf: (of, queueIds) => {
      const from = hostOf(of.host);
      const fateOf = (id: string): MailFate => {
        const origin = origins.get(`${from} ${id}`);
        return origin === undefined ? (told.get(toldKey(of, id)) ?? "unknown") : fateOfMail(of, origin);
      };
      return new Map(queueIds.map((id) => [id, fateOf(id)]));
    },
  };
};
