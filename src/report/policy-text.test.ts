import { describe, expect, it } from "vitest";
import { loadPolicy } from "../config/load-policy.ts";
import { abuseClasses } from "../domain/abuse-class.ts";
import type { PolicySheet } from "../domain/policy/policy-sheet.ts";
import { textWidth } from "../kit/terminal-text.ts";
import { measuresInOrder } from "../pipeline/containment/ladders.ts";
import { renderPolicy, renderPolicyCheck, renderPolicyClass } from "./policy-text.ts";
import { aloneText, createPolicyVoice } from "./policy-values.ts";

const builtIn = loadPolicy(null, "Asia/Tokyo");

const optionsOf = (lang: "en" | "ja", width = 100) => ({ lang, color: false, width, measuresOf: measuresInOrder });

const flat = (text: string): string => text.replace(/\s+/g, "");

const acting: PolicySheet = {
  ...builtIn,
  file: "policy.yaml",
  policy: {
    ...builtIn.policy,
    version: "ffffffffffff",
    acting: [{ class: "form-relay", server: null, mode: "act", by: "佐藤\u001b[31m", reason: "four weeks" }],
    clauses: { "hold-mail": "section 13" },
    hours: { ...builtIn.policy.hours, holidays: ["2027-01-01"] },
  },
  general: {
    ...builtIn.general,
    "caps.perServerHour": { ...builtIn.general["caps.perServerHour"], value: 1, reason: "small", isOwn: true },
  },
};

describe.each(["en", "ja"] as const)("a printed policy in %s", (lang) => {
  const text = renderPolicy(builtIn, optionsOf(lang));
  const { words, report } = createPolicyVoice(lang, "UTC");

  it("has every value with its reason", () => {
    const said = flat(text);
    for (const { reason } of [...Object.values(builtIn.general), ...abuseClasses.flatMap((name) => Object.values(builtIn.classes[name]))])
      expect(said).toContain(flat(reason));
    for (const name of Object.values({ ...words.general, ...words.classes })) expect(said).toContain(flat(name));
    for (const requirement of abuseClasses.flatMap((name) => builtIn.policy.classes[name].requirements))
      expect(said).toContain(flat(words.requirements[requirement]));
  });

  it("says that nothing is acted on, until somebody switches it on", () => {
    expect(flat(text)).toContain(flat(words.onlyObserved));
    const own = renderPolicy(acting, optionsOf(lang));
    expect(flat(own)).not.toContain(flat(words.onlyObserved));
    expect(flat(own)).toContain(flat(words.modes.act));
  });

  it("shows no byte of the file raw, and fits the width", () => {
    for (const width of [40, 80, 140]) {
      const lines = renderPolicy(acting, optionsOf(lang, width)).split("\n");
      expect(lines.filter((line) => line.includes("\u001b") || textWidth(line) > width)).toEqual([]);
    }
  });

  it("tells one class in full, with where each value is written", () => {
    const one = renderPolicyClass(builtIn, "cron-mailer", optionsOf(lang));
    expect(one).toContain("classes.cron-mailer.watch");
    expect(one).toContain("everyClass.recheck");
    expect(one).toContain(report.classes["cron-mailer"]);
  });

  it("tells what a checked file would change, and nothing else", () => {
    const check = renderPolicyCheck(builtIn, acting, optionsOf(lang));
    expect(check).toMatch(/caps\.perServerHour +3 +1 +small/);
    expect(check).not.toContain("caps.perFleetTenMinutes");
    expect(check).toContain("2027-01-01");
    expect(check).toContain("section 13");
    expect(renderPolicyCheck(acting, acting, optionsOf(lang))).not.toContain("section 13");
    expect(flat(renderPolicyCheck(builtIn, builtIn, optionsOf(lang)))).toContain(flat(words.same));
  });
});

describe("what a printed policy says of a measure", () => {
  const voice = createPolicyVoice("en", "UTC");

  it("is its confidence and its condition, or that a person decides", () => {
    expect(aloneText(voice, builtIn, "form-relay", "deny-foreign-writes")).toBe("from 95% (85% while watched), needs requests and mail");
    expect(aloneText(voice, builtIn, "script-mailer", "quarantine-file")).toBe("from 95% (85% while watched), only without visitors");
    expect(aloneText(voice, builtIn, "cron-mailer", "hold-mail")).toBe("from 95% (85% while watched), not on a shared account");
    expect(aloneText(voice, builtIn, "form-flood", "deny-network")).toBe("a person decides");
  });
});
