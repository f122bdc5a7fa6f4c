import { describe, expect, it } from "vitest";
import { buildRequest, endpointOf, hour, start } from "../../test/event-builders.ts";
import { MailAnswers } from "./mail-answers.ts";

const form = endpointOf(1, "/contact/");
const logIn = endpointOf(2, "/members/");
const at = (endpoint: typeof form, time = start, refused = false) => buildRequest(0, time, { endpoint, refused });

const fill = (answers: MailAnswers, endpoint: typeof form, counts: { served: number; mailed: number; time?: number }): void => {
  for (let count = 0; count < counts.served; count++) answers.served(at(endpoint, counts.time));
  for (let count = 0; count < counts.mailed; count++) answers.mailed(at(endpoint, counts.time));
};

describe("how much mail follows the requests to an endpoint", () => {
  it("is the share of the answered ones that mailed", () => {
    const answers = new MailAnswers(8);
    fill(answers, form, { served: 10, mailed: 8 });
    expect(answers.share([at(form)])).toBe(0.8);
  });

  it("is nothing where nothing was served", () => {
    expect(new MailAnswers(8).share([at(form)])).toBe(0);
    expect(new MailAnswers(8).share([])).toBe(0);
  });

  it("leaves refused requests out", () => {
    const answers = new MailAnswers(8);
    fill(answers, form, { served: 4, mailed: 4 });
    for (let count = 0; count < 100; count++) answers.served(at(form, start, true));
    expect(answers.share([at(form)])).toBe(1);
  });

  it("keeps endpoints apart, and sums over those asked for, each once", () => {
    const answers = new MailAnswers(8);
    fill(answers, form, { served: 10, mailed: 9 });
    fill(answers, logIn, { served: 90, mailed: 1 });
    expect(answers.share([at(form), at(form)])).toBe(0.9);
    expect(answers.share([at(form), at(logIn), at(logIn)])).toBe(0.1);
  });

  it("is never more than all, also when the request that mailed was forgotten", () => {
    const answers = new MailAnswers(8);
    fill(answers, form, { served: 1, mailed: 3 });
    expect(answers.share([at(form)])).toBe(1);
  });

  it("lets old answers fade within hours", () => {
    const answers = new MailAnswers(8);
    fill(answers, form, { served: 100, mailed: 0 });
    fill(answers, form, { served: 10, mailed: 10, time: start + 24 * hour });
    expect(answers.share([at(form)])).toBeGreaterThan(0.95);
  });

  it("forgets the oldest endpoint when it holds as many as it may", () => {
    const answers = new MailAnswers(2);
    for (let id = 1; id <= 3; id++) fill(answers, endpointOf(id, `/${id}`), { served: 1, mailed: 1 });
    expect([1, 2, 3].map((id) => answers.share([at(endpointOf(id, `/${id}`))]))).toEqual([0, 1, 1]);
  });
});
