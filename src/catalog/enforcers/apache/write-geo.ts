import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OperationError } from "../../../domain/operation-error.ts";
import { markSpans } from "../../../kit/address-steps.ts";
import { formatAddress, type IpAddress } from "../../../kit/ip-address.ts";
import type { IpRange } from "../../../kit/ip-range.ts";
import type { ProgramEnd } from "../../../kit/run-program.ts";
import type { StagedFiles } from "../../../kit/staged-files.ts";

type Span = Pick<IpRange, "first" | "last">;

/** Addresses that the probe asks about: some from abroad, one of each family where the data has it, and one that is nobody's. */
export interface GeoSamples {
  readonly foreign: readonly string[];
  readonly home: string;
}

/** Where the samples of a map lie, beside it. */
export const samplesPath = (includeDir: string): string => join(includeDir, "geo", "samples.json");

const sizeOf = ({ first, last }: Span): number =>
  first.family === 4 && last.family === 4
    ? last.value - first.value
    : first.family === 6 && last.family === 6
      ? last.words[0] - first.words[0]
      : 0;

/** The first address of the largest span of a family: it is the last to change hands when the data is renewed. */
const sampleOf = (spans: readonly Span[], family: 4 | 6): IpAddress | null =>
  spans
    .filter(({ first }) => first.family === family)
    .reduce<Span | null>((best, span) => (best === null || sizeOf(span) > sizeOf(best) ? span : best), null)?.first ?? null;

/** The text that Apache's own httxt2dbm makes the map of; F = foreign, H = not, ">" = narrower keys follow. */
const geoLines = (spans: readonly Span[]): string => {
  const marks = ([4, 6] as const).flatMap((family) => markSpans(spans.filter(({ first }) => first.family === family)));
  return `${marks.map(({ key, isInside, hasNarrower }) => `${key} ${isInside ? "F" : "H"}${hasNarrower ? ">" : ""}\n`).join("")}__ok 1\n`;
};

export interface WriteGeoParts {
  readonly staged: StagedFiles;
  readonly run: (command: readonly string[]) => Promise<ProgramEnd>;
}

const makeDbm = async (text: string, run: WriteGeoParts["run"]): Promise<Buffer> => {
  const dir = await mkdtemp(join(tmpdir(), "sekisho-geo-"));
  try {
    await writeFile(join(dir, "geo.txt"), text, { mode: 0o600 });
    const { exit, said } = await run(["httxt2dbm", "-f", "db", "-i", join(dir, "geo.txt"), "-o", join(dir, "geo.db")]);
    if (exit !== 0) throw new OperationError("server-refused", `httxt2dbm made no map: ${said}`);
    return await readFile(join(dir, "geo.db"));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

/**
 * Writes the map of foreign addresses. It is looked up with each request and renewed in one rename: no reload. A map without a foreign or a
 * home address is refused, for it would open or close every site.
 */
export const writeApacheGeo = async (includeDir: string, spans: readonly Span[], { staged, run }: WriteGeoParts): Promise<void> => {
  const foreign = [sampleOf(spans, 4), sampleOf(spans, 6)].filter((address) => address !== null).map(formatAddress);
  if (foreign.length === 0) throw new OperationError("geo-damaged", "no address is foreign by this data");
  const content = await makeDbm(geoLines(spans), run);
  const samples: GeoSamples = { foreign, home: "127.0.0.1" };
  await staged.put({
    name: "geo data for Apache",
    files: [
      { path: join(includeDir, "geo", "geo.db"), content },
      { path: samplesPath(includeDir), content: `${JSON.stringify(samples)}\n` },
    ],
    test: null,
    activate: null,
  });
};
