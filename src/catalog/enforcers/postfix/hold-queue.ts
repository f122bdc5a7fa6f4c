import { readLedger } from "./ledger.ts";
import type { PostfixConfig, PostfixNeighbours } from "./postfix-config.ts";
import { readQueueFile } from "./queue-file.ts";
import { readReleased } from "./released-mail.ts";
import { lockedInodes, openQueues, type Queued, readQueues } from "./spool.ts";

/** Whose mail is meant: an account's by its uid, or that of a SASL login. */
export type MailOwner = { readonly uid: number } | { readonly login: string };

/** What a sweep came to. */
export interface Sweep {
  /** Messages that were waiting when it began or turned up meanwhile, and are held now. */
  readonly held: readonly string[];
  /** Those of them that had left before they could be held. */
  readonly left: readonly string[];
}

/** What of an owner still waits to go out, and what of it is being handed over to another server at this moment. */
export interface NotHeld {
  readonly waiting: readonly Queued[];
  readonly moving: number;
}

type Parts = Pick<PostfixConfig, "queueDir" | "stateDir" | "policy"> &
  Pick<PostfixNeighbours, "run" | "wait"> & { readonly passes?: number };

const batch = 500;
const mostPasses = 40;
const betweenMs = 50;
/** A pass may miss a message that moves from queue to queue, so one that finds nothing is not enough. */
const quietPasses = 2;

const belongsTo = (owner: MailOwner, ledger: ReadonlyMap<string, number>) => {
  const uidOf = ({ id, uid, client }: Queued): number | null => uid ?? (client === null ? null : (ledger.get(id) ?? null));
  return (one: Queued): boolean => ("uid" in owner ? uidOf(one) === owner.uid : one.login === owner.login);
};

/** Runs `postsuper` over ids, in parts, and each part only after its owner was read once more. */
export const eachStill = async (parts: Parts, flag: "-h" | "-H" | "-d", mails: readonly Queued[], owner: MailOwner): Promise<void> => {
  for (let at = 0; at < mails.length; at += batch) {
    const belongs = belongsTo(owner, await readLedger(parts.policy?.ledgerDir ?? null));
    const still = mails.slice(at, at + batch).filter((mail) => {
      const file = readQueueFile(mail.path);
      return file !== null && belongs({ ...mail, ...file });
    });
    if (still.length === 0) continue;
    const queues = flag === "-h" ? [] : ["hold"];
    await parts.run(["postsuper", flag, "-", ...queues], still.map(({ id }) => `${id}\n`).join(""));
  }
};

const waitingOf = async (parts: Parts, owner: MailOwner): Promise<readonly Queued[]> => {
  const belongs = belongsTo(owner, await readLedger(parts.policy?.ledgerDir ?? null));
  const released = await readReleased(parts.stateDir);
  return (await readQueues(parts.queueDir, openQueues)).filter((one) => belongs(one) && !released.has(one.id));
};

/** What lies in the hold queue and has recipients who have not got it. */
export const heldOf = async (parts: Parts, owner: MailOwner): Promise<readonly Queued[]> => {
  const belongs = belongsTo(owner, await readLedger(parts.policy?.ledgerDir ?? null));
  return (await readQueues(parts.queueDir, ["hold"])).filter((one) => belongs(one) && one.open.length > 0);
};

export const notHeld = async (parts: Parts, owner: MailOwner): Promise<NotHeld> => {
  const waiting = await waitingOf(parts, owner);
  const locked = await lockedInodes();
  const moving = (await heldOf(parts, owner)).filter(({ inode }) => locked.has(inode)).length;
  return { waiting, moving };
};

/** Ids of what waits to go out now, to be counted against what was held in the end. */
export const snapshotOf = async (parts: Parts, owner: MailOwner): Promise<readonly string[]> =>
  (await waitingOf(parts, owner)).map(({ id }) => id);

/** Holds all that waits to go out, until nothing more turns up and no delivery of it is under way. */
export const holdQueue = async (parts: Parts, owner: MailOwner, before: readonly string[]): Promise<Sweep> => {
  const seen = new Set(before);
  let quiet = 0;
  for (let pass = 0; pass < (parts.passes ?? mostPasses) && quiet < quietPasses; pass++) {
    const { waiting, moving } = await notHeld(parts, owner);
    for (const { id } of waiting) seen.add(id);
    await eachStill(parts, "-h", waiting, owner);
    quiet = waiting.length + moving === 0 ? quiet + 1 : 0;
    if (quiet < quietPasses) await parts.wait(waiting.length > 0 ? 0 : betweenMs);
  }
  const holding = new Set((await heldOf(parts, owner)).map(({ id }) => id));
  return { held: [...seen].filter((id) => holding.has(id)), left: [...seen].filter((id) => !holding.has(id)) };
};
