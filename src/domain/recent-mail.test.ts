import { describe, expect, it } from "vitest";
import { account, buildMessage, buildRequest, minute, outcomeOf, start } from "../../test/event-builders.ts";
import type { JoinedMail } from "./joined-mail.ts";
import { RecentMail } from "./recent-mail.ts";

const mailAt = (id: number): JoinedMail => {
  const time = start + id * minute;
  return { message: buildMessage(id, time), trigger: id % 2 === 0 ? buildRequest(id, time) : null, candidates: id % 3, settledAt: time };
};

const filled = (count: number): RecentMail => {
  const recent = new RecentMail();
  for (let id = 0; id < count; id++) recent.push(mailAt(id));
  return recent;
};

const idsOf = (recent: RecentMail): readonly number[] => recent.entriesFrom(0, account).map(({ mail }) => mail.message.id);

describe("a stream's recent mail", () => {
  it("gives back each message and outcome as it came, outcomes by message", () => {
    const recent = filled(3);
    const outcomes = [2, 0, 2].map((id, at) => ({ ...outcomeOf(mailAt(id).message, { address: at, status: "bounced" }), first: at < 2 }));
    for (const one of outcomes) recent.addOutcome(one.message.id, one, 5);
    const [zero, one, two] = recent.entriesFrom(0, account);
    const { id, time, client, place } = mailAt(2).message;
    expect(two?.mail).toEqual({ message: { id, time, account, client, place }, trigger: mailAt(2).trigger, candidates: 2 });
    const { kind: _, ...first } = { ...outcomes[0], message: two?.mail.message };
    expect(two?.outcomes[0]).toEqual(first);
    expect([zero, one, two].map((entry) => entry?.outcomes.map(({ recipient }) => recipient))).toEqual([[1], [], [0, 2]]);
    expect(two?.outcomes.map((outcome) => outcome.first)).toEqual([true, false]);
  });

  it("samples a message to many, and passes over outcomes of what it has forgotten", () => {
    const recent = filled(2);
    for (let at = 0; at < 40; at++) recent.addOutcome(1, outcomeOf(mailAt(1).message, { address: at }), 5);
    recent.addOutcome(9, outcomeOf(mailAt(9).message, { address: 1 }), 5);
    expect(recent.outcomes.length).toBe(12);
  });

  it("forgets the older half when it is full, with its outcomes", () => {
    const recent = filled(384);
    for (const id of [0, 191, 192, 383]) recent.addOutcome(id, outcomeOf(mailAt(id).message, { address: id }), 5);
    recent.push(mailAt(384));
    expect(idsOf(recent)).toEqual(Array.from({ length: 193 }, (_, at) => 192 + at));
    expect(recent.outcomes.recipients).toEqual([192, 383]);
    const [first] = recent.entriesFrom(0, account);
    expect(first?.outcomes.map(({ recipient }) => recipient)).toEqual([192]);
  });

  it("forgets what is older than a moment", () => {
    const recent = filled(5);
    recent.addOutcome(1, outcomeOf(mailAt(1).message, { address: 1 }), 5);
    recent.forget(start + 3 * minute);
    expect([idsOf(recent), recent.outcomes.length]).toEqual([[3, 4], 0]);
    recent.forget(start + 99 * minute);
    expect(recent.length).toBe(0);
  });
});
