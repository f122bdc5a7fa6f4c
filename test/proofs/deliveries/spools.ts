import type { AbuseClass } from "../../../src/domain/abuse-class.ts";
import { verdictOf } from "../../../src/domain/abuse-class.ts";
import type { ClaimedAbuse } from "../../../src/domain/case/claimed-abuse.ts";
import type { Delivery } from "../../../src/ports/delivery-store.ts";
import { mailRung, minute, monday, siteRung, someClaim } from "../../case-builder.ts";
import { createRandom } from "../../seeded-random.ts";

/** What one agent has to tell: its messages by number, made when they are asked for. */
export interface Spool {
  readonly source: string;
  readonly length: number;
  /** From 1 to `length`; the same number gives the same message. */
  readonly delivery: (sequence: number) => Delivery;
}

/** How a wave looks as it grows, from its beginning to its end in equal parts. */
const lives: readonly (readonly AbuseClass[])[] = [
  ["form-relay"],
  ["form-flood", "form-relay", "form-relay"],
  ["smtp-credential-abuse"],
  ["newsletter", "newsletter", "script-mailer"],
  ["form-relay", "form-relay", "form-relay", "order-surge"],
  ["script-mailer", "account-takeover"],
  ["login-attack"],
];

/** Messages of one wave; a wave has a few hundred claims. */
const messagesPerWave = 250;
const leastWaves = 4;
/** Waves that go on beside each other. */
const beside = 4;
const readings = 5;

interface Moment {
  readonly wave: number;
  readonly step: number;
  readonly at: number;
}

const evidenceOf = (host: string, step: number): ClaimedAbuse["evidence"] =>
  [step, step + 1, step + 2].map((offset) => ({
    input: `logs/${host}.access.log`,
    offset: offset * 220,
    line: `192.0.2.${offset % 250} - - "POST /contact/ HTTP/1.1" 200 ${offset}`,
    digest: offset.toString(16).padStart(64, "0"),
  }));

interface Wave {
  readonly host: string;
  readonly number: number;
  readonly firstSeen: number;
  readonly steps: number;
}

/** The claim of a wave after so many steps: counts are totals, the first looks are unsure, harm comes with some of them. */
const claimOf = ({ host, number, firstSeen, steps }: Wave, { step, at }: Moment): ClaimedAbuse => {
  const life = lives[number % lives.length] ?? [];
  const found = life[Math.min(life.length - 1, Math.trunc((step * life.length) / steps))] ?? "form-relay";
  const [account, site] = [`u${number}`, `site-${number}.${host}.example`];
  const base = someClaim();
  const messages = 11 + 7 * step;
  return {
    ...{ ...base, key: `wave ${host}/${account}`, host, account, site },
    ...{ class: found, verdict: verdictOf(found), confidence: step < 3 ? 0.4 : 0.99 - 1 / (step + 20) },
    ...{ firstSeen, lastSeen: at, lastHarmAt: step % 3 === 1 ? at - 30 * minute : at },
    cause: { ...base.cause, explains: { messages, share: 0.97, byChance: 0.4 }, endpoints: [] },
    counts: { ...base.counts, requests: messages, foreignRequests: messages - step, messages, recipients: messages, sources: step },
    evidence: evidenceOf(host, step),
    measures: [
      { measure: siteRung.measure, impact: siteRung.impact, target: { site } },
      { measure: mailRung.measure, impact: mailRung.impact, target: { account } },
    ],
  };
};

/** One spool: waves that begin one after the other and overlap, and now and then how far the logs were read. */
const spoolOf = (host: string, length: number, seed: number): Spool => {
  const random = createRandom(seed);
  const waves = Math.max(leastWaves, Math.round(length / messagesPerWave));
  const taken: { firstSeen: number; steps: number }[] = [];
  const moments: Moment[] = [];
  let at = monday;
  for (let index = 0; index < length; index++) {
    at += (1 + random(5)) * minute;
    const wave = random(readings) === 0 ? -1 : Math.min(waves - 1, Math.trunc((index * waves) / length) + random(beside));
    const known = taken[wave] ?? { firstSeen: at - 20 * minute, steps: 0 };
    moments.push({ wave, step: known.steps, at });
    if (wave >= 0) taken[wave] = { ...known, steps: known.steps + 1 };
  }
  return {
    source: `${host}-spool`,
    length,
    delivery: (sequence) => {
      const moment = moments[sequence - 1];
      if (moment === undefined) throw new RangeError(`${host} has no message ${sequence}`);
      const { wave: number, at: readTo } = moment;
      const wave = taken[number];
      if (wave === undefined)
        return { sequence, message: { kind: "reading", reading: { host, mailReadTo: readTo, accessReadTo: readTo - 1_000 } } };
      return { sequence, message: { kind: "claim", claim: claimOf({ host, number, ...wave }, moment) } };
    },
  };
};

/** What waits of one source is bounded; a spool this long can come in any order. */
const mostLength = 8_000;
const leastSpools = 4;

/** So many messages, spread over the agents of as many servers. Each account is of one server, and told of by its agent alone. */
export const makeSpools = (messages: number, seed: number): readonly Spool[] => {
  const count = Math.max(leastSpools, Math.ceil(messages / mostLength));
  return Array.from({ length: count }, (_, index) => {
    const length = Math.trunc((messages * (index + 1)) / count) - Math.trunc((messages * index) / count);
    return spoolOf(`sv${index + 1}`, length, seed + index);
  });
};
