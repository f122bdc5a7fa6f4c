import type { CaseReport } from "../domain/scan-report.ts";
import { quoted } from "./case-names.ts";
import type { Voice } from "./voice.ts";

/** A first line, and what a measure on the whole account would meet besides the abuse, line by line. */
export interface SharedView {
  readonly sites: string;
  readonly lines: readonly string[];
}

/** Sites named one by one; more are rarely of use to the person who decides. */
const sitesShown = 12;

/** Null where the account has one site, where it would meet nothing else, and where there is no abuse to stop. */
export const sharedOf = ({ words, formats }: Voice, { sharedAccount, verdict }: CaseReport): SharedView | null => {
  if (sharedAccount === null || verdict !== "abuse") return null;
  const { sites, ownMessages, otherSites, unplacedMessages } = sharedAccount;
  const lines = [
    ...otherSites.slice(0, sitesShown).map(({ site, messages }) => words.shared.site(quoted(site), formats.number(messages))),
    ...(ownMessages > 0 ? [words.shared.own(formats.number(ownMessages))] : []),
    ...(unplacedMessages > 0 ? [words.shared.unplaced(formats.number(unplacedMessages))] : []),
  ];
  return lines.length === 0 ? null : { sites: words.shared.sites(formats.number(sites)), lines };
};
