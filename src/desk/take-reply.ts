import { createHash } from "node:crypto";
import type { Actor } from "../domain/case/actor.ts";
import type { Case } from "../domain/case/case.ts";
import type { CustomerClaim } from "../domain/case/fact.ts";
import type { DeskParts } from "./desk-parts.ts";
import { isAutomatic, record } from "./record.ts";
import { takeRemediation } from "./take-remediation.ts";

/** What a received mail turned out to be, once read. */
export type ReadReply =
  | { readonly kind: "answer"; readonly claims: readonly CustomerClaim[]; readonly lawful: boolean; readonly text: string }
  /** Written by a machine: never answered, claims nothing. */
  | { readonly kind: "automatic"; readonly what: string }
  | { readonly kind: "unreadable"; readonly why: string };

/** A mail to the return path of a notice. */
export interface Returned {
  readonly notice: string;
  /** It says that the notice never will be delivered. */
  readonly isBounce: () => Promise<boolean>;
  /** Only a notice that was sent before this moment (epoch ms) had such a return path; without end where the address proves itself. */
  readonly sentBefore: number;
}

/** How a mail is read; who reads it is another room's affair. */
export interface ReplyReader {
  /** The notice whose return path the mail came to; null where it came to none, or to one that we never gave out. */
  readonly returned: (bytes: Uint8Array) => Promise<Returned | null>;
  /** The case, by the secret in the address and by nothing else. `fits`: the sender wrote the address, it was not added on the way. */
  readonly route: (bytes: Uint8Array) => Promise<{ readonly caseId: string; readonly fits: boolean } | null>;
  readonly read: (bytes: Uint8Array, one: Case) => Promise<ReadReply>;
  /** Who wrote it, and whether secret, signature and sender all fit. */
  readonly authenticate: (bytes: Uint8Array, one: Case, fits: boolean) => Promise<Extract<Actor, { readonly kind: "customer" }>>;
}

/** What became of a mail; all but `unrouted` is on record with its case. */
export type TakenReply = "answered" | "bounce" | "automatic" | "unreadable" | "unrouted";

/** A notice's id begins with its case's. */
const caseOf = (notice: string): string => notice.split(".")[0] ?? notice;

/** Whether this notice went out with the return path that the mail came to: else somebody made it up. */
const hadReturnPath = async ({ store }: DeskParts, { notice, sentBefore }: Returned): Promise<boolean> => {
  const one = await store.caseById(caseOf(notice));
  const sent = one?.notices.find(({ id }) => id === notice)?.at;
  return sent !== undefined && sent < sentBefore;
};

const takeBounce = async (parts: DeskParts, notice: string, id: string): Promise<void> => {
  const automatic = await isAutomatic(parts);
  const at = parts.clock.now();
  const fact = { id: `bounced:${id}`, at, by: { kind: "desk" }, automatic, kind: "notice-settled", notice, outcome: "bounced" } as const;
  await record(parts, caseOf(notice), () => ({ ...fact, detail: "returned as undeliverable" }));
};

/**
 * Takes one received mail. The same mail twice counts once: its bytes are its name. A reply only ever adds claims; what nobody could read is put
 * before staff with the case, as a text without claims.
 */
export const takeReply = async (parts: DeskParts, reader: ReplyReader, bytes: Uint8Array): Promise<TakenReply> => {
  const id = createHash("sha256").update(bytes).digest("hex").slice(0, 32);
  const returned = await reader.returned(bytes);
  if (returned !== null) {
    // Before it is read: forging one costs nothing, reading one costs a thread.
    if (!(await hadReturnPath(parts, returned))) return "unrouted";
    if (!(await returned.isBounce())) return "automatic";
    await takeBounce(parts, returned.notice, id);
    return "bounce";
  }
  const found = await reader.route(bytes);
  const one = found === null ? null : await parts.store.caseById(found.caseId);
  if (found === null || one === null) return "unrouted";
  const reading = await reader.read(bytes, one);
  if (reading.kind === "automatic") return "automatic";
  const by = await reader.authenticate(bytes, one, found.fits);
  const said = reading.kind === "answer" ? reading : { claims: [], lawful: false, text: `(${reading.why})` };
  await takeRemediation(parts, { id, caseId: one.id, by, claims: said.claims, text: said.text, lawful: said.lawful });
  return reading.kind === "answer" ? "answered" : "unreadable";
};
