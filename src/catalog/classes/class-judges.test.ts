import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { verdictOf } from "../../domain/abuse-class.ts";
import { judgeClasses } from "../../domain/judge-mail.ts";
import type { MailFeatures } from "../../domain/mail-features.ts";
import { classJudges } from "../index.ts";

/** The suite of every class judge, and what they say together of bursts as facts/incident-kinds tells them. */

/** An hour of a quiet account's ordinary mail: a few messages to people it knows, nothing of note. */
const ordinary: MailFeatures = {
  way: "bulk",
  messages: 8,
  perHour: 8,
  usualPerHour: 4,
  surprise: 11,
  watchedHours: 480,
  pastDays: 20,
  recipients: 6,
  outcomes: 8,
  thirdOutcomes: 8,
  hidesBounces: false,
  mostToOneShare: 0.2,
  knownRecipientShare: 0.7,
  hasRecipientPast: true,
  bouncedShare: 0,
  putOffShare: 0,
  bounced: 0,
  foreignRecipientShare: 0,
  triggeredShare: 0,
  triggers: 0,
  mailsPerTrigger: 0,
  triggerSources: 0,
  noFormShare: 0,
  strangerShare: 0,
  visitorShare: 0,
  refererVisitorShare: 0,
  signUpShare: 0,
  perThirdParty: 1,
  unreadShare: 0,
  foreignTriggerShare: 0,
  script: null,
  isScriptLogged: false,
  networks: 0,
  newNetworkShare: 0,
  foreignClientShare: 0,
  onTheMinuteShare: 0.1,
  groups: 8,
  afterOwnClock: false,
  afterAdministration: false,
};

/** Four hundred mails in an hour or two, of which `share` bounces, to people that the account never wrote to. */
const mass = (share: number): Partial<MailFeatures> => ({
  messages: 300,
  perHour: 200,
  usualPerHour: 0.2,
  surprise: 900,
  recipients: 290,
  outcomes: 300,
  thirdOutcomes: 300,
  bounced: Math.round(300 * share),
  bouncedShare: share,
  knownRecipientShare: 0,
  mostToOneShare: 0.01,
});

const calls = { triggeredShare: 0.95, triggers: 6, mailsPerTrigger: 50, triggerSources: 2, strangerShare: 0.9, noFormShare: 1 };
/** A proxy's one address, through which visitors come as well. */
const proxied = {
  triggeredShare: 1,
  triggers: 40,
  mailsPerTrigger: 3,
  triggerSources: 1,
  strangerShare: 0.12,
  noFormShare: 1,
  visitorShare: 1,
};
const visits = {
  triggeredShare: 1,
  triggers: 150,
  mailsPerTrigger: 2,
  triggerSources: 145,
  strangerShare: 0.08,
  visitorShare: 0.97,
  refererVisitorShare: 0.97,
};

/** A registration form behind a proxy. */
const signUps = { ...visits, way: "orders", triggerSources: 40, mailsPerTrigger: 1, signUpShare: 1 } as const;

const judged = (seen: MailFeatures) =>
  judgeClasses(
    classJudges
      .filter(({ ways }) => ways.includes(seen.way))
      .map((judge) => {
        const reasons = judge.weigh(seen);
        return { class: judge.class, reasons, sum: reasons.reduce((sum, { weight }) => sum + weight, judge.base) };
      }),
  );

const of = (parts: Partial<MailFeatures>): MailFeatures => ({ ...ordinary, ...parts });

describe.each(classJudges.map((judge) => ({ name: judge.class, judge })))("the judge of $name", ({ judge }) => {
  it("starts from disbelief, and is asked for at least one way in", () => {
    expect(judge.base).toBeLessThan(0);
    expect(judge.ways.length).toBeGreaterThan(0);
  });

  it("gives finite reasons for whatever a burst looks like", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const count = fc.integer({ min: 0, max: 400 });
    fc.assert(
      fc.property(share, share, share, count, count, (a, b, c, messages, triggers) => {
        const seen = of({
          ...mass(a),
          messages,
          triggers,
          strangerShare: b,
          visitorShare: c,
          refererVisitorShare: c,
          knownRecipientShare: b,
          way: judge.ways[0] as "bulk",
        });
        for (const { weight, value } of judge.weigh(seen)) expect(Number.isFinite(weight) && Number.isFinite(value)).toBe(true);
      }),
    );
  });
});

