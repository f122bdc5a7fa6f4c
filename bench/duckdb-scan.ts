import { createRequire } from "node:module";
import { join } from "node:path";

// `node duckdb-scan.ts FOLDER FILE`: counts a vhost_combined log with DuckDB as installed in FOLDER, on one thread.
// Prints the same six numbers as count-requests.awk.

interface DuckDb {
  readonly DuckDBInstance: {
    readonly create: (path: string, options: Record<string, string>) => Promise<{ readonly connect: () => Promise<Connection> }>;
  };
}

interface Connection {
  readonly runAndReadAll: (sql: string) => Promise<{ readonly getRows: () => readonly (readonly unknown[])[] }>;
}

const [folder = "", file = ""] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(join(folder, "package.json"))("@duckdb/node-api") as DuckDb;

const pattern = String.raw`^([^ :]+)(?::\d+)? (\S+) \S+ \S+ \[[^\]]+\] "(\S+) ([^ ?"]*)[^"]*" (\d+)`;

const sql = `
  WITH lines AS (
    SELECT regexp_extract(line, '${pattern}', ['site', 'address', 'method', 'path', 'status']) AS part
    FROM read_csv('${file}', columns = {line: 'VARCHAR'}, delim = '\x01', quote = '', escape = '', header = false, auto_detect = false)
  ), groups AS (
    SELECT part.address AS address, part.site AS site, part.path AS path, count(*) AS requests,
           count(*) FILTER (part.method = 'POST') AS posts, grouping(part.address) AS by_endpoint
    FROM lines GROUP BY GROUPING SETS ((part.address), (part.site, part.path))
  )
  SELECT sum(requests) FILTER (by_endpoint = 0), count(*) FILTER (by_endpoint = 0), count(*) FILTER (by_endpoint = 1),
         sum(posts) FILTER (by_endpoint = 0), count(*) FILTER (by_endpoint = 0 AND posts > 0), count(*) FILTER (by_endpoint = 1 AND posts > 0)
  FROM groups`;

const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
const connection = await instance.connect();
const result = await connection.runAndReadAll(sql);
console.log((result.getRows()[0] ?? []).map(String).join(" "));
