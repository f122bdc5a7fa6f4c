import { existsSync } from "node:fs";
import type { HeldMessage } from "../../../domain/held-mail.ts";
import type { FateOf, HeldEnd, HeldMail, HeldOwner } from "../../../ports/held-mail.ts";
import { eachStill, heldOf, type MailOwner } from "./hold-queue.ts";
import { pathsOf } from "./plan-postfix.ts";
import type { PostfixConfig, PostfixNeighbours } from "./postfix-config.ts";
import { noteReleased, readReleased } from "./released-mail.ts";
import { isQueueId, type Queued, readQueues } from "./spool.ts";
import { wantedOf } from "./wanted.ts";

type Parts = PostfixConfig & Pick<PostfixNeighbours, "run" | "wait" | "clock"> & { readonly fateOf: FateOf };

const nameOf = (owner: HeldOwner): string => ("account" in owner ? owner.account : owner.mailbox);

/** Checks the name as a containment's target is checked. */
const mailOwner = ({ accounts }: Parts, owner: HeldOwner): MailOwner => {
  const base = { id: "held", caseId: "held" };
  const wanted =
    "account" in owner
      ? wantedOf(accounts, { ...base, measure: "hold-mail", target: { account: owner.account } })
      : wantedOf(accounts, { ...base, measure: "lock-mailbox", target: { mailbox: owner.mailbox } });
  return wanted.kind === "lock" ? { login: wanted.mailbox } : { uid: wanted.account.uid };
};

const domainsOf = (recipients: readonly string[]): readonly string[] =>
  [...new Set(recipients.map((one) => one.slice(one.lastIndexOf("@") + 1).toLowerCase()))].toSorted();

/** What was moved out of hold is tried at the next queue run, in minutes; so that it goes at once, each is named. */
export const letGo = async (parts: Omit<Parts, "fateOf">, owner: MailOwner, mails: readonly Queued[]): Promise<void> => {
  await eachStill(parts, "-H", mails, owner);
  for (const { id } of mails) await parts.run(["postqueue", "-i", id]);
};

/** Held mail of a Postfix on this machine. */
export const createPostfixHeldMail = (parts: Parts): HeldMail => {
  const list = async (owner: HeldOwner): Promise<readonly HeldMessage[]> => {
    const mails = await heldOf(parts, mailOwner(parts, owner));
    const fates = await parts.fateOf(
      owner,
      mails.map(({ id }) => id),
    );
    return mails
      .map(({ id, arrivedAt, size, open }) => ({
        ...{ queueId: id, owner: nameOf(owner), arrivedAt, size, recipients: open.length },
        ...{ recipientDomains: domainsOf(open), fate: fates.get(id) ?? ("unknown" as const) },
      }))
      .toSorted((a, b) => a.arrivedAt - b.arrivedAt || (a.queueId < b.queueId ? -1 : 1));
  };

  /** Of the ids: those on hold that are the owner's, and what is said of the others. */
  const sort = async (
    owner: MailOwner,
    queueIds: readonly string[],
  ): Promise<{ readonly theirs: Queued[]; readonly others: HeldEnd[] }> => {
    const onHold = new Map((await readQueues(parts.queueDir, ["hold"])).map((one) => [one.id, one]));
    const own = new Set((await heldOf(parts, owner)).map(({ id }) => id));
    const ids = [...new Set(queueIds)].filter(isQueueId);
    const theirs = ids.flatMap((id) => (own.has(id) ? [onHold.get(id)].filter((one) => one !== undefined) : []));
    const others = ids
      .filter((id) => !own.has(id))
      .map((queueId): HeldEnd => ({ queueId, outcome: onHold.has(queueId) ? "not-theirs" : "not-held" }));
    return { theirs, others };
  };

  const ends = async (mails: readonly Queued[], outcome: "delivered" | "deleted"): Promise<readonly HeldEnd[]> => {
    const still = new Set((await readQueues(parts.queueDir, ["hold"])).map(({ id }) => id));
    return mails.map(({ id }) => ({ queueId: id, outcome: still.has(id) ? "failed" : outcome }));
  };

  const deliver = async (of: HeldOwner, queueIds: readonly string[]): Promise<readonly HeldEnd[]> => {
    const owner = mailOwner(parts, of);
    const { theirs, others } = await sort(owner, queueIds);
    const known = await readReleased(parts.stateDir);
    const at = parts.clock.now();
    const uid = "uid" in owner ? owner.uid : 0;
    // Where nothing is imposed, nothing takes it back, and nothing of ours is to stay on the disk.
    const mayBeTakenBack = existsSync(pathsOf(parts).impositions);
    const fresh = mayBeTakenBack ? theirs.filter(({ id }) => !known.has(id)) : [];
    if (fresh.length > 0)
      await noteReleased(
        parts.stateDir,
        fresh.map(({ id, open }) => ({ id, at, why: "person", uid, recipients: open.length })),
      );
    await letGo(parts, owner, theirs);
    return [...others, ...(await ends(theirs, "delivered"))];
  };

  const remove = async (of: HeldOwner, queueIds: readonly string[]): Promise<readonly HeldEnd[]> => {
    const owner = mailOwner(parts, of);
    const { theirs, others } = await sort(owner, queueIds);
    await eachStill(parts, "-d", theirs, owner);
    return [...others, ...(await ends(theirs, "deleted"))];
  };

  return { list, deliver, delete: remove };
};
