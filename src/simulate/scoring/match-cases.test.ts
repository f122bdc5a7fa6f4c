import { describe, expect, it } from "vitest";
import { caseOf, incidentOf } from "../../../test/scoring-builders.ts";
import { matchCases, timeCase } from "./match-cases.ts";

const match = (cases: Parameters<typeof caseOf>[0][], incidents: ReturnType<typeof incidentOf>[]) =>
  matchCases(
    cases.map((sketch) => timeCase(caseOf(sketch))),
    incidents,
  );

describe("matching cases to incidents", () => {
  it("takes the same account at the same time, whatever the class", () => {
    const [found] = match([{ class: "form-flood" }], [incidentOf()]);
    expect(found).toMatchObject({ incident: { id: "i1" }, isExtra: false, isOnlyNear: false });
  });

  it("takes a case up to 72 h away, and says that the two do not touch", () => {
    expect(match([{ hours: [91, 95] }], [incidentOf()])[0]).toMatchObject({ incident: { id: "i1" }, isOnlyNear: true });
    expect(match([{ hours: [93, 95] }], [incidentOf()])[0]?.incident).toBeNull();
  });

  it("does not take another account, nor one of the same name on another server", () => {
    expect(match([{ account: "u2" }], [incidentOf()])[0]?.incident).toBeNull();
    expect(match([{ more: { host: "sv2" } }], [incidentOf()])[0]?.incident).toBeNull();
  });

  it("goes by site or mailbox where the case names no account", () => {
    expect(match([{ account: null }], [incidentOf()])[0]?.incident?.id).toBe("i1");
    expect(match([{ account: null, site: "b.example" }], [incidentOf()])[0]?.incident).toBeNull();
    const cause = { layer: "smtp-auth" as const, method: null, path: null, query: null, file: null, mailbox: "info@a.example" };
    const leak = incidentOf({ class: "smtp-credential-abuse", site: null, more: { cause } });
    expect(match([{ account: null, site: null, cause }], [leak])[0]?.incident?.id).toBe("i1");
  });

  it("tells several incidents of one account at once apart by site and class", () => {
    const incidents = [
      incidentOf({ id: "surge", class: "order-surge" }),
      incidentOf({ id: "relay" }),
      incidentOf({ id: "b", site: "b.example" }),
    ];
    const found = match([{ site: "b.example" }, {}, { class: "order-surge" }], incidents);
    expect(found.map(({ incident }) => incident?.id)).toEqual(["b", "relay", "surge"]);
  });

  it("counts a second case of one incident as a further piece", () => {
    const found = match([{ hours: [10, 19] }, { hours: [19, 20] }], [incidentOf()]);
    expect(found.map(({ isExtra }) => isExtra)).toEqual([false, true]);
    expect(found[1]?.incident?.id).toBe("i1");
  });

  it("counts a second incident inside one case as covered, but not one on another site", () => {
    const second = incidentOf({ id: "i2", hours: [30, 40] });
    const elsewhere = incidentOf({ id: "i3", hours: [30, 40], site: "b.example" });
    const [found] = match([{ hours: [10, 40] }], [incidentOf({ hours: [10, 25] }), second, elsewhere]);
    expect(found?.incident?.id).toBe("i1");
    expect(found?.alsoCovers.map(({ id }) => id)).toEqual(["i2"]);
  });
});
