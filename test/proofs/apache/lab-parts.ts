import type { Imposition } from "../../../src/ports/enforcer.ts";
import { apacheMissing } from "../../servers/apache.ts";
import { type ApacheLab, startApacheLab } from "../../servers/apache-lab.ts";

export const document = { document: "CONTAINMENT.md", missing: apacheMissing } as const;

/** What a scan with the bundled data asks by, where home is Japan. */
export const geoOptions = { databases: [], overrides: [], trustedProxies: [], home: "JP", cacheDir: null };

export const imposition = (number: number, measure: Imposition["measure"], target: Imposition["target"]): Imposition => {
  const caseId = `2026-${String(number).padStart(6, "0")}`;
  return { id: `${caseId}.1.1`, caseId, measure, target };
};

export const withLab = async <Value>(
  options: Parameters<typeof startApacheLab>[0],
  use: (lab: ApacheLab) => Promise<Value>,
): Promise<Value> => {
  const lab = await startApacheLab(options);
  try {
    return await use(lab);
  } finally {
    await lab.stop();
  }
};

export const oneShop = { vhosts: (www: string) => [{ domain: "shop.example", root: `${www}/shop` }] };
export const rootOf = (lab: ApacheLab, at = 0): string => lab.vhosts[at]?.root ?? "";

export const quantile = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.trunc(times.length * share))] ?? Number.NaN;
