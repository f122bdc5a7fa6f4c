import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { subjectFault } from "../../scripts/commit-subject.mjs";
import { ensureHook, run } from "../../scripts/setup.mjs";

const hasGit = run("git", ["--version"]).status === 0;

const inRepository = (use: (dir: string) => void): void => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-git-"));
  try {
    execFileSync("git", ["init", "--quiet", dir]);
    use(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

const hooksPathOf = (dir: string): string => run("git", ["config", "--local", "--get", "core.hooksPath"], { cwd: dir }).output.trim();

describe("a commit subject", () => {
  it.each(["feat(catalog): read LTSV", "fix(kit)!: count bytes, not characters", "docs(repo): one page on set-up"])(
    "may read %j",
    (subject) => {
      expect(subjectFault(subject)).toBeNull();
    },
  );

  it.each([
    ["Read LTSV", "type(scope)"],
    ["feat: read LTSV", "type(scope)"],
    ["feat(catalog):read LTSV", "type(scope)"],
    ["feature(catalog): read LTSV", "unknown type"],
    ["feat(formats): read LTSV", "unknown scope"],
    ["feat(catalog): read LTSV.", "dot"],
    [`feat(catalog): ${"x".repeat(86)}`, "101 characters"],
  ])("may not read %j", (subject, reason) => {
    expect(subjectFault(subject)).toContain(reason);
  });

  it("is checked from a message file, comments and git's own subjects aside", () => {
    const dir = mkdtempSync(join(tmpdir(), "sekisho-message-"));
    const check = (message: string): number => {
      writeFileSync(join(dir, "message"), message);
      return run(process.execPath, ["scripts/check-commits.mjs", "--message", join(dir, "message")]).status;
    };
    expect(check("# a comment\nfix(geo): mend\n\nBody without a form.\n")).toBe(0);
    expect(check("fixup! fix(geo): mend\n")).toBe(0);
    expect(check("mended things\n")).toBe(1);
    rmSync(dir, { recursive: true, force: true });
  });
});

describe.skipIf(!hasGit)("the commit hook", () => {
  it("is set in a work tree of our own", () => {
    inRepository((dir) => {
      ensureHook(dir);
      expect(hooksPathOf(dir)).toBe("scripts/hooks");
    });
  });

  it("leaves hooks alone that the user has set", () => {
    inRepository((dir) => {
      execFileSync("git", ["-C", dir, "config", "core.hooksPath", "mine"]);
      ensureHook(dir);
      expect(hooksPathOf(dir)).toBe("mine");
    });
  });

  it("is not set where it would switch off a hook in the repository", () => {
    inRepository((dir) => {
      mkdirSync(join(dir, ".git", "hooks"), { recursive: true });
      writeFileSync(join(dir, ".git", "hooks", "pre-push"), "");
      ensureHook(dir);
      expect(hooksPathOf(dir)).toBe("");
    });
  });

  it("is no error outside of a work tree", () => {
    const dir = mkdtempSync(join(tmpdir(), "sekisho-no-git-"));
    expect(() => ensureHook(dir)).not.toThrow();
    rmSync(dir, { recursive: true, force: true });
  });
});
