import type { Fact } from "../../domain/case/fact.ts";
import { canonicalJson } from "../../kit/canonical-json.ts";
import type { CaseStore, RecordedFact } from "../../ports/case-store.ts";
import type { Call } from "./operation.ts";
import { Problem } from "./problem.ts";

/** What a request with an Idempotency-Key would put on record. */
export interface KeyedRequest {
  readonly kind: "decided" | "answered";
  /** Caller and key: two callers' keys are never the same one. */
  readonly key: string;
  readonly caseId: string;
  /** The parts of the fact that the request says, and who said it. */
  readonly says: Partial<Fact>;
}

/** The operations that take a key share it: what was used for a decision is none for an answer any more. */
const kinds: readonly KeyedRequest["kind"][] = ["decided", "answered"];

/** The key of a call together with who calls; null without one. */
export const keyOf = ({ caller, idempotencyKey }: Pick<Call<unknown, unknown, unknown>, "caller" | "idempotencyKey">): string | null =>
  idempotencyKey === null ? null : `${caller.token ?? "operator"}:${idempotencyKey}`;

const reused = (why: string): Problem => new Problem("key-reused", `Idempotency-Key: it was used before, ${why}`, { why: "key-reused" });

const isSame = (fact: RecordedFact["fact"], says: KeyedRequest["says"]): boolean =>
  canonicalJson(Object.fromEntries(Object.keys(says).map((name) => [name, fact[name as "id"]]))) === canonicalJson(says);

/**
 * What the same request did when it came first; null where the key is new. The key is bound to what was recorded with it: another operation,
 * case, person or body is refused. What was erased since cannot be compared, and is refused as well.
 */
export const findEarlier = async (store: Pick<CaseStore, "factById">, request: KeyedRequest): Promise<RecordedFact | null> => {
  for (const kind of kinds) {
    const found = await store.factById(`${kind}:${request.key}`);
    if (found === null) continue;
    if (kind !== request.kind) throw reused("for another operation");
    if (found.caseId !== request.caseId) throw reused(`for case ${found.caseId}`);
    if (found.isErased) throw reused("and what was said with it has been erased");
    if (!isSame(found.fact, request.says)) throw reused("by somebody else or with another body");
    return found;
  }
  return null;
};
