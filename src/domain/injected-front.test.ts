import { describe, expect, it } from "vitest";
import { buildDetection } from "../../test/detection-builder.ts";
import { buildMessage, buildRequest, endpointOf, hour, minute, outcomeOf, site, sourceOf, start } from "../../test/event-builders.ts";
import type { Detection } from "./detection.ts";
import { asInjectedFront, isFront, isInjectedFront, isInjectedFrontWave } from "./injected-front.ts";
import { keptOutcome } from "./kept-mail.ts";
import { asSuspect, noteMail, type Suspect } from "./suspect.ts";

const front = endpointOf(9, "/index.php");

interface Plan {
  readonly requests?: number;
  readonly sources?: number;
  readonly path?: string;
  readonly pages?: number;
  /** Recipients of the request at this place. */
  readonly to?: (at: number) => readonly number[];
}

let message = 0;
const fresh = (): number => 1_000 + message;

const sendingOf = ({ requests = 60, sources = 5, path = front.path, pages = 0, to = severalStrangers }: Plan): readonly Suspect[] =>
  Array.from({ length: requests }, (_, at) => {
    const time = start + hour + at * minute;
    const request = buildRequest(at, time, { endpoint: endpointOf(9, path), source: sourceOf(at % sources, "foreign") });
    const suspect = asSuspect({ ...request, before: { ...request.before, pages } });
    for (const address of to(at)) {
      const mail = { message: buildMessage(message++, time), trigger: request, candidates: 1, settledAt: time };
      noteMail(suspect, mail);
      suspect.outcomes.push(keptOutcome(mail, outcomeOf(mail.message, { address })));
    }
    return suspect;
  });

const severalStrangers = (at: number): readonly number[] => (at % 2 === 0 ? [fresh() + at] : [fresh() + at, 900_000 + fresh() + at]);

describe("a mailer in the file that serves every page", () => {
  it("is worked by a few sources again and again, each request with mail to strangers only", () => {
    expect(isInjectedFront(sendingOf({}))).toBe(true);
  });

  it.each<readonly [string, Plan]>([
    ["a form that mails its owner as well", { to: (at) => [1, 5_000 + at] }],
    ["a form that mails once for each request", { to: (at) => [5_000 + at] }],
    ["a form that many sources use", { sources: 30 }],
    ["a form whose page is read before", { pages: 1 }],
    ["a form of its own address", { path: "/contact/" }],
    ["what has hardly begun", { requests: 20 }],
  ])("is not %s", (_, plan) => {
    expect(isInjectedFront(sendingOf(plan))).toBe(false);
  });

  it("is not told from a wave that sends most of its mail through a form", () => {
    expect(isInjectedFront([...sendingOf({}), ...sendingOf({ path: "/contact/", requests: 60 })])).toBe(false);
  });

  it("is asked for by the file's name, without what selects a page", () => {
    expect([front, { path: "/index.php", query: "option=com_contact" }, { path: "/", query: null }].map(isFront)).toEqual([
      true,
      false,
      false,
    ]);
  });

  it.each<readonly [string, Partial<Detection["counts"]>, boolean]>([
    ["a mailer behind a proxy", {}, true],
    ["a form behind a proxy that mails its owner as well", { recipients: 151 }, false],
    ["a form behind a proxy that mails once", { requests: 300, recipients: 300 }, false],
    ["a form that many addresses use", { sources: 40 }, false],
  ])("is told by the whole wave: %s", (_, parts, is) => {
    const { counts } = buildDetection({});
    const trail = { endpoint: front, requests: 100, messages: 300, waveRequests: 100, waveMessages: 300, otherMessages: 0 };
    const wave = { counts: { ...counts, requests: 100, sources: 4, messages: 300, recipients: 298, ...parts }, trails: [trail] };
    expect(isInjectedFrontWave(wave)).toBe(is);
  });

  it("has its file named where the site's root is told", () => {
    const detection = buildDetection({ class: "form-relay", site: { ...site, root: "/home/u10123/public_html" } });
    expect(asInjectedFront(detection)).toMatchObject({ class: "injected-mailer", file: "/home/u10123/public_html/index.php" });
    expect(asInjectedFront(buildDetection({ class: "form-relay" })).file).toBeNull();
  });
});
