import { nearestWord } from "../kit/edit-distance.ts";

const isTimeZone = (text: string): boolean => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return text !== "";
  } catch {
    return false;
  }
};

/** `Tokyo` for `Asia/Tokyo`: many write the city alone. */
const cityOf = (zone: string): string => zone.slice(zone.lastIndexOf("/") + 1);

const meantZone = (text: string): string | null => {
  const zones = [...Intl.supportedValuesOf("timeZone"), "UTC"];
  const word = text.trim().replaceAll(" ", "_");
  const whole = nearestWord(word, zones);
  if (whole !== null) return whole;
  const city = nearestWord(cityOf(word), zones.map(cityOf));
  return city === null ? null : (zones.find((zone) => cityOf(zone) === city) ?? null);
};

/** What is wrong with the name of a time zone, or null. Source: the IANA zones that this Node knows, and offsets such as `+09:00`. */
export const wrongTimeZone = (text: string): string | null => {
  if (isTimeZone(text)) return null;
  const meant = meantZone(text);
  const suggestion = meant === null ? ", for example Asia/Tokyo or UTC" : `; did you mean "${meant}"?`;
  return `"${text}" is not an IANA time zone${suggestion}`;
};
