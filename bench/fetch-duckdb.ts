import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDir } from "./make-logs.ts";

/** The release that is measured against. */
export const duckdbVersion = "1.5.6-r.1";

/**
 * Installs DuckDB into the cache, not into the project, which does not need it otherwise (it is large).
 * Returns its folder, or null when it cannot be had.
 */
export const fetchDuckdb = (): string | null => {
  const folder = join(cacheDir, `duckdb-${duckdbVersion}`);
  if (existsSync(join(folder, "node_modules", ".package-lock.json"))) return folder;
  process.stderr.write(`Installing @duckdb/node-api ${duckdbVersion} into the cache …\n`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies: { "@duckdb/node-api": duckdbVersion } }));
  const done = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: folder, encoding: "utf8" });
  if (done.status === 0) return folder;
  process.stderr.write(`DuckDB is left out: ${done.stderr}\n`);
  return null;
};
