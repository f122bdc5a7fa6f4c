import { describe, expect, it } from "vitest";
import type { DeskFact } from "./desk-fact.ts";
import { type DeskSettings, freshSettings, withDeskFact } from "./desk-settings.ts";

const base = { id: "f", at: 5, by: { kind: "person", name: "mika" } } as const;

const settled = (...facts: readonly DeskFact[]): DeskSettings => facts.reduce(withDeskFact, freshSettings);

describe("settings of the desk", () => {
  it("are paused until resumed", () => {
    const paused = settled({ ...base, kind: "paused", reason: "night of the move" });
    expect(paused.paused).toEqual({ by: base.by, at: 5, reason: "night of the move" });
    expect(withDeskFact(paused, { ...base, kind: "resumed", reason: "" }).paused).toBeNull();
  });

  it("keep the policy that was recorded last, and who did it", () => {
    const first = { ...base, kind: "policy-changed", version: "0123456789ab", text: "a: 1" } as const;
    const settings = settled(first, { ...first, version: "ba9876543210", text: "a: 2" });
    expect(settings.policy).toEqual({ by: base.by, at: 5, version: "ba9876543210", text: "a: 2" });
  });
});