describe("a burst of mail", () => {
  it.each([
    ["script-mailer", of({ ...mass(0.25), ...calls, way: "script", script: "upload" })],
    ["injected-mailer", of({ ...mass(0.25), ...calls, way: "script", script: "plugin" })],
    ["injected-mailer", of({ ...mass(0.25), ...proxied, way: "script", script: "theme" })],
    ["cron-mailer", of({ ...mass(0.25), way: "bulk", groups: 20, onTheMinuteShare: 0.9 })],
    ["smtp-credential-abuse", of({ ...mass(0.4), way: "mailbox", networks: 40, newNetworkShare: 0.95, foreignClientShare: 0.8 })],
    ["newsletter", of({ ...mass(0.02), way: "bulk", knownRecipientShare: 0.8, afterOwnClock: true })],
    ["newsletter", of({ ...mass(0.03), way: "script", script: "other", isScriptLogged: true, knownRecipientShare: 0.6 })],
    ["newsletter", of({ ...mass(0.02), ...proxied, refererVisitorShare: 1, way: "script", script: "plugin" })],
    ["order-surge", of({ ...mass(0.01), ...visits, way: "orders", mostToOneShare: 0.5, thirdOutcomes: 150, recipients: 150 })],
    [
      "form-relay",
      of({
        ...mass(0.15),
        ...visits,
        way: "orders",
        mostToOneShare: 0.5,
        thirdOutcomes: 150,
        bounced: 40,
        foreignRecipientShare: 0.4,
        foreignTriggerShare: 1,
        strangerShare: 0.4,
      }),
    ],
    ["subscription-bombing", of({ ...mass(0.01), ...signUps, perThirdParty: 4.5 })],
    ["subscription-bombing", of({ ...mass(0.01), ...signUps, unreadShare: 1 })],
    ["order-surge", of({ ...mass(0.01), ...signUps })],
    ["mail-loop", of({ ...mass(0), way: "bulk", recipients: 2, mostToOneShare: 0.95, thirdOutcomes: 15 })],
  ] as const)("is %s where it looks as the facts say", (name, seen) => {
    const claim = judged(seen);
    expect(claim?.class).toBe(name);
    expect(claim?.confidence).toBeGreaterThan(0.85);
  });

  it.each([
    ["an ordinary hour", ordinary],
    ["an ordinary hour of a mailbox", of({ way: "mailbox", networks: 1, knownRecipientShare: 0.5 })],
    ["a good day of a shop", of({ ...visits, way: "orders", messages: 40, perHour: 4, usualPerHour: 2, triggers: 20, triggerSources: 20 })],
    [
      "a run of the site's own clock while a stranger asks for a file once",
      of({
        ...{ way: "script", script: "other", messages: 14, perHour: 600, usualPerHour: 0.2, surprise: 25, afterOwnClock: true },
        ...{ triggeredShare: 1, triggers: 1, mailsPerTrigger: 14, triggerSources: 1, strangerShare: 0.93 },
        ...{ recipients: 11, outcomes: 11, thirdOutcomes: 11, knownRecipientShare: 0, mostToOneShare: 0.09 },
      }),
    ],
    ["busy correspondence", of({ way: "mailbox", messages: 60, perHour: 8, usualPerHour: 4, recipients: 40, outcomes: 60, networks: 1 })],
  ] as const)("is nothing where it is %s", (_, seen) => {
    expect(judged(seen)?.confidence ?? 0).toBeLessThan(0.8);
  });

  it("is never abuse where a smart host hides what bounces and nothing else speaks", () => {
    const claim = judged(of({ ...mass(0), way: "bulk", hidesBounces: true, pastDays: 0.3, hasRecipientPast: false }));
    expect(claim === null || verdictOf(claim.class) !== "abuse" || claim.confidence < 0.85).toBe(true);
  });
});
