import type { CaseTerms } from "../../../src/domain/case/case-terms.ts";
import type { Fact } from "../../../src/domain/case/fact.ts";
import { requirementIds } from "../../../src/domain/case/requirement.ts";
import { type HeldMessage, heldRecord } from "../../../src/domain/held-mail.ts";
import { detected, found, mailRung, minute, person, siteRung, someFact, someTerms } from "../../case-builder.ts";
import { heldMessage } from "../../memory-held-mail.ts";
import type { Life } from "./invariants.ts";

type Random = (below: number) => number;

const pick = <Item>(random: Random, items: readonly Item[]): Item => items[random(items.length)] as Item;

const chance = (random: Random, percent: number): boolean => random(100) < percent;

/** Terms as some policy may rule at some moment. */
export const drawTerms = (random: Random): CaseTerms => {
  const waits = () => pick(random, [null, null, null, "cap-reached", "not-sure-enough", "shared-account"] as const);
  return someTerms({
    mode: pick(random, ["act", "act", "act", "propose", "observe"] as const),
    ladder: pick(random, [[], [siteRung], [mailRung], [siteRung, mailRung], [siteRung, mailRung]]).map((rung) => ({
      ...rung,
      waitsFor: waits(),
    })),
    hasContact: chance(random, 85),
    tellWhileObserving: chance(random, 30),
    release: pick(random, [
      { byPolicy: true, people: 1 },
      { byPolicy: true, people: 1 },
      { byPolicy: false, people: 1 },
      { byPolicy: false, people: 2 },
    ] as const),
    watchMinutes: pick(random, [60, 720]),
    remindAfterMinutes: pick(random, [60, 2880]),
  });
};

interface Moment {
  readonly life: Life;
  readonly random: Random;
  readonly at: number;
  readonly base: { readonly at: number; readonly automatic: boolean };
}

const pendingOrder = ({ life, random }: Moment): string => {
  const { containments } = life.case;
  const one = containments[random(Math.max(1, containments.length))];
  if (one === undefined || chance(random, 5)) return "an-order-of-nobody";
  return one.liftOrder !== null && chance(random, 70) ? one.liftOrder : one.id;
};

const receipt = (moment: Moment): Fact => {
  const order = pendingOrder(moment);
  const isLift = moment.life.case.containments.some(({ liftOrder }) => liftOrder === order);
  const outcome = chance(moment.random, 75)
    ? isLift
      ? "lifted"
      : "applied"
    : pick(moment.random, ["failed", "drifted", "applied", "lifted", "unproven"] as const);
  const held = { delivered: moment.random(3), left: { caused: moment.random(2), "not-caused": 0, unknown: moment.random(2) } };
  const more = outcome === "lifted" && chance(moment.random, 30) ? { held } : {};
  return someFact("receipt", { order, outcome, proof: "probe", ...more }, { ...moment.base, by: { kind: "agent", server: "sv1" } });
};

const noticeSettled = ({ life, random, base }: Moment): Fact => {
  const notice = life.case.notices[random(Math.max(1, life.case.notices.length))]?.id ?? "a-notice-of-nobody";
  const outcome = pick(random, ["sent", "sent", "sent", "bounced", "failed"] as const);
  return someFact("notice-settled", { notice, outcome, detail: "250 ok" }, base);
};

const ring = ({ life, random, at, base }: Moment): Fact => {
  const next = [...life.case.timers].sort((a, b) => a.at - b.at)[0];
  if (next === undefined || chance(random, 5)) return someFact("rang", { timer: "a-timer-of-nobody" }, base);
  return someFact("rang", { timer: next.id }, { ...base, at: Math.max(at, next.at) });
};

const checked = ({ life, random, base }: Moment): Fact => {
  const mood = random(3);
  const findings = life.case.requirements.map(({ id }) =>
    found(base.at, id, mood === 0 ? "met" : pick(random, ["met", "not-met", "unknown"] as const)),
  );
  return someFact("checked", { findings }, base);
};

const answered = ({ random, base }: Moment): Fact => {
  const claims = chance(random, 70)
    ? [
        {
          requirement: pick(random, requirementIds),
          claim: pick(random, ["done", "not-needed", "need-help", "was-ours"] as const),
          text: "…",
        },
      ]
    : [];
  const by = { kind: "customer", address: "owner@elsewhere.example", verified: chance(random, 50) } as const;
  return someFact("answered", { claims, text: "…", lawful: chance(random, 10) }, { ...base, by });
};

