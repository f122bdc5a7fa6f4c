import { join } from "node:path";
import type { DiskSteps } from "./disk-steps.ts";
import type { StagedChange } from "./staged-files.ts";

/** A file as it was and as it shall be: SHA-256 and permission bits (`<hex> 644`); null = no file. */
export interface StagedSides {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
  /** Somebody else's: not remembered as ours when it is done. */
  readonly theirs?: true;
}

/** A change that is under way. */
export interface StagedIntent extends Pick<StagedChange, "name" | "test" | "activate"> {
  readonly files: readonly StagedSides[];
}

/** What was left where, and what is under way: one file, so that both change in one rename. */
export interface StagedNotes {
  readonly known: Readonly<Record<string, string | null>>;
  readonly intent: StagedIntent | null;
}

export interface StagedJournal {
  readonly read: () => Promise<StagedNotes>;
  readonly write: (notes: StagedNotes) => Promise<void>;
}

const none: StagedNotes = { known: {}, intent: null };

/** The journal of one stage, in a folder of its own. */
export const createStagedJournal = (folder: string, disk: DiskSteps): StagedJournal => {
  const file = join(folder, "staged.json");
  return {
    read: async () => {
      const found = await disk.read(file);
      return found === null ? none : (JSON.parse(found.content.toString()) as StagedNotes);
    },
    write: async (notes) => {
      await disk.makeFolder(folder, 0o700);
      await disk.write(`${file}.new`, JSON.stringify(notes), 0o600);
      await disk.rename(`${file}.new`, file);
    },
  };
};
