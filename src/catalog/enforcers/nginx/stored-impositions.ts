import { OperationError } from "../../../domain/operation-error.ts";
import type { Imposition } from "../../../ports/enforcer.ts";
import { type DeniedTarget, readDenied } from "./denied-target.ts";

/** What is ordered, as it lies on the disk, and the same read by closed patterns. */
export interface Ordered {
  readonly impositions: readonly Imposition[];
  readonly denied: readonly DeniedTarget[];
}

export const ordered = (impositions: readonly Imposition[]): Ordered => ({ impositions, denied: impositions.map(readDenied) });

export const storedText = (impositions: readonly Imposition[]): string =>
  `${JSON.stringify(
    impositions.map(({ id, caseId, measure, target }) => ({ id, caseId, measure, target })),
    null,
    2,
  )}\n`;

/** Throws OperationError `foreign-edit` for a file that this did not write: nothing is lifted because it cannot be read. */
export const readStored = (path: string, text: string | null): Ordered => {
  if (text === null) return ordered([]);
  try {
    const stored: unknown = JSON.parse(text);
    if (!Array.isArray(stored)) throw new Error("it is no list");
    return ordered(stored);
  } catch (cause) {
    throw new OperationError("foreign-edit", `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
};
