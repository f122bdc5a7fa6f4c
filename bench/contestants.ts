import { fileURLToPath } from "node:url";
import type { BenchLog } from "./make-logs.ts";
import type { Measured } from "./measure.ts";

const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The logs of a benchmark. */
export interface BenchLogs {
  readonly access: BenchLog;
  readonly accessLarge: BenchLog;
  readonly mail: BenchLog;
}

/** `sekisho scan`, built, from start to the printed document; the zone is for logs that state none. */
const scan = (name: string, { path }: BenchLog): Measured => ({
  name,
  program: null,
  args: [beside("../dist/main.js"), "scan", path, "--no-config", "--home", "JP", "--timezone", "Asia/Tokyo", "--json"],
});

/** Everything that is run in each round, in this order. DuckDB is left out where it could not be installed. */
export const contestantsFor = ({ access, accessLarge, mail }: BenchLogs, duckdb: string | null): readonly Measured[] => [
  scan("scan", access),
  { name: "mawk", program: "mawk", args: ["-f", beside("./count-requests.awk"), access.path] },
  ...(duckdb === null ? [] : [{ name: "DuckDB", program: null, args: [beside("./duckdb-scan.ts"), duckdb, access.path] }]),
  { name: "wc -l", program: "wc", args: ["-l", access.path] },
  scan("scan, mail", mail),
  scan("scan, large", accessLarge),
];
