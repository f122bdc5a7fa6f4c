import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { scanFiles } from "./scan-files.ts";

const corpora = new URL("../corpora/", import.meta.url).pathname;
const filesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".gz"))
    .map((name) => join(folder, name));

interface TruthLine {
  readonly kind: "abuse" | "normal";
  readonly ip: string;
}

/** The lab's own record of who did what; kept apart from its logs. */
const labTruth = (): readonly TruthLine[] => {
  const file = readdirSync(join(corpora, "lab")).find((name) => name.startsWith("ground-truth")) ?? "";
  const bytes = readFileSync(join(corpora, "lab", file));
  const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as TruthLine);
};

const labFile = (name: string): string => {
  const plain = join(corpora, "lab", name);
  return existsSync(plain) ? plain : `${plain}.gz`;
};

const within = (share: number, truth: number, seen: number): boolean => Math.abs(seen - truth) <= truth * share;

describe("the lab's run of a real WordPress, PHP and Postfix", () => {
  const truth = labTruth();
  const abusive = truth.filter(({ kind }) => kind === "abuse");
  /** Each request mailed the owner and the address that was typed in. */
  const mailsPerRequest = 2;

  for (const home of ["JP", undefined]) {
    it(`names the form, and the abusive share within 5 %, ${home === undefined ? "without a home country" : "with Japan as home"}`, async () => {
      const report = await scanFiles({ paths: [labFile("access.log"), labFile("mail.log")], ...(home === undefined ? {} : { home }) });
      expect(report.cases).toHaveLength(1);
      const [found] = report.cases;
      expect(found).toMatchObject({
        class: "form-relay",
        verdict: "abuse",
        account: "acct0001",
        cause: { layer: "form", path: "/contact/" },
      });
      expect(found?.cause.endpoints.map(({ path }) => path)).toContain("/wp-json/contact-form-7/v1/contact-forms/6/feedback");
      expect(within(0.05, abusive.length, found?.counts.requests ?? 0)).toBe(true);
      expect(within(0.05, abusive.length * mailsPerRequest, found?.counts.messages ?? 0)).toBe(true);
      expect(within(0.05, new Set(abusive.map(({ ip }) => ip)).size, found?.counts.sources ?? 0)).toBe(true);
      expect(within(0.05, abusive.length / truth.length, found?.cause.explains.share ?? 0)).toBe(true);
    });
  }

  it("names the same form from PHP's own mail log alone, and says that delivery is unknown", async () => {
    const report = await scanFiles({ paths: [labFile("access.log"), labFile("php-mail.log")], home: "JP" });
    expect(report.cases.map((one) => [one.class, one.cause.path])).toEqual([["form-relay", "/contact/"]]);
    expect(report.gaps.map(({ code }) => code)).toContain("php-log-only");
  });
});

describe("public logs of real sites", () => {
  for (const home of [undefined, "US", "JP"]) {
    it(`shows the form hackers' log as a flood of the form, never as a relay (home ${home ?? "not told"})`, async () => {
      const report = await scanFiles({ paths: filesIn(join(corpora, "basjes-form-hackers")), ...(home === undefined ? {} : { home }) });
      expect(report.cases.map((one) => [one.class, one.verdict, one.cause.path])).toEqual([["form-flood", "nuisance", "/join_form"]]);
    });

    it(`finds the hour of guessed passwords in willthefarmer-multi and nothing else (home ${home ?? "not told"})`, async () => {
      const report = await scanFiles({ paths: filesIn(join(corpora, "willthefarmer-multi")), ...(home === undefined ? {} : { home }) });
      expect(report.cases.map((one) => [one.class, one.verdict, one.site, one.cause.path, one.counts.requests])).toEqual([
        ["login-attack", "nuisance", "farmwork.app", "/login", 212],
      ]);
    });

    for (const quiet of ["semicomplete-apache", "lnav-shop", "marley-wpblog"]) {
      it(`finds nothing in the ordinary traffic of ${quiet} (home ${home ?? "not told"})`, async () => {
        const report = await scanFiles({ paths: filesIn(join(corpora, quiet)), ...(home === undefined ? {} : { home }) });
        expect(report.cases).toEqual([]);
      });
    }
  }

  /** Without a licence to copy them these are read where they lie, beside the project; elsewhere they are left out by name. */
  const shared = process.env.SEKISHO_SHARED ?? join(process.cwd(), "../shared");
  for (const unlicensed of ["fens-wpblog", "ocatak-scans", "webhawk-apache"]) {
    const folder = join(shared, "data", unlicensed);
    if (!existsSync(folder)) {
      console.log(`not read, since it is not beside the project: ${unlicensed}`);
      continue;
    }
    it(`finds no abuse in ${unlicensed}`, async () => {
      const report = await scanFiles({ paths: filesIn(folder), home: "JP" });
      expect(report.cases.filter(({ verdict }) => verdict === "abuse")).toEqual([]);
    });
  }
});
