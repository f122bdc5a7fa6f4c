import { describe, expect, it } from "vitest";
import { tallySuites } from "../../scripts/vitest-tally.mjs";

const suite = (status: string, tests: readonly string[], message = "") => ({
  name: "a.test.ts",
  status,
  message,
  assertionResults: tests.map((test, index) => ({ fullName: `test ${index + 1}`, status: test })),
});

describe("the count of a test run", () => {
  it("adds up over the files and names what failed and what was skipped", () => {
    expect(tallySuites([suite("failed", ["passed", "failed", "pending"]), suite("passed", ["passed", "todo"])])).toEqual({
      passed: 2,
      failed: ["a.test.ts: test 2"],
      skipped: ["a.test.ts: test 3", "a.test.ts: test 2"],
    });
  });

  it("counts a file that did not load as one failure", () => {
    expect(tallySuites([suite("failed", [], "SyntaxError: oops\n  at line 3")]).failed).toEqual(["a.test.ts: SyntaxError: oops"]);
  });

  it("counts a file whose tests passed but whose set-up failed as one failure", () => {
    expect(tallySuites([suite("failed", ["passed"])]).failed).toEqual(["a.test.ts: did not run to its end"]);
  });
});
