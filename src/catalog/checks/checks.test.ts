import { describe, expect, it } from "vitest";
import { detected, minute, monday } from "../../../test/case-builder.ts";
import { begin } from "../../domain/case/advance.ts";
import type { Case } from "../../domain/case/case.ts";
import type { CheckTools, LogSight, WebAnswer } from "../../ports/check.ts";
import { formClosed } from "./form-closed.ts";
import { harmStopped } from "./harm-stopped.ts";

const opened = begin(detected(monday)).case;

const hour = 60 * minute;

const tools = (now: number, sight: LogSight, page = 200, post = 200): CheckTools => ({
  now,
  sightOf: async () => sight,
  askSite: async ({ method }) => ({ status: method === "GET" ? page : post, headers: {}, body: "" }),
});

const quietSight = (now: number, lastHarmAt: number | null): LogSight => ({ lastHarmAt, mailReadTo: now, accessReadTo: now });

describe("harm-stopped", () => {
  it("is met after the policy's minutes without this cause's mail", async () => {
    const now = monday + 31 * minute;
    expect(await harmStopped.run(opened, tools(now, quietSight(now, monday)))).toEqual({
      state: "met",
      code: "quiet",
      detail: { minutes: 31 },
    });
  });

  it("is not met before", async () => {
    const now = monday + 29 * minute;
    expect((await harmStopped.run(opened, tools(now, quietSight(now, monday)))).state).toBe("not-met");
  });

  it("counts from when a measure was proven: what held the mail back before that is not known", async () => {
    const [containment] = opened.containments;
    const held: Case = { ...opened, containments: containment === undefined ? [] : [{ ...containment, provenAt: monday + hour }] };
    const now = monday + hour + 10 * minute;
    expect((await harmStopped.run(held, tools(now, quietSight(now, monday)))).state).toBe("not-met");
  });

  it("counts up to where the log is read and no further", async () => {
    const now = monday + 31 * minute;
    const sight = { lastHarmAt: monday, mailReadTo: now - 3 * minute, accessReadTo: now };
    expect(await harmStopped.run(opened, tools(now, sight))).toMatchObject({ state: "not-met", code: "still-sending" });
  });

  it("is unknown where the mail log was not read, or not up to now: silence of an unread log is no quiet", async () => {
    const now = monday + 5 * hour;
    const unread = { lastHarmAt: monday, mailReadTo: null, accessReadTo: now };
    const behind = { lastHarmAt: monday, mailReadTo: now - 6 * minute, accessReadTo: now };
    for (const sight of [unread, behind])
      expect(await harmStopped.run(opened, tools(now, sight))).toEqual({ state: "unknown", code: "log-incomplete", detail: {} });
  });
});

describe("form-closed", () => {
  const cases: readonly (readonly [string, number, number, string, string])[] = [
    ["the page and its endpoint are gone", 404, 404, "met", "form-gone"],
    ["the page is gone for good", 410, 405, "met", "form-gone"],
    ["the page is there and turns posts away", 200, 403, "met", "form-refuses"],
    ["the form still takes what is sent", 200, 200, "not-met", "form-answers"],
    ["the page is gone and its endpoint still takes posts", 404, 200, "not-met", "form-answers"],
    ["posts lead elsewhere", 200, 302, "not-met", "form-answers"],
    ["a page that fails and turns posts away", 500, 403, "met", "form-refuses"],
    ["the site fails", 500, 500, "unknown", "could-not-run"],
    ["posts make the site fail", 200, 503, "unknown", "could-not-run"],
  ];

  it.each(cases)("%s", async (_, page, post, state, code) => {
    const found = await formClosed.run(opened, tools(monday, quietSight(monday, null), page, post));
    expect([found.state, found.code]).toEqual([state, code]);
  });

  it("asks each endpoint that the wave used: one that is open is enough", async () => {
    const endpoints = [
      { method: "POST", path: "/contact/", query: null, requests: 4, messages: 4 },
      { method: "POST", path: "/wp-json/contact-form-7/v1/contact-forms/6/feedback", query: null, requests: 400, messages: 400 },
    ];
    const one = { ...opened, claim: { ...opened.claim, cause: { ...opened.claim.cause, endpoints } } };
    const halfClosed: CheckTools = {
      ...tools(monday, quietSight(monday, null)),
      askSite: async ({ path }) => ({ status: path === "/contact/" ? 404 : 200, headers: {}, body: "" }),
    };
    const found = await formClosed.run(one, halfClosed);
    expect([found.state, found.detail.path]).toEqual(["not-met", "/wp-json/contact-form-7/v1/contact-forms/6/feedback"]);
  });

  it("is unknown where the site does not answer", async () => {
    const silent = {
      ...tools(monday, quietSight(monday, null)),
      askSite: async (): Promise<WebAnswer | { why: string }> => ({ why: "timeout" }),
    };
    expect((await formClosed.run(opened, silent)).state).toBe("unknown");
  });

  it("says nothing about a cause that is no form", () => {
    const claim = { ...opened.claim, cause: { ...opened.claim.cause, layer: "cron" as const } };
    expect(formClosed.fits({ ...opened, claim })).toBe(false);
  });
});
