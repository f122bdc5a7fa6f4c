import { join } from "node:path";
import { OperationError } from "../../../domain/operation-error.ts";
import type { DiskSteps } from "../../../kit/disk-steps.ts";
import type { Imposition } from "../../../ports/enforcer.ts";

/** What was left in one root's file. */
export interface LeftBlock {
  /** The lines between the marks. */
  readonly lines: readonly string[];
  /** No file was there before the first block. */
  readonly isNew: boolean;
}

/** A change of one root's file that is under way. */
export interface Intent {
  /** What stands, and what is left in the file, when it is done. */
  readonly impositions: readonly Imposition[];
  readonly block: LeftBlock | null;
  /** What was in the file when it began, and comes back where it fails. */
  readonly was: LeftBlock | null;
  /** Takes away rather than imposes: it needs no proof that the site still answers. */
  readonly isLift: boolean;
}

/** What is known of one root. */
export interface RootNotes {
  readonly impositions: readonly Imposition[];
  readonly block: LeftBlock | null;
  readonly intent: Intent | null;
}

export const noNotes: RootNotes = { impositions: [], block: null, intent: null };

export type NotesDisk = Pick<DiskSteps, "read" | "write" | "rename" | "makeFolder">;

/** What stands, what was left where, and what is under way, by root: one file, so that all of a root's changes in one rename. */
export interface Notes {
  /** Throws OperationError `foreign-edit` for a file that this did not write: nothing counts as lifted because it cannot be read. */
  readonly all: () => Promise<ReadonlyMap<string, RootNotes>>;
  readonly write: (root: string, notes: RootNotes) => Promise<void>;
}

export const createNotes = (stateDir: string, disk: NotesDisk): Notes => {
  const file = join(stateDir, "notes.json");
  const all = async (): Promise<ReadonlyMap<string, RootNotes>> => {
    const found = await disk.read(file);
    if (found === null) return new Map();
    try {
      return new Map(Object.entries(JSON.parse(found.content.toString()) as Record<string, RootNotes>));
    } catch (cause) {
      throw new OperationError("foreign-edit", `${file} cannot be read`, cause);
    }
  };
  return {
    all,
    write: async (root, notes) => {
      const next = new Map(await all());
      if (notes.impositions.length === 0 && notes.block === null && notes.intent === null) next.delete(root);
      else next.set(root, notes);
      await disk.makeFolder(stateDir, 0o700);
      await disk.write(`${file}.new`, `${JSON.stringify(Object.fromEntries(next), null, 2)}\n`, 0o600);
      await disk.rename(`${file}.new`, file);
    },
  };
};

/** The notes as they are once the change is done. */
export const settled = ({ impositions, block }: Intent): RootNotes => ({ impositions, block, intent: null });
