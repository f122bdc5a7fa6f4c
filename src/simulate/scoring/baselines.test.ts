import { describe, expect, it } from "vitest";
import { everyMinute, incidentOf, mailOf, truthOf, writeOf } from "../../../test/scoring-builders.ts";
import { type BaselineName, scoreBaselines } from "./baselines.ts";
import type { Truth } from "./truth.ts";

const score = (truth: Truth, name: BaselineName) => scoreBaselines(truth).find((baseline) => baseline.name === name);

/** `count` mails within the hour. */
const burst = (count: number, hour: number, more: Parameters<typeof mailOf>[1] = {}) =>
  Array.from({ length: count }, (_, index) => mailOf(hour + index / (count * 1.01), more));

const harmful = { incident: "i1", isHarmful: true };

describe("the baselines", () => {
  it("notice an account with more than 100 mails an hour, after 100 of them", () => {
    const truth = truthOf({ incidents: [incidentOf()], mails: burst(150, 10, harmful) });
    expect(score(truth, "mails-per-hour")).toMatchObject({ abuseIncidents: 1, noticed: 1, wrongful: 0, harmfulMails: [100] });
  });

  it("do not notice 100 an hour, and accuse a newsletter once in 72 h", () => {
    const slow = truthOf({ incidents: [incidentOf()], mails: burst(100, 10, harmful) });
    expect(score(slow, "mails-per-hour")).toMatchObject({ noticed: 0 });
    const mails = [...burst(500, 10), ...burst(500, 50), ...burst(500, 200)];
    expect(score(truthOf({ mails }), "mails-per-hour")).toMatchObject({ abuseIncidents: 0, wrongful: 2 });
  });

  it("notice an address with more than 10 POSTs within 10 minutes, not a crowd that posts once each", () => {
    const posts = (source: (index: number) => string) =>
      Array.from({ length: 20 }, (_, index) => writeOf(10 + index / 200, { incident: "i1", source: source(index) }));
    const one = truthOf({ incidents: [incidentOf()], writes: posts(() => "192.0.2.1") });
    const crowd = truthOf({ incidents: [incidentOf()], writes: posts((index) => `192.0.2.${index}`) });
    expect(score(one, "posts-per-address")).toMatchObject({ noticed: 1 });
    expect(score(crowd, "posts-per-address")).toMatchObject({ noticed: 0, wrongful: 0 });
  });

  it("tell apart who is accused during a nuisance", () => {
    const writes = Array.from({ length: 20 }, (_, index) => writeOf(10 + index / 200));
    const truth = truthOf({ incidents: [incidentOf({ class: "login-attack" })], writes });
    expect(score(truth, "posts-per-address")).toMatchObject({ wrongful: 1, wrongfulInNuisance: 1 });
  });

  it("notice ten times an account's own median, and at least 20", () => {
    const past = [1, 2, 3, 4, 5].flatMap((hour) => [...everyMinute(3, hour, (time) => mailOf(time))]);
    const abuse = (count: number) => truthOf({ incidents: [incidentOf()], mails: [...past, ...burst(count, 10, harmful)] });
    expect(score(abuse(29), "ten-times-median")).toMatchObject({ noticed: 0 });
    expect(score(abuse(30), "ten-times-median")).toMatchObject({ noticed: 1, harmfulMails: [29] });
    expect(score(truthOf({ mails: burst(19, 10) }), "ten-times-median")).toMatchObject({ wrongful: 0 });
    expect(score(truthOf({ mails: burst(20, 10) }), "ten-times-median")).toMatchObject({ wrongful: 1 });
  });
});
