import { describe, expect, it } from "vitest";
import { caseOf, incidentOf } from "../../../test/scoring-builders.ts";
import { judgeCause } from "./judge-cause.ts";

const form = incidentOf({ more: { endpoints: [{ method: "POST", path: "/", query: "rest_route=/x" }] } });
const alternative = (path: string) => ({ layer: "form" as const, method: "POST", path, query: null, confidence: 0.1 });

describe("judging a way in", () => {
  it("takes any endpoint of the same cause", () => {
    expect(judgeCause(caseOf(), form)).toEqual({ top1: true, top3: true });
    expect(judgeCause(caseOf({ cause: { path: "/", query: "rest_route=/x" } }), form).top1).toBe(true);
    expect(judgeCause(caseOf({ cause: { path: "/" } }), form).top1).toBe(false);
  });

  it("takes the one parameter that selects the endpoint for the whole query, and nothing that the query does not hold", () => {
    const signUp = incidentOf({ more: { endpoints: [{ method: "POST", path: "/sign-up/", query: "page=1&action=subscribe" }] } });
    expect(judgeCause(caseOf({ cause: { path: "/sign-up/", query: "action=subscribe" } }), signUp).top1).toBe(true);
    expect(judgeCause(caseOf({ cause: { path: "/sign-up/", query: "action=sub" } }), signUp).top1).toBe(false);
    expect(judgeCause(caseOf({ cause: { path: "/sign-up/", query: null } }), signUp).top1).toBe(false);
  });

  it("looks at the first two runners-up for the first three", () => {
    const said = (alternatives: ReturnType<typeof alternative>[]) => caseOf({ cause: { path: "/blog/", alternatives } });
    expect(judgeCause(said([alternative("/a/"), alternative("/contact/")]), form)).toEqual({ top1: false, top3: true });
    expect(judgeCause(said([alternative("/a/"), alternative("/b/"), alternative("/contact/")]), form).top3).toBe(false);
  });

  it("refuses the right path on the wrong site, and the wrong layer", () => {
    expect(judgeCause(caseOf({ site: "b.example" }), form)).toEqual({ top1: false, top3: false });
    expect(judgeCause(caseOf({ cause: { layer: "file" } }), form).top1).toBe(false);
  });

  it("compares files where both are named, else their paths", () => {
    const cause = { layer: "file" as const, method: "POST", path: "/x.php", query: null, file: "/home/u1/x.php", mailbox: null };
    const mailer = incidentOf({ class: "script-mailer", more: { cause } });
    expect(judgeCause(caseOf({ cause }), mailer).top1).toBe(true);
    expect(judgeCause(caseOf({ cause: { ...cause, file: null } }), mailer).top1).toBe(true);
    expect(judgeCause(caseOf({ cause: { ...cause, file: "/home/u1/y.php" } }), mailer).top1).toBe(false);
  });

  it("wants the mailbox of a leaked password", () => {
    const cause = { layer: "smtp-auth" as const, method: null, path: null, query: null, file: null, mailbox: "info@a.example" };
    const leak = incidentOf({ class: "smtp-credential-abuse", site: null, more: { cause } });
    expect(judgeCause(caseOf({ site: null, cause }), leak).top1).toBe(true);
    expect(judgeCause(caseOf({ site: null, cause: { ...cause, mailbox: "sales@a.example" } }), leak).top1).toBe(false);
  });
});
