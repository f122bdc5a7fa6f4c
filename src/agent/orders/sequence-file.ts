import { join } from "node:path";
import type { DiskSteps } from "../../kit/disk-steps.ts";
import type { SequenceStore } from "./order-gate.ts";

/** Keeps the last sequence in a file of its folder, flushed before the order it belongs to is carried out. */
export const createSequenceFile = (folder: string, disk: DiskSteps): SequenceStore => {
  const file = join(folder, "sequence");
  let known: number | null = null;
  const last = async (): Promise<number> => {
    known ??= Number((await disk.read(file))?.content.toString() ?? 0);
    return known;
  };
  return {
    last,
    take: async (sequence) => {
      await disk.write(`${file}.new`, `${sequence}\n`, 0o600);
      await disk.rename(`${file}.new`, file);
      known = sequence;
    },
  };
};
