import { describe, expect, it } from "vitest";
import { day, endpointOf, minute, runDetector, sourceOf, start } from "../../../test/event-builders.ts";
import { formRelay } from "./form-relay.ts";

describe("a mailer in the front controller", () => {
  it("is told where two sources send six messages with each request: too few and too many for a form", () => {
    const calls = Array.from({ length: 60 }, (_, at) => ({
      time: start + 2 * day + at * 3 * minute,
      parts: {
        source: sourceOf(10_000 + (at % 2), "foreign"),
        endpoint: endpointOf(9, "/index.php"),
        referer: "none" as const,
        refererPath: null,
      },
      recipients: Array.from({ length: 6 }, (_, one) => ({ address: 1_000_000 + at * 6 + one })),
    }));
    expect(runDetector(formRelay, calls).at(-1)?.detection.class).toBe("injected-mailer");
  });
});
