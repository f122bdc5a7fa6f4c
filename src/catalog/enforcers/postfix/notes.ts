import type { DiskSteps } from "../../../kit/disk-steps.ts";

/** What is remembered of one containment besides that it stands. */
export interface Note {
  /** When it was ordered, epoch ms. */
  readonly from: number;
  /** Messages that were waiting then and left before they were held. */
  readonly left: number;
  readonly held: number;
  /** Of a cap: what was on hold before it, by somebody else. */
  readonly heldBefore: readonly string[];
  /** Whether the queue was gone through to the end. */
  readonly isSwept: boolean;
}

/** By the containment's id. */
type Notes = Readonly<Record<string, Note>>;

export interface NoteBook {
  readonly of: (id: string) => Promise<Note | null>;
  readonly set: (id: string, note: Note) => Promise<void>;
  /** Forgets all but these; with none the file goes. */
  readonly keep: (ids: readonly string[]) => Promise<void>;
}

export const createNoteBook = (path: string, disk: DiskSteps): NoteBook => {
  const read = async (): Promise<Notes> => JSON.parse((await disk.read(path))?.content.toString() ?? "{}");
  const write = async (notes: Notes): Promise<void> => {
    await disk.write(`${path}.sekisho-new`, `${JSON.stringify(notes)}\n`, 0o600);
    await disk.rename(`${path}.sekisho-new`, path);
  };
  return {
    of: async (id) => (await read())[id] ?? null,
    set: async (id, note) => write({ ...(await read()), [id]: note }),
    keep: async (ids) => {
      const notes = await read();
      const kept = Object.fromEntries(Object.entries(notes).filter(([id]) => ids.includes(id)));
      if (Object.keys(kept).length === 0) return disk.remove(path);
      if (Object.keys(kept).length < Object.keys(notes).length) await write(kept);
    },
  };
};
