import { describe, expect, it } from "vitest";
import type { DeskFact } from "./desk-fact.ts";
import { type DeskSettings, freshSettings, modeOf, withDeskFact } from "./desk-settings.ts";

const base = { id: "f", at: 5, by: { kind: "person", name: "mika" } } as const;

const settled = (...facts: readonly DeskFact[]): DeskSettings => facts.reduce(withDeskFact, freshSettings);

const switched = (server: string | null, mode: "observe" | "propose" | "act"): DeskFact => ({
  ...base,
  kind: "acting-switched",
  class: "form-relay",
  server,
  mode,
  reason: "tried for a week",
});

describe("settings of the desk", () => {
  it("only observe before anything was recorded", () => {
    expect(modeOf(freshSettings, "form-relay", "sv1")).toBe("observe");
  });

  it("let a server's own switch count before the one for every server", () => {
    const settings = settled(switched("sv2", "observe"), switched(null, "act"));
    expect([modeOf(settings, "form-relay", "sv1"), modeOf(settings, "form-relay", "sv2")]).toEqual(["act", "observe"]);
    expect(modeOf(settings, "cron-mailer", "sv1")).toBe("observe");
  });

  it("keep the last switch of a class and server, and who did it", () => {
    const settings = settled(switched("sv1", "act"), switched("sv1", "propose"));
    expect(settings.modes).toEqual([
      { by: base.by, at: 5, class: "form-relay", server: "sv1", mode: "propose", reason: "tried for a week" },
    ]);
  });

  it("are paused until resumed", () => {
    const paused = settled({ ...base, kind: "paused", reason: "night of the move" });
    expect(paused.paused).toEqual({ by: base.by, at: 5, reason: "night of the move" });
    expect(withDeskFact(paused, { ...base, kind: "resumed", reason: "" }).paused).toBeNull();
  });
});
