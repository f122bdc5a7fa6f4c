import { foreignDomains, postOfficeOf } from "./addresses.ts";
import { isoStamp } from "./clock.ts";
import type { QueuedLetter } from "./mail-log.ts";
import { comesBack } from "./outcomes.ts";
import { formRoute, shop } from "./scene.ts";
import type { WebRequest } from "./web-log.ts";

/** What really happened, for whoever wants to check a report; nothing of it is in the logs. */
export interface Truth {
  readonly account: string;
  readonly uid: number;
  readonly site: string;
  readonly class: "form-relay";
  readonly verdict: "abuse";
  readonly cause: { readonly layer: "form"; readonly method: "POST"; readonly path: string };
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly requests: number;
  readonly refusedRequests: number;
  readonly requestsByPath: Readonly<Record<string, number>>;
  readonly sources: readonly string[];
  readonly scoutingRequests: number;
  readonly messages: number;
  readonly recipients: number;
  readonly recipientsAbroad: number;
  readonly bounced: number;
  /** Every mail of the attack: queue id and the moment of its pickup. */
  readonly mails: readonly { readonly queueId: string; readonly at: string }[];
  /** Mails of the account that have nothing to do with it: by purpose, of the whole week. */
  readonly innocentMails: Readonly<Record<string, number>>;
  /** Queue ids of the innocent mails that the account sent while the attack ran. */
  readonly innocentMailsMeanwhile: readonly string[];
}

const countBy = <T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
};

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1);

const mailTruth = (letters: readonly QueuedLetter[], until: { first: number; last: number }) => {
  const own = letters.filter(({ entry }) => entry.kind === "account" && entry.uid === shop.uid);
  const attack = own.filter(({ purpose }) => purpose === "attack");
  const innocent = own.filter(({ purpose }) => purpose !== "attack");
  const recipients = [...new Set(attack.map(({ to }) => to))];
  return {
    messages: attack.length,
    recipients: recipients.length,
    recipientsAbroad: recipients.filter((to) => foreignDomains.some((domain) => domain === domainOf(to))).length,
    bounced: attack.filter(({ to, outcome }) => to !== shop.inbox && comesBack(outcome, postOfficeOf(to))).length,
    mails: attack.map(({ queueId, at }) => ({ queueId, at: isoStamp(at) })),
    innocentMails: countBy(innocent, ({ purpose }) => purpose),
    innocentMailsMeanwhile: innocent.filter(({ at }) => at >= until.first && at <= until.last).map(({ queueId }) => queueId),
  };
};

/** The truth about what was written into the logs. */
export const truthOf = (requests: readonly WebRequest[], letters: readonly QueuedLetter[]): Truth => {
  const attack = requests.filter(({ purpose }) => purpose === "attack");
  const moments = [...attack, ...letters.filter(({ purpose }) => purpose === "attack")].map(({ at }) => at);
  const [first, last] = [Math.min(...moments), Math.max(...moments)];
  return {
    account: shop.user,
    uid: shop.uid,
    site: "shop.example",
    class: "form-relay",
    verdict: "abuse",
    cause: { layer: "form", method: "POST", path: shop.formPage },
    firstSeen: isoStamp(first),
    lastSeen: isoStamp(last),
    requests: attack.length,
    refusedRequests: attack.filter(({ status }) => status === 403).length,
    requestsByPath: countBy(attack, ({ target }) => (target === formRoute ? formRoute : shop.formPage)),
    sources: [...new Set(attack.map(({ source }) => source))].toSorted(),
    scoutingRequests: requests.filter(({ purpose }) => purpose === "scouting").length,
    ...mailTruth(letters, { first, last }),
  };
};
