import { nearestWord } from "../kit/edit-distance.ts";

/** The officially assigned codes. Source: ISO 3166-1 alpha-2, 249 entries. */
export const countryCodes: ReadonlySet<string> = new Set(
  (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ " +
    "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR " +
    "GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP " +
    "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ " +
    "NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW " +
    "SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ " +
    "UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
  ).split(" "),
);

/** Made only when a code is wrong: loading the names takes longer than all the rest of a small scan. */
const englishName = (code: string): string | undefined => new Intl.DisplayNames("en", { type: "region" }).of(code);

/** What people write instead of the code of their country, beside its English name. */
const otherWords: Readonly<Record<string, string>> = { UK: "GB", EN: "GB", USA: "US", JPN: "JP", JA: "JP", NIPPON: "JP", 日本: "JP" };

const meantCode = (text: string): string | null => {
  const upper = text.toUpperCase();
  const other = otherWords[upper];
  if (other !== undefined) return other;
  if (text.length < 4) return null;
  const codeOf = new Map([...countryCodes].map((code) => [englishName(code) ?? code, code]));
  const name = nearestWord(text, codeOf.keys());
  return name === null ? null : (codeOf.get(name) ?? null);
};

/** What is wrong with a country code, or null. Either letter case is right. */
export const wrongCountryCode = (text: string): string | null => {
  if (countryCodes.has(text.toUpperCase())) return null;
  const meant = meantCode(text);
  const suggestion = meant === null ? " such as JP or US" : `; did you mean ${meant} (${englishName(meant)})?`;
  return `"${text}" is not an ISO 3166-1 alpha-2 country code${suggestion}`;
};
