import { addressOf } from "./address-book.ts";
import type { Chance } from "./chance.ts";
import type { Host, HostKind, LogGap } from "./model.ts";

/** The machines of a world: one to three shared hosts, small servers of one customer each, and one whose mail log nobody kept. */

export interface HostRequest {
  readonly name: string;
  readonly kind: HostKind;
  readonly chance: Chance;
  readonly hasMailLog: boolean;
  readonly gaps: readonly LogGap[];
}

export const planHost = ({ name, kind, chance, hasMailLog, gaps }: HostRequest): Host => ({
  name,
  kind,
  domain: `${name}.host.example`,
  address: addressOf("server", "JP", chance),
  hasMailLog,
  longQueueIds: chance.bool(0.5),
  newEximIds: chance.bool(0.4),
  logsPid: chance.bool(0.4),
  scriptDetails: kind === "exim" && chance.bool(0.5),
  cwdLines: kind === "exim" && chance.bool(0.75),
  smartHost: chance.bool(0.08) ? { name: "relay.host.example", address: addressOf("mail", "JP", chance) } : null,
  clockOffsetMs: chance.int([-2000, 2000]),
  lostShare: chance.float([0.01, 0.03]),
  gaps,
});

const kinds: readonly HostKind[] = ["postfix-classic", "exim", "postfix-rfc3339"];

/** Kinds of the shared hosts of a world: all three from 40 accounts on, else one or two. */
export const sharedKinds = (accounts: number, chance: Chance): HostKind[] => {
  const order = chance.shuffled(kinds);
  if (accounts >= 40) return order;
  return order.slice(0, accounts >= 8 ? 2 : 1);
};
