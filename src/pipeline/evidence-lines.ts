import { createHash } from "node:crypto";
import type { LinePlace } from "../domain/line-place.ts";
import type { EvidenceReport } from "../domain/scan-report.ts";
import { visibleBytes } from "../kit/visible-text.ts";
import { openInput, type SeenFile } from "./open-input.ts";

/** Where a file lies, and which file it was when its lines were first read. */
export interface EvidenceFile extends SeenFile {
  readonly absolute: string;
}

/**
 * Reads the quoted lines again, untouched, each file once from front to back. `files`: by the path as shown. Throws
 * `input-changed` where a file was rotated away or emptied since: another file's bytes are no evidence.
 */
export const readEvidence = async (
  places: readonly LinePlace[],
  files: ReadonlyMap<string, EvidenceFile>,
): Promise<ReadonlyMap<LinePlace, EvidenceReport>> => {
  const found = new Map<LinePlace, EvidenceReport>();
  for (const [input, wanted] of Map.groupBy(places, (place) => place.input)) {
    const file = files.get(input);
    if (file === undefined) continue;
    const sorted = [...wanted].sort((a, b) => a.offset - b.offset);
    await readPlaces({ shown: input, file, sorted, found });
  }
  return found;
};

interface Wanted {
  readonly shown: string;
  readonly file: EvidenceFile;
  readonly sorted: readonly LinePlace[];
  readonly found: Map<LinePlace, EvidenceReport>;
}

const chunkBytes = 256 * 1024;

const readPlaces = async ({ shown, file, sorted, found }: Wanted): Promise<void> => {
  const input = await openInput(shown, file.absolute, file);
  let buffer = Buffer.allocUnsafe(chunkBytes);
  let base = 0;
  let filled = 0;
  try {
    for (const place of sorted) {
      for (;;) {
        const end = place.offset + place.length;
        if (end <= base + filled) {
          found.set(place, toEvidence(place, buffer.subarray(place.offset - base, end - base)));
          break;
        }
        const keep = Math.max(0, Math.min(filled, base + filled - place.offset));
        buffer.copyWithin(0, filled - keep, filled);
        base += filled - keep;
        filled = keep;
        if (filled === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
        const count = await input.read(buffer, filled);
        if (count === 0) return;
        filled += count;
      }
    }
  } finally {
    await input.close();
  }
};

const toEvidence = (place: LinePlace, bytes: Uint8Array): EvidenceReport => ({
  input: place.input,
  offset: place.offset,
  line: visibleBytes(bytes),
  sha256: createHash("sha256").update(bytes).digest("hex"),
});
