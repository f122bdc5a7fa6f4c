/** Counts from the document that vitest's JSON reporter writes. */

/** @typedef {{ name: string, status: string, message?: string, assertionResults: { fullName: string, status: string }[] }} SuiteResult */

/**
 * A file that could not be loaded has no test to fail; it counts as one failure of its own.
 * @param {readonly SuiteResult[]} suites
 * @returns {{ passed: number, failed: string[], skipped: string[] }} `failed` and `skipped` hold "file: test"
 */
export const tallySuites = (suites) => {
  const tests = suites.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({ status: test.status, title: `${name}: ${test.fullName}` })),
  );
  const broken = suites.filter((suite) => suite.status === "failed" && !suite.assertionResults.some((test) => test.status === "failed"));
  const failed = tests.filter((test) => test.status === "failed").map((test) => test.title);
  return {
    passed: tests.filter((test) => test.status === "passed").length,
    failed: [...failed, ...broken.map((suite) => `${suite.name}: ${suite.message?.split("\n")[0] || "did not run to its end"}`)],
    skipped: tests.filter((test) => test.status !== "passed" && test.status !== "failed").map((test) => test.title),
  };
};
