import type { Measure } from "../../domain/measure.ts";
import { type RegularSource, regularDays } from "../../domain/regular-source.ts";
import { maskLine, maskNames } from "./mask-line.ts";
import { type NoticeBlock, paragraphsOf, under } from "./notice-block.ts";
import { holdingNow } from "./notice-limits.ts";
import type { NoticeVoice } from "./notice-voice.ts";

const onVisitors: ReadonlySet<Measure> = new Set(["deny-foreign-writes", "challenge-foreign", "deny-foreign", "deny-writes"]);

const mostListed = 5;
const pathColumns = 60;

const lineOf = ({ language, formats }: NoticeVoice, { cidr, days, requests, endpoints }: RegularSource): string =>
  language.regulars.source({
    // As in quoted lines: whose site it is knows the service by what it calls.
    from: formats.text(maskLine(cidr.split("/")[0] ?? cidr)),
    days: formats.number(days),
    of: formats.number(regularDays.looked),
    requests: formats.number(requests),
    paths: endpoints.map(({ method, path }) => formats.text(maskNames(`${method} ${path}`), pathColumns)).join(", "),
  });

/** Who came regularly from abroad and is met by what holds now: whoever owns the site knows whether it is theirs. */
export const regularsSection = (voice: NoticeVoice): readonly NoticeBlock[] => {
  const { language, view } = voice;
  const { sources = [] } = view.case.claim.proposedExceptions ?? {};
  const isMet = holdingNow(view.case).some(({ measure }) => onVisitors.has(measure));
  if (!isMet || sources.length === 0) return [];
  const items = sources.slice(0, mostListed).map((one) => lineOf(voice, one));
  return under(language.headings.regulars, [...paragraphsOf([language.regulars.intro]), { kind: "list", items }]);
};
