import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { missingPackages, withServiceStartsRefused } from "../../scripts/debian-packages.mjs";
import { run } from "../../scripts/setup.mjs";

let dir = "";
let policy = "";

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "sekisho-policy-"));
  policy = join(dir, "policy-rc.d");
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe("while packages are installed", () => {
  it("refuses every service start, and leaves nothing behind", async () => {
    const status = await withServiceStartsRefused(() => run(policy, ["nginx", "start"]).status, policy);
    expect(status).toBe(101);
    expect(existsSync(policy)).toBe(false);
  });

  it("puts the operator's own policy back as it was", async () => {
    writeFileSync(policy, "#!/bin/sh\nexit 104\n", { mode: 0o750 });
    expect(await withServiceStartsRefused(() => run(policy, []).status, policy)).toBe(101);
    expect(readFileSync(policy, "utf8")).toBe("#!/bin/sh\nexit 104\n");
    expect(statSync(policy).mode & 0o777).toBe(0o750);
    expect(existsSync(`${policy}.sekisho-saved`)).toBe(false);
  });

  it("puts it back when the work fails", async () => {
    writeFileSync(policy, "theirs");
    const failing = (): never => {
      throw new Error("apt broke");
    };
    await expect(withServiceStartsRefused(failing, policy)).rejects.toThrow("apt broke");
    expect(readFileSync(policy, "utf8")).toBe("theirs");
  });

  it("mends what a killed run left, the operator's policy included", async () => {
    const left = await withServiceStartsRefused(() => readFileSync(policy, "utf8"), policy);
    writeFileSync(policy, left);
    writeFileSync(`${policy}.sekisho-saved`, "theirs");
    await withServiceStartsRefused(() => null, policy);
    expect(readFileSync(policy, "utf8")).toBe("theirs");
  });

  it("puts it back before an interrupt ends the run", () => {
    const script = [
      `import { withServiceStartsRefused } from ${JSON.stringify(join(import.meta.dirname, "../../scripts/debian-packages.mjs"))};`,
      `await withServiceStartsRefused(() => { process.kill(process.pid, "SIGTERM"); return new Promise((go) => setTimeout(go, 20_000)); }, ${JSON.stringify(policy)});`,
      'console.log("went on");',
    ].join("\n");
    writeFileSync(policy, "theirs");
    const ended = run(process.execPath, ["--input-type=module", "--eval", script]);
    expect(ended.status).not.toBe(0);
    expect(ended.output).not.toContain("went on");
    expect(readFileSync(policy, "utf8")).toBe("theirs");
  });
});

describe("missing packages", () => {
  it("are those whose program is in no folder of the path", () => {
    writeFileSync(join(dir, "here"), "");
    const packages = [
      { name: "one", program: "here", neededBy: "a" },
      { name: "two", program: "elsewhere", neededBy: "b" },
    ];
    expect(missingPackages(packages, `/nowhere:${dir}`).map(({ name }) => name)).toEqual(["two"]);
  });
});
