import { basename } from "node:path";
import { createSiblingSearch, logBaseOf, rotationOf } from "./rotated-siblings.ts";
import type { ScanInput } from "./scan-request.ts";

/** `logs/access.log` and a sibling's name give `logs/access.log.1`, in the form in which the log was given. */
const besides = (shown: string, name: string): string => {
  const cut = shown.lastIndexOf("/") + 1;
  return shown.slice(0, cut) + name;
};

const ageOrder = (absolute: string): string => rotationOf(basename(absolute))?.order ?? "3";

/**
 * The files to read, each once: live logs with their rotated siblings, the parts of one log next to each other from
 * oldest to newest, logs in the order in which they were first given.
 */
export const expandInputs = (inputs: readonly ScanInput[]): ScanInput[] => {
  const siblingsOf = createSiblingSearch();
  const families = new Map<string, Map<string, ScanInput>>();
  for (const input of inputs) {
    const paths = input.siblings ? siblingsOf(input.absolute) : [input.absolute];
    const key = logBaseOf(input.absolute);
    const family = families.get(key) ?? new Map<string, ScanInput>();
    families.set(key, family);
    for (const absolute of paths) {
      const shown = absolute === input.absolute ? input.shown : besides(input.shown, basename(absolute));
      if (!family.has(absolute)) family.set(absolute, { ...input, shown, absolute, siblings: false });
    }
  }
  return [...families.values()].flatMap((family) =>
    [...family.values()].sort((a, b) => (ageOrder(a.absolute) < ageOrder(b.absolute) ? -1 : 1)),
  );
};
