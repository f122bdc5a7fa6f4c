import type { MeasureTarget } from "../../domain/case/claimed-abuse.ts";
import { quoted } from "../case-names.ts";
import type { DeskVoice } from "./desk-voice.ts";

const valueText = (value: MeasureTarget[string] | undefined, { formats, report }: DeskVoice): string => {
  if (Array.isArray(value)) return value.map((one) => quoted(String(one))).join(report.comma);
  return typeof value === "number" ? formats.number(value) : quoted(String(value ?? report.unknown));
};

/** What a measure stands on: `shop.example`, `u10123, at most 50 an hour`. */
export const targetText = (target: MeasureTarget, voice: DeskVoice): string => {
  const words = voice.report.target;
  return Object.entries(target)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => (Object.hasOwn(words, name) ? words[name as keyof typeof words] : words.other)(valueText(value, voice)))
    .join(voice.report.comma);
};
