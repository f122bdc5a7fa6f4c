import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    testTimeout: 30_000,
    // More workers gain nothing on the two cores that a small server or a CI machine has, and cost memory.
    maxWorkers: 2,
  },
});