const again = ({ random, at, base }: Moment): Fact => {
  const abuseClass = pick(random, ["form-relay", "form-relay", "form-relay", "form-flood", "order-surge"] as const);
  const verdict = abuseClass === "form-relay" ? "abuse" : abuseClass === "form-flood" ? "nuisance" : "benign";
  const lastHarmAt = chance(random, 60) ? at : at - random(600) * minute;
  const fact = detected(at - random(5) * minute, { class: abuseClass, verdict, lastHarmAt });
  return { ...fact, ...base, terms: drawTerms(random) };
};

const drawHeld = (random: Moment["random"]): readonly HeldMessage[] =>
  Array.from({ length: random(3) }, (_, at) =>
    heldMessage(`HELD0${at}`, { fate: pick(random, ["caused", "not-caused", "unknown"] as const) }),
  );

const decided = ({ life, random, base }: Moment): Fact => {
  const second = pick(random, [null, "suzuki", "sato"] as const);
  const task = pick(random, life.case.tasks.map(({ id }) => id).concat("a-task-of-nobody"));
  const decision = pick(random, [
    { verb: "release", second },
    { verb: "release", second: "suzuki" },
    { verb: "dismiss", second },
    { verb: "contain", measure: siteRung.measure, target: siteRung.target },
    { verb: "attest", requirement: pick(random, requirementIds), proof: pick(random, ["seen", ""]) },
    { verb: "tell" },
    { verb: "finish-task", task },
    { verb: "deliver-held", held: heldRecord(drawHeld(random)), left: random(3) },
    { verb: "delete-held", held: heldRecord(drawHeld(random)), left: random(3) },
  ] as const);
  const by = chance(random, 95) ? person : ({ kind: "desk" } as const);
  return someFact("decided", { decision, reason: chance(random, 95) ? "looked at it" : " " }, { ...base, by });
};

const heldNotEnded = ({ random, base }: Moment): Fact =>
  someFact("held-not-ended", { count: 1 + random(3), why: "no answer" }, { ...base, by: { kind: "desk" } });

const termsChanged = ({ random, base }: Moment): Fact => someFact("terms-changed", { terms: drawTerms(random) }, base);

const draws = [
  receipt,
  receipt,
  receipt,
  receipt,
  noticeSettled,
  noticeSettled,
  ring,
  ring,
  ring,
  ring,
  checked,
  checked,
  answered,
  again,
  again,
  decided,
  heldNotEnded,
  termsChanged,
];

/** Something that may happen to the case next, likely or not. */
export const nextFact = (life: Life, random: Random, at: number): Fact => {
  const base = { at, automatic: chance(random, 90) };
  return pick(random, draws)({ life, random, at, base });
};

/** What a world does in which everybody does their part and nothing bad happens any more; null when the case is over. */
export const kindFact = (life: Life, at: number): Fact | null => {
  const { containments, notices, requirements, tasks, state, timers } = life.case;
  const base = { at, automatic: true };
  const due = notices.find((notice) => notice.state === "due");
  if (due !== undefined) return someFact("notice-settled", { notice: due.id, outcome: "sent", detail: "250 ok" }, base);
  const order = containments.find((one) => one.state === "ordered" || one.state === "lifting");
  if (order?.state === "ordered") return someFact("receipt", { order: order.id, outcome: "applied", proof: "probe" }, base);
  if (order !== undefined) return someFact("receipt", { order: order.liftOrder as string, outcome: "lifted", proof: "probe" }, base);
  if (state === "closed" || state === "dismissed") return null;
  // A ring may have asked for a check.
  const isAsked = state === "verified" && life.facts.at(-1)?.kind === "rang";
  if (isAsked || (state !== "verified" && state !== "watched" && state !== "released"))
    return someFact("checked", { findings: requirements.map(({ id }) => found(at, id, "met")) }, base);
  const task = tasks.find(({ doneAt, kind }) => doneAt === null && (kind === "approve-release" || kind === "measure-failed"));
  if (task !== undefined)
    return someFact("decided", { decision: { verb: "release", second: "suzuki" }, reason: "all met" }, { ...base, by: person });
  const next = [...timers].sort((a, b) => a.at - b.at)[0];
  return next === undefined ? null : someFact("rang", { timer: next.id }, { ...base, at: Math.max(at, next.at) });
};
