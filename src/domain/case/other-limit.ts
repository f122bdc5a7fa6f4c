import type { Measure } from "../measure.ts";
import type { Case } from "./case.ts";
import type { MeasureTarget } from "./claimed-abuse.ts";

/** A measure of another case that a reader of this one is limited by as well. Times are epoch ms. */
export interface OtherLimit {
  readonly caseId: string;
  readonly measure: Measure;
  readonly target: MeasureTarget;
  /** When it was proven; null where a lift failed before that was known. */
  readonly since: number | null;
  /** Its end is ordered and not yet proven. */
  readonly isEnding: boolean;
  readonly account: string | null;
  readonly site: string | null;
  /** Whether it changes what this case's own site, or mailbox, or account can do; else it is another site of the account. */
  readonly isHere: boolean;
}

const isAlike = (text: unknown, other: string | null): boolean => typeof text === "string" && other !== null && text === other;

/** A site's measure reaches the visitors of that site; one on mail, or on a whole account, reaches all that the account has. */
const isHere = ({ site, account }: Case["claim"], target: MeasureTarget): boolean => {
  if (target.site !== undefined && target.site !== null) return site === null || isAlike(target.site, site);
  return target.account === undefined || target.account === null || account === null || isAlike(target.account, account);
};

const isNeighbour = ({ claim }: Case, { claim: other }: Case): boolean =>
  claim.host === other.host && (isAlike(claim.account, other.account) || isAlike(claim.site, other.site));

/** What other cases still hold on the account or the site of this one, oldest case first: no notice may say that all is as before meanwhile. */
export const otherLimits = (one: Case, among: readonly Case[]): readonly OtherLimit[] =>
  among
    .filter((other) => other.id !== one.id && isNeighbour(one, other))
    .toSorted((a, b) => a.openedAt - b.openedAt)
    .flatMap(({ id, claim, containments }) =>
      containments
        .filter(({ state }) => state === "in-force" || state === "lifting")
        .map(({ measure, target, provenAt, state }) => ({
          ...{ caseId: id, measure, target, since: provenAt, isEnding: state === "lifting" },
          ...{ account: claim.account, site: claim.site, isHere: isHere(one.claim, target) },
        })),
    );
