import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCsv } from "./csv-rows.ts";

let directory = "";

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "sekisho-csv-"));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

const read = async (text: string): Promise<readonly string[]> => {
  const file = join(directory, "a.csv");
  writeFileSync(file, text);
  const rows: string[] = [];
  await readCsv(file, ["a", "b"], (row) => rows.push(`${row.text("a")}|${row.text("b")}`));
  return rows;
};

describe("reading CSV", () => {
  it("takes columns by their heads, in any order, with more beside them", async () => {
    expect(await read("b,c,a\n1,2,3\n")).toEqual(["3|1"]);
  });

  it("takes quoted fields with commas and quotation marks in them, and empty ones", async () => {
    expect(await read('a,b\n"x,""y""",\n,"z"\n"",1\r\n')).toEqual(['x,"y"|', "|z", "|1"]);
  });

  it("refuses a quotation mark that is not closed, and a file without heads", async () => {
    await expect(read('a,b\n"x,1\n')).rejects.toThrow(/a\.csv:2 a quotation mark is not closed/);
    await expect(read("")).rejects.toThrow(/is empty/);
  });
});
