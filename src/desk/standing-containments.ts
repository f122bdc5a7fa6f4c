import type { CaseStore, StandingContainment } from "../ports/case-store.ts";

const page = 500;

/** All that stands on every server, or of one site, ordered last first: for who acts on all of it. */
export const standingContainments = async function* (
  store: Pick<CaseStore, "standing">,
  site?: string,
): AsyncGenerator<StandingContainment> {
  let after: string | null = null;
  do {
    const { containments, next } = await store.standing({ ...(site === undefined ? {} : { site }), limit: page, after });
    yield* containments;
    after = next;
  } while (after !== null);
};
