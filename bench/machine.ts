import { spawnSync } from "node:child_process";
import { availableParallelism, cpus, totalmem } from "node:os";
import { duckdbVersion } from "./fetch-duckdb.ts";

const firstLine = (program: string, args: readonly string[]): string => {
  const { stdout, stderr } = spawnSync(program, [...args], { encoding: "utf8" });
  return `${stdout ?? ""}${stderr ?? ""}`.split("\n")[0]?.trim() ?? "";
};

/** What the figures hold for: hardware and versions, one line each. */
export const machineLines = (): readonly string[] => [
  `${cpus()[0]?.model.trim() ?? "unknown processor"}, ${availableParallelism()} cores, ${Math.round(totalmem() / 1024 ** 3)} GiB`,
  `${process.platform} ${firstLine("uname", ["-r"])}, Node ${process.versions.node}, ${firstLine("mawk", ["-W", "version"])}, DuckDB node-api ${duckdbVersion}, ${firstLine("wc", ["--version"])}`,
];
