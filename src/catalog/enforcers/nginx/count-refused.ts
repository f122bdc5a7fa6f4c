import { isNginxMeasure, type NginxMeasure } from "./denied-target.ts";

/** What an operator appends to the `log_format` of the sites: the last thing in the line, where no visitor's text can stand. */
export const refusedLogField = "sekisho=$sekisho_refused";

/** Requests that our measures refused, by measure, from lines that end in {@link refusedLogField}. Each names one measure; all else is not ours. */
export const countRefused = (lines: Iterable<string>): ReadonlyMap<NginxMeasure, number> => {
  const counts = new Map<NginxMeasure, number>();
  for (const line of lines) {
    const measure = / sekisho=([a-z-]+)$/.exec(line)?.[1] ?? "";
    if (isNginxMeasure(measure)) counts.set(measure, (counts.get(measure) ?? 0) + 1);
  }
  return counts;
};
