import { describe, expect, it } from "vitest";
import { caseOf, containmentOf, everyMinute, incidentOf, mailOf, reportOf, truthOf, writeOf } from "../../../test/scoring-builders.ts";
import type { AbuseClass } from "../../domain/abuse-class.ts";
import { evaluateWorlds } from "./evaluate-worlds.ts";
import { scoreWorld } from "./score-world.ts";

/**
 * Seven incidents: a relay found; a script mailer taken for a relay; a cron mailer missed; a login attack found; a surge
 * taken for a relay; one that nobody can know; and a newsletter found. One more case of a flood where nothing was.
 */
const incidents = [
  incidentOf({
    id: "relay",
    account: "u1",
    more: { harmfulMessages: 60, bestMeasures: ["deny-foreign-writes"], harmfulMeasures: ["stop-mail"] },
  }),
  incidentOf({ id: "script", class: "script-mailer", account: "u2", site: "b.example" }),
  incidentOf({ id: "cron", class: "cron-mailer", account: "u3", site: null, more: { tags: ["hard:slow"] } }),
  incidentOf({
    id: "login",
    class: "login-attack",
    account: "u4",
    site: "d.example",
    more: { cause: { ...incidentOf().cause, layer: "login" } },
  }),
  incidentOf({ id: "surge", class: "order-surge", account: "u5", site: "e.example" }),
  incidentOf({ id: "dark", class: "script-mailer", account: "u6", more: { knowable: false, why: "nothing of it is in any log" } }),
  incidentOf({ id: "letter", class: "newsletter", account: "u7", site: null }),
];

const noWay = { layer: "none" as const, path: null, method: null };

const cases = [
  caseOf({
    account: "u1",
    detected: 10.5,
    confidence: 0.97,
    more: {
      containment: [containmentOf("deny-foreign-writes", { site: "a.example" }, { abusive: 63, other: 9 })],
      counts: { ...caseOf().counts, messages: 60, requests: 30 },
    },
  }),
  caseOf({ account: "u2", site: "b.example", confidence: 0.8 }),
  caseOf({ account: "u4", site: "d.example", class: "login-attack", confidence: 0.95, cause: { layer: "login" } }),
  caseOf({
    account: "u5",
    site: "e.example",
    confidence: 0.6,
    more: {
      containment: [containmentOf("hold-mail", { account: "u5" }, { abusive: 5, other: 5, unit: "messages" })],
      history: [{ at: "2026-03-01T10:00:00+09:00", class: "form-relay", verdict: "abuse", confidence: 0.96 }],
    },
  }),
  caseOf({ account: "u7", site: null, class: "newsletter", confidence: 0.9, cause: noWay }),
  caseOf({ account: "u9", site: "z.example", class: "form-flood", confidence: 0.55 }),
];

const truth = truthOf({
  incidents,
  writes: [...everyMinute(60, 10, (hour) => writeOf(hour, { incident: "relay" })), ...everyMinute(10, 30, (hour) => writeOf(hour))],
  mails: everyMinute(60, 10, (hour) => mailOf(hour, { incident: "relay", isHarmful: true })),
});

const evaluate = (count = 1) =>
  evaluateWorlds(
    Array.from({ length: count }, () => scoreWorld("w", truth, reportOf(cases))),
    0.95,
  );
const evaluation = evaluate();
const classNamed = (name: string) => evaluation.classes.find((row) => row.class === name);
const cellOf = (was: AbuseClass, said: AbuseClass | null): number | undefined => {
  const { classes, counts } = evaluation.confusion;
  return counts[classes.indexOf(was)]?.[said === null ? classes.length : classes.indexOf(said)];
};

