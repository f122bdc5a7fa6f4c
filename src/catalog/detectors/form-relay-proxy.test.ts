import { describe, expect, it } from "vitest";
import { type Claim, day, hour, minute, owner, runDetector, sourceOf, start } from "../../../test/event-builders.ts";
import { formRelay } from "./form-relay.ts";

const before = { pages: 1, assets: 0, writes: 0, endpoints: 0, sameEndpoint: 0, sameEndpointMs: 0, logAgeMs: 2 * day };

describe("an attack behind a proxy, where nobody is anywhere and everybody read a page", () => {
  it("is counted whole", () => {
    const from = start + 2 * day;
    const customers = Array.from({ length: 6 }, (_, at) => ({ time: start + at * 12 * hour, recipients: [owner, { address: 900 + at }] }));
    const hidden = Array.from({ length: 60 }, (_, at) => ({
      time: from + at * 5 * minute,
      parts: { source: sourceOf(60_000 + at, "unknown"), before },
      recipients: [owner, { address: 60_000 + at, status: at % 5 === 0 ? ("bounced" as const) : ("sent" as const) }],
    }));
    const { detection } = runDetector(
      formRelay,
      [...customers, ...hidden].sort((a, b) => a.time - b.time),
    ).at(-1) as Claim;
    expect(detection.counts.requests).toBeGreaterThanOrEqual(60);
    expect(detection.counts.messages).toBeGreaterThanOrEqual(120);
    expect(Number.isFinite(detection.firstSeen)).toBe(true);
  });
});
