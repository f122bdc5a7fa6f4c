import { describe, expect, it } from "vitest";
import type { Remediation } from "../../src/desk/take-remediation.ts";
import type { ClaimKind, RequirementId } from "../../src/domain/case/requirement.ts";
import { minute, monday, someClaim } from "../case-builder.ts";
import { createTestDesk } from "../desk-builder.ts";

const kinds: readonly (ClaimKind | null)[] = ["done", "not-needed", "need-help", "was-ours", null];

/** Every kind of answer: each claim for one point and for all, with and without "this was ours", verified or not. */
const answers = kinds.flatMap((claim) =>
  [1, 9].flatMap((points) => [true, false].flatMap((lawful) => [true, false].map((verified) => ({ claim, points, lawful, verified })))),
);

const remediation = (caseId: string, ids: readonly RequirementId[], answer: (typeof answers)[number], id: string): Remediation => {
  const { claim } = answer;
  const asked = ids.slice(0, answer.points);
  return {
    ...{ id, caseId, lawful: answer.lawful, text: "what they wrote" },
    by: { kind: "customer", address: "owner@elsewhere.example", verified: answer.verified },
    claims: claim === null ? [] : asked.map((requirement) => ({ requirement, claim, text: "what they wrote" })),
  };
};

describe("a received mail", () => {
  it.each(answers)("causes one notice at the most, and only adds claims: %o", async (answer) => {
    const { desk, passTo, onlyCase, sent } = await createTestDesk();
    await desk.takeClaim(someClaim());
    await passTo(monday + 60 * minute);
    const before = await onlyCase();
    const ids = before.requirements.map(({ id }) => id);
    const noticesBefore = sent.length;
    const said = remediation(before.id, ids, answer, "mail-1");
    await desk.takeRemediation(said);
    const after = await onlyCase();
    expect(after.requirements.map(({ state, finding }) => [state, finding])).toEqual(
      before.requirements.map(({ state, finding }) => [state, finding]),
    );
    expect(after.containments).toEqual(before.containments);
    expect(["answered", before.state]).toContain(after.state);
    expect(after.requirements.filter(({ claim }) => claim !== null)).toHaveLength(said.claims.length);
    await desk.takeRemediation(said);
    // Staff promise an answer within four hours; that they were late is told for that, not for the mail.
    await passTo(monday + 4 * 60 * minute);
    const told = sent.slice(noticesBefore).map(({ at, tells }) => `${(at - monday) / minute}: ${tells}`);
    expect(told.slice(1)).toEqual([]);
    const later = (await onlyCase()).requirements.map(({ claim }) => claim?.kind ?? null);
    await desk.takeRemediation(remediation(before.id, ids, { ...answer, claim: null }, "mail-2"));
    expect((await onlyCase()).requirements.map(({ claim }) => claim?.kind ?? null)).toEqual(later);
  });
});
