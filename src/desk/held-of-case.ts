import { createHash } from "node:crypto";
import { type Case, isOver } from "../domain/case/case.ts";
import { openTasks } from "../domain/case/staff.ts";
import { type HeldMessage, type MailFate, worstFate } from "../domain/held-mail.ts";
import type { HeldMail, HeldOwner } from "../ports/held-mail.ts";
import type { DeskParts } from "./desk-parts.ts";

/** A message on hold, and whose list it was found in. */
export interface HeldOfCase {
  readonly owner: HeldOwner;
  readonly message: HeldMessage;
}

const isSame = (one: HeldOwner, other: HeldOwner): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Whose mail a measure holds; null where it holds none. A mailbox that is masked by now is nobody's any more. */
export const ownerOfMeasure = ({ measure, target }: Pick<Case["containments"][number], "measure" | "target">): HeldOwner | null => {
  const { account, mailbox } = target;
  if (measure === "lock-mailbox") return typeof mailbox === "string" && !mailbox.startsWith("***") ? { mailbox } : null;
  return (measure === "hold-mail" || measure === "cap-mail") && typeof account === "string" ? { account } : null;
};

/** Whose mail a case's measures hold or have held. */
export const ownersOf = ({ containments }: Case): readonly HeldOwner[] => {
  const owners: HeldOwner[] = [];
  for (const one of containments) {
    const owner = one.state === "failed" ? null : ownerOfMeasure(one);
    if (owner !== null && !owners.some((other) => isSame(owner, other))) owners.push(owner);
  }
  return owners;
};

/** All cases of the account that have a word on its held mail: the one that is asked, what is open, and what waits for a decision on held mail. */
export const casesWithAWord = async ({ store }: DeskParts, one: Case): Promise<readonly Case[]> => {
  const { host, account } = one.claim;
  const all = account === null ? [] : await store.casesOfAccount(host, account);
  const others = all.filter(({ id, ...other }) => {
    const waits = openTasks(other.tasks).some(({ kind }) => kind === "held-mail");
    return id !== one.id && other.state !== "dismissed" && (!isOver(other) || waits);
  });
  return [one, ...others];
};

/** Whether any of these still holds this owner's mail, but for one containment. */
export const isHeldBesides = (cases: readonly Case[], owner: HeldOwner, besides: string): boolean =>
  cases.some(({ containments }) =>
    containments.some((one) => {
      const other = ownerOfMeasure(one);
      const holds = one.state === "ordered" || one.state === "in-force" || one.state === "lifting";
      return holds && one.id !== besides && other !== null && isSame(owner, other);
    }),
  );

/** What was dismissed was no abuse, so that nothing is laid to it; whether it may go is for a person to say. */
const saidBy = ({ state }: Case, fate: MailFate): MailFate => (state === "dismissed" && fate === "caused" ? "unknown" : fate);

const withFates = ({ fatesOf }: DeskParts, cases: readonly Case[], messages: readonly HeldMessage[]): readonly HeldMessage[] => {
  const ids = messages.map(({ queueId }) => queueId);
  const words = cases.map((one) => {
    const fates = fatesOf?.(one.claim, ids);
    return (id: string): MailFate => saidBy(one, fates?.get(id) ?? "unknown");
  });
  return messages.map((message) => ({ ...message, fate: worstFate(words.map((fateOf) => fateOf(message.queueId))) }));
};

/** What is on hold of an owner, with what the cases know of it. */
export const heldOfOwner = async (
  parts: DeskParts,
  { heldMail, cases }: { readonly heldMail: HeldMail; readonly cases: readonly Case[] },
  owner: HeldOwner,
): Promise<readonly HeldOfCase[]> => {
  const messages = withFates(parts, cases, await heldMail.list(owner));
  return messages.map((message) => ({ owner, message }));
};

/** What is on hold by a case's measures. */
export const heldOfCase = async (parts: DeskParts, heldMail: HeldMail, one: Case): Promise<readonly HeldOfCase[]> => {
  const cases = await casesWithAWord(parts, one);
  const found = new Map<string, HeldOfCase>();
  for (const owner of ownersOf(one))
    for (const held of await heldOfOwner(parts, { heldMail, cases }, owner)) found.set(held.message.queueId, held);
  return [...found.values()];
};

const lookDigits = 8;

/** Stands for exactly these messages: what a person was shown is what is meant. Begins with their count. */
export const lookOf = (held: readonly HeldOfCase[]): string => {
  const ids = held.map(({ message }) => message.queueId).toSorted();
  return `${ids.length}-${createHash("sha256").update(ids.join("\n")).digest("hex").slice(0, lookDigits)}`;
};
