import type { Desk } from "../desk/create-desk.ts";

/** Does something once after each use case that may have given orders. */
export const after = (desk: Desk, then: (caseIds: readonly string[]) => Promise<void>): Desk => {
  const told =
    <Args extends readonly unknown[], Result>(
      work: (...args: Args) => Promise<Result>,
      idsOf: (args: Args, result: Result) => readonly string[],
    ) =>
    async (...args: Args): Promise<Result> => {
      const result = await work(...args);
      await then(idsOf(args, result));
      return result;
    };
  const many = (_: unknown, result: { readonly kind: string; readonly cases?: unknown }): readonly string[] =>
    Array.isArray(result.cases) ? result.cases.map(({ caseId }: { readonly caseId: string }) => caseId) : [];
  return {
    ...desk,
    takeClaim: told(desk.takeClaim, (_, { caseId }) => (caseId === null ? [] : [caseId])),
    takeRemediation: told(desk.takeRemediation, ([{ caseId }]) => [caseId]),
    contain: told(desk.contain, (_, result) => (result.kind === "decided" ? [result.caseId] : [])),
    decide: told(desk.decide, ([{ caseId }]) => [caseId]),
    verify: told(desk.verify, ([caseId]) => [caseId]),
    release: told(desk.release, many),
    undo: told(desk.undo, many),
  };
};
