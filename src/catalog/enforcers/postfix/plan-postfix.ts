import type { Imposition, PlannedFile } from "../../../ports/enforcer.ts";
import type { PolicyOrders } from "./policy-orders.ts";
import type { PostfixConfig } from "./postfix-config.ts";
import { type Wanted, wantedOf } from "./wanted.ts";

/** Our files beside Postfix' own. The first three are always there: a missing map stops everybody's mail. */
export const pathsOf = ({ dir, stateDir }: Pick<PostfixConfig, "dir" | "stateDir">) => ({
  stopped: `${dir}/stopped`,
  locked: `${dir}/locked`,
  held: `${dir}/held`,
  policy: `${dir}/policy.json`,
  impositions: `${stateDir}/impositions.json`,
});

const heads = {
  stopped:
    "# Users whose local submission is refused at once: NAME CASE. A line without the second word would stop nobody.\n# Made by sekisho; it must always be here and be readable to all: without it nobody can send.\n",
  locked: "# SASL log-ins whose mail is refused. Made by sekisho; takes effect with `postfix reload`.\n",
  held: "# Users whose new local mail is held. Made by sekisho; takes effect with `postfix reload`.\n",
} as const;

/** One line for each key, from the first case that wants it. */
const linesOf = (pairs: readonly (readonly [string, string])[]): string =>
  [...new Map(pairs.toReversed())]
    .map(([key, value]) => `${key} ${value}\n`)
    .toSorted()
    .join("");

const refusal = (caseId: string): string => `REJECT 5.7.1 Mail from this log-in is stopped (case ${caseId})`;

const stoppedText = (all: readonly Wanted[]): string =>
  heads.stopped + linesOf(all.flatMap((one) => (one.kind === "stop" ? [[one.account.name, one.caseId] as const] : [])));

/** Letters of either size, as log-ins are compared. */
const loginPattern = (login: string): string => `/^${login.replace(/[.+]/g, "\\$&")}$/`;

const lockedText = (all: readonly Wanted[]): string =>
  heads.locked + linesOf(all.flatMap((one) => (one.kind === "lock" ? [[loginPattern(one.mailbox), refusal(one.caseId)] as const] : [])));

/** The line that pickup puts on top of every mail which was handed in locally. */
const heldPattern = (uid: number): string => `/^Received: by [^ ]+ \\([^()]*, from userid ${uid}\\)/`;

const heldText = (all: readonly Wanted[]): string => {
  const pairs = all.flatMap((one) =>
    one.kind === "hold" || one.kind === "cap" ? [[heldPattern(one.account.uid), `HOLD sekisho ${one.caseId}`] as const] : [],
  );
  return heads.held + linesOf(pairs);
};

const policyOrders = (all: readonly Wanted[]): PolicyOrders => {
  const uids: Record<string, { readonly action: "refuse" | "hold"; readonly caseId: string }> = {};
  for (const one of all.toReversed()) {
    if (one.kind !== "hold" && one.kind !== "cap") continue;
    uids[one.account.uid] = { action: "hold", caseId: one.caseId };
  }
  for (const one of all.toReversed()) if (one.kind === "stop") uids[one.account.uid] = { action: "refuse", caseId: one.caseId };
  const logins = Object.fromEntries(all.flatMap((one) => (one.kind === "lock" ? [[one.mailbox, one.caseId]] : [])));
  return { uids, logins };
};

const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;

const kept = ({ id, caseId, measure, target }: Imposition): Imposition => ({ id, caseId, measure, target });

/** Every file that depends on what is imposed; those of state only while something is. */
export const planPostfix = (config: PostfixConfig, impositions: readonly Imposition[]): readonly PlannedFile[] => {
  const sorted = impositions.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const all = sorted.map((one) => wantedOf(config.accounts, one));
  const paths = pathsOf(config);
  const maps = [
    { path: paths.stopped, text: stoppedText(all) },
    { path: paths.locked, text: lockedText(all) },
    { path: paths.held, text: heldText(all) },
  ];
  if (all.length === 0) return maps;
  return [
    ...maps,
    { path: paths.policy, text: jsonText(policyOrders(all)) },
    { path: paths.impositions, text: jsonText(sorted.map(kept)) },
  ];
};