describe("an evaluation", () => {
  it("counts how cases and incidents came together", () => {
    expect(evaluation.matching).toEqual({ cases: 6, incidents: 7, matched: 5, onlyNear: 0, split: 0, merged: 0, unmatchedCases: 1 });
  });

  it("gives precision and recall per verdict, without what nobody can know", () => {
    const [abuse, nuisance, benign] = evaluation.verdicts;
    expect(abuse).toMatchObject({ precision: { hits: 2, n: 3 }, recall: { hits: 2, n: 3 } });
    expect(nuisance).toMatchObject({ precision: { hits: 1, n: 2 }, recall: { hits: 1, n: 1 } });
    expect(benign).toMatchObject({ precision: { hits: 1, n: 1 }, recall: { hits: 1, n: 2 } });
    expect(evaluation.unknowable).toMatchObject({ incidents: 1, found: { hits: 0, n: 1 }, reasons: [{ incidents: 1 }] });
  });

  it("gives precision and recall per class, and says which class was taken for which", () => {
    expect(classNamed("form-relay")).toMatchObject({ precision: { hits: 1, n: 3 }, recall: { hits: 1, n: 1 } });
    expect(classNamed("script-mailer")).toMatchObject({ recall: { hits: 0, n: 1 }, verdictRecall: { hits: 1, n: 1 } });
    expect(cellOf("script-mailer", "form-relay")).toBe(1);
    expect(cellOf("cron-mailer", null)).toBe(1);
    expect(evaluation.confusion.counts.at(-1)?.reduce((sum, cell) => sum + cell)).toBe(1);
  });

  it("counts wrongful abuse cases per 1,000 site-days", () => {
    expect(evaluation.wrongfulAbuseCases).toMatchObject({ events: 1, exposure: 1_000, perThousand: 1 });
  });

  it("draws the curve of acting by the most that a case was ever sure, where it proposes a measure", () => {
    expect(evaluation.acting.at).toMatchObject({
      threshold: 0.95,
      cases: 2,
      right: { hits: 1 },
      wrongful: { events: 1 },
      acted: { hits: 1, n: 3 },
    });
    expect(evaluation.acting.curve.find(({ threshold }) => threshold === 0.97)).toMatchObject({ cases: 1, wrongful: { events: 0 } });
  });

  it("judges the ways in of abuse that was found", () => {
    expect(evaluation.attribution[0]).toMatchObject({ class: null, top1: { hits: 2, n: 2 } });
  });

  it("measures the delay in minutes and in harmful mails", () => {
    expect(evaluation.delay.find((row) => row.class === "form-relay")).toMatchObject({
      minutes: { n: 1, median: 30 },
      harmfulMails: { n: 1, median: 30 },
    });
    expect(evaluation.delay[0]?.harmfulMails.n).toBe(1);
  });

  it("holds what a measure claims to stop against the truth", () => {
    const { abusive, other, both } = evaluation.impact;
    expect(abusive).toMatchObject({ within5Percent: { hits: 1, n: 1 }, error: { median: 0.05 } });
    expect(other).toMatchObject({ within5Percent: { hits: 1, n: 1 }, error: { median: 0.1 } });
    expect(both).toMatchObject({ hits: 1, n: 1 });
    expect(evaluation.impact.bothOfAllStopped).toMatchObject({ hits: 1, n: 1 });
    expect(evaluation.firstMeasure).toMatchObject({ best: { hits: 1, n: 1 }, harmful: { hits: 0, n: 2 } });
  });

  it("holds the counts of a case against the truth", () => {
    expect(evaluation.counts.messages).toMatchObject({ within5Percent: { hits: 1, n: 1 }, error: { median: 0 } });
    expect(evaluation.counts.requests).toMatchObject({ within5Percent: { hits: 0, n: 1 }, error: { median: 0.5 } });
  });

  it("says how often a confidence was right", () => {
    expect(evaluation.confidence.sure).toMatchObject({ hits: 3, n: 3 });
    expect(evaluation.confidence.bins[9]).toMatchObject({ from: 0.9, to: 1, right: { hits: 3, n: 3 } });
    expect(evaluation.confidence.bins[6]).toMatchObject({ meanSaid: 0.6, right: { hits: 0, n: 1 } });
    const wrong = 0.6 ** 2 + 0.55 ** 2;
    expect(evaluation.confidence.brier).toBeCloseTo((0.03 ** 2 + 0.2 ** 2 + 0.05 ** 2 + 0.1 ** 2 + wrong) / 6, 9);
  });

  it("lists what came out wrong", () => {
    expect(evaluation.misses.map(({ what, account }) => `${account} ${what}`).toSorted()).toEqual([
      "u2 wrong-class",
      "u3 missed",
      "u5 missed",
      "u5 wrongful",
      "u9 no-incident",
    ]);
  });

  it("sums several worlds up", () => {
    const twice = evaluate(2);
    expect(twice.siteDays).toBe(2_000);
    expect(twice.verdicts[0]).toMatchObject({ precision: { hits: 4, n: 6 }, recall: { hits: 4, n: 6 } });
    expect(twice.wrongfulAbuseCases).toMatchObject({ events: 2, perThousand: 1 });
  });

  it("of a world without incidents and cases divides by nothing", () => {
    const quiet = evaluateWorlds([scoreWorld("q", truthOf(), reportOf([]))], 0.95);
    expect(quiet.verdicts[0]).toMatchObject({ precision: { share: null }, recall: { share: null } });
    expect(quiet.acting.at.wrongful).toMatchObject({ events: 0, exposure: 1_000 });
    expect(quiet.confidence.brier).toBeNull();
  });
});
