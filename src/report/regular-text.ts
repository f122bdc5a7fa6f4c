import type { ProposedExceptions, RegularSource } from "../domain/regular-source.ts";
import { regularDays } from "../domain/regular-source.ts";
import { endpointText, quoted } from "./case-names.ts";
import type { ReportWords } from "./words.ts";

/** What the lines are made with. */
interface RegularVoice {
  readonly words: Pick<ReportWords, "regulars" | "comma">;
  readonly formats: { readonly number: (value: number) => string; readonly time: (iso: string) => string };
}

const lineOf = ({ words, formats }: RegularVoice, one: RegularSource): string =>
  words.regulars.source({
    ...{ cidr: quoted(one.cidr), since: formats.time(one.firstSeen), addresses: quoted(one.addresses.join(words.comma)) },
    ...{ days: formats.number(one.days), of: formats.number(regularDays.looked), requests: formats.number(one.requests) },
    paths: one.endpoints.map((at) => endpointText(at) ?? "").join(words.comma),
    isBlock: one.addresses.length > 1,
  });

/** Who came regularly from abroad: a first line that says what to do with it, and each with what is known; or why nothing can be told. Empty where nobody did. */
export const regularLines = (voice: RegularVoice, proposed: ProposedExceptions | undefined): readonly string[] => {
  if (proposed === undefined) return [];
  const { regulars } = voice.words;
  if (!proposed.isPastLongEnough) return [regulars.shortPast(voice.formats.number(regularDays.looked))];
  return proposed.sources.length === 0 ? [] : [regulars.intro, ...proposed.sources.map((one) => lineOf(voice, one))];
};
