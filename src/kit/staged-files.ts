/** One file as it shall be. */
export interface StagedFile {
  /** Absolute. Its directory exists and is nobody's but ours. */
  readonly path: string;
  /** Null: the file is to go. */
  readonly content: string | Uint8Array | null;
  /** Permission bits; 0644 unless told. */
  readonly mode?: number;
  /**
   * A file of somebody else that is changed with their consent: what it was before is not looked at, and it is not remembered as ours, for they may
   * go on changing it. Its mode and owner stay. Journaled and taken back on failure like any other.
   */
  readonly theirs?: true;
}

/** Files that change together, with the commands that a server needs with them. Commands are argument lists, never shell text. */
export interface StagedChange {
  /** What it is for, for the journal and for messages. */
  readonly name: string;
  readonly files: readonly StagedFile[];
  /** Exits 0 when the server takes its configuration as it lies; null where no configuration changes. */
  readonly test: readonly string[] | null;
  /** Makes the server use it; null where it looks by itself. */
  readonly activate: readonly string[] | null;
}

/** Brings files of ours into place, journaled: after a crash at any point a change is wholly there or wholly not. */
export interface StagedFiles {
  /**
   * Notes the intent, writes beside, renames, tests, activates, notes that it is done. Files that have the content already are left alone;
   * where all have, nothing is run. Rejects with StagedFilesError where the test or a file refused (`refused`), or where a file is not as
   * this last left it (`foreign`); the files from before are back then. Where the disk refuses even the way back it rejects with what the
   * disk said: the next `put` or `recover` goes on from there.
   */
  readonly put: (change: StagedChange) => Promise<void>;
  /** Finishes or takes back what a crash left half done; returns a line for each. Call before the first `put`. */
  readonly recover: () => Promise<readonly string[]>;
  /** Paths of files that are not as this last left them. */
  readonly drift: () => Promise<readonly string[]>;
}

/** Why a change was not made. */
export class StagedFilesError extends Error {
  override readonly name = "StagedFilesError";
  readonly kind: "refused" | "foreign";
  constructor(kind: "refused" | "foreign", message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
