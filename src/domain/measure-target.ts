import type { MeasureTarget } from "./case/claimed-abuse.ts";
import type { Measure } from "./measure.ts";

/** What each measure stands on. Source: the contract's table of measures. */
const targetKeys: Readonly<Record<Measure, readonly string[]>> = {
  "deny-path": ["site", "path"],
  "deny-network": ["site", "cidrs"],
  "deny-foreign-writes": ["site"],
  "challenge-foreign": ["site"],
  "deny-foreign": ["site"],
  "deny-writes": ["site"],
  "quarantine-file": ["site", "file"],
  "lock-mailbox": ["mailbox"],
  "cap-mail": ["account", "perHour"],
  "hold-mail": ["account"],
  "stop-mail": ["account"],
};

/** The keys that the target of a measure has. */
export const targetKeysOf = (measure: Measure): readonly string[] => targetKeys[measure];

const fits = (key: string, value: MeasureTarget[string] | undefined): boolean => {
  if (key === "perHour") return typeof value === "number" && Number.isInteger(value) && value > 0;
  if (key === "cidrs") return Array.isArray(value) && value.length > 0;
  return typeof value === "string" && value !== "";
};

/** What is wrong with the target of a measure, or null: it has exactly the keys of the table. */
export const wrongTarget = (measure: Measure, target: MeasureTarget): string | null => {
  const keys = targetKeys[measure];
  const extra = Object.keys(target).find((key) => !keys.includes(key));
  if (extra !== undefined) return `${measure} takes ${keys.join(" and ")}, not ${extra}`;
  const missing = keys.find((key) => !fits(key, target[key]));
  return missing === undefined ? null : `${measure} needs a ${missing}`;
};
