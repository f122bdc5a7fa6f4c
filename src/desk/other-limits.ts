import type { Case } from "../domain/case/case.ts";
import { type OtherLimit, otherLimits } from "../domain/case/other-limit.ts";
import type { CaseStore } from "../ports/case-store.ts";

/** One site has few cases at a time; the newest are what may still hold something. */
const casesLookedAt = 200;

const casesOfSite = async (store: CaseStore, { site, host }: Case["claim"]): Promise<readonly Case[]> => {
  if (site === null) return [];
  const { cases } = await store.list({ filter: { site, host }, order: "newest", limit: casesLookedAt, after: null });
  return cases.map((listed) => listed.case);
};

/** What other cases hold at this moment on the account or the site of this one. */
export const limitsOfOthers = async (store: CaseStore, one: Case): Promise<readonly OtherLimit[]> => {
  const { host, account } = one.claim;
  const ofAccount = account === null ? [] : await store.casesOfAccount(host, account);
  const found = new Map([...ofAccount, ...(await casesOfSite(store, one.claim))].map((each) => [each.id, each]));
  return otherLimits(one, [...found.values()]);
};
