import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { abuseClasses, verdictOf } from "../domain/abuse-class.ts";
import { OperationError } from "../domain/operation-error.ts";
import type { PolicySheet } from "../domain/policy/policy-sheet.ts";
import { loadPolicy } from "./load-policy.ts";
import { policyFileSchema } from "./policy-schema.ts";
import { readYaml } from "./read-yaml.ts";

const builtInText = readFileSync(new URL("../../policy/built-in.yaml", import.meta.url), "utf8");

let directory = "";

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sekisho-policy-"));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

const load = (text: string, timezone = "Asia/Tokyo"): PolicySheet => {
  const absolute = join(directory, "policy.yaml");
  writeFileSync(absolute, text);
  return loadPolicy({ shown: "policy.yaml", absolute }, timezone);
};

const builtIn = (timezone = "Asia/Tokyo"): PolicySheet => loadPolicy(null, timezone);

/** The messages for a wrong policy. */
const wrong = (text: string): string[] => {
  try {
    load(text);
  } catch (error) {
    if (error instanceof OperationError && error.code === "config-wrong") return error.message.split("\n");
    throw error;
  }
  throw new Error("the policy was taken");
};

describe("the built-in policy", () => {
  it("acts on nothing", () => {
    expect(builtIn().policy.acting).toEqual([]);
  });

  it("is read by the schema that reads an operator's", () => {
    const { data } = readYaml("built-in", new URL("../../policy/built-in.yaml", import.meta.url).pathname);
    expect(policyFileSchema.safeParse(data).success).toBe(true);
    expect(load(builtInText).policy).toEqual(builtIn().policy);
  });

  it("gives every value a reason", () => {
    const { general, classes } = builtIn();
    const settings = [...Object.values(general), ...Object.values(classes).flatMap((one) => Object.values(one))];
    expect(settings.length).toBe(18 + 14 * 14);
    expect(settings.filter(({ reason, value }) => reason.length < 10 || value === undefined)).toEqual([]);
  });

  it("asks for the harm to have stopped in every class, and for more wherever there is a way in to close", () => {
    const { classes } = builtIn().policy;
    expect(abuseClasses.filter((name) => !classes[name].requirements.includes("harm-stopped"))).toEqual([]);
    expect(abuseClasses.filter((name) => verdictOf(name) === "abuse" && classes[name].requirements.length < 2)).toEqual([]);
  });

  it("lets nothing go by itself that shuts readers out or loses mail, and nothing at all where there is no abuse", () => {
    const { classes } = builtIn().policy;
    const alone = new Set(abuseClasses.flatMap((name) => classes[name].alone));
    expect([...alone].filter((measure) => ["deny-foreign", "deny-writes", "stop-mail"].includes(measure))).toEqual([]);
    expect(abuseClasses.filter((name) => classes[name].alone.length > 0 !== (verdictOf(name) === "abuse"))).toEqual([]);
  });

  it("caps, limits and keeps as the design says", () => {
    const { caps, notices, retention, repeat, bulk } = builtIn().policy;
    expect(caps).toEqual({ perServerHour: 3, perFleetTenMinutes: 10 });
    expect(notices).toEqual({ mergeMinutes: 10, promptsPerDay: 1, promptsInAll: 5, mostNotices: 12 });
    expect(retention).toEqual({
      evidenceDays: 90,
      addressDays: 180,
      answerDays: 365,
      unreadableMailDays: 7,
      auditDays: 1_095,
      heldMailDays: 30,
    });
    expect([repeat.people, bulk.people]).toEqual([2, 2]);
  });

  it("has office hours in the operator's own zone", () => {
    expect(builtIn("Europe/Berlin").policy.hours).toMatchObject({
      timezone: "Europe/Berlin",
      days: { 1: { fromMinute: 540, toMinute: 1_080 }, 5: { fromMinute: 540, toMinute: 1_080 } },
    });
    expect(Object.keys(builtIn().policy.hours.days)).toEqual(["1", "2", "3", "4", "5"]);
  });
});

describe("an operator's policy", () => {
  it("changes what it names and nothing else", () => {
    const { policy, general, classes } = load("caps: { perServerHour: { value: 1, reason: we are small } }\n");
    expect(policy.caps).toEqual({ perServerHour: 1, perFleetTenMinutes: 10 });
    expect(general["caps.perServerHour"]).toMatchObject({ value: 1, reason: "we are small", isOwn: true });
    expect(general["caps.perFleetTenMinutes"].isOwn).toBe(false);
    expect(policy.classes).toEqual(builtIn().policy.classes);
    expect(classes["form-relay"].watch).toMatchObject({ field: "everyClass.watch", isOwn: false });
  });

  it("wins over the built-in one, and within it a class over every class", () => {
    const { policy, classes } = load(
      "everyClass: { watch: { value: 2 d, reason: a }, recheck: { value: 30 min, reason: b } }\nclasses: { form-relay: { watch: { value: 3 h, reason: c } } }\n",
    );
    expect(policy.classes["form-relay"].watchMinutes).toBe(180);
    // The built-in policy has 25 hours for this class alone; "every class" means every class.
    expect(policy.classes["cron-mailer"].watchMinutes).toBe(2 * 1_440);
    expect(policy.classes["form-flood"].recheckMinutes).toBe(30);
    expect(classes["form-relay"].watch).toMatchObject({ field: "classes.form-relay.watch", isOwn: true, reason: "c" });
  });

  it("switches acting on by a named person, class by class and server by server", () => {
    const { acting } = load("acting: [{ class: form-relay, server: sv1, mode: act, by: 佐藤 花子, reason: 四週間の試行 }]").policy;
    expect(acting).toEqual([{ class: "form-relay", server: "sv1", mode: "act", by: "佐藤 花子", reason: "四週間の試行" }]);
  });

  it("names the clause of a measure that has its own", () => {
    const { clause, clauses } = load("clauses: { general: 利用規約 第12条, hold-mail: 利用規約 第13条 }").policy;
    expect([clause, clauses]).toEqual(["利用規約 第12条", { "hold-mail": "利用規約 第13条" }]);
  });

  it("has hours as a whole, with holidays and a zone", () => {
    const { hours } = load(
      "hours: { timezone: UTC, days: { sat: 22:00-24:00, sun: 0:00-6:00 }, holidays: [2027-01-01], reason: nights }",
    ).policy;
    expect(hours).toEqual({
      timezone: "UTC",
      days: { 0: { fromMinute: 0, toMinute: 360 }, 6: { fromMinute: 1_320, toMinute: 1_440 } },
      holidays: ["2027-01-01"],
    });
  });
});

it("the example of the documentation is a good policy", () => {
  const text = readFileSync(new URL("../../docs/POLICY.md", import.meta.url), "utf8");
  const example = /```yaml\n(.*?)```/s.exec(text)?.[1] ?? "";
  expect(load(example).policy.acting.map(({ mode }) => mode)).toEqual(["act", "propose"]);
});

describe("the version of a policy", () => {
  it("is of what it says, not of how it is written", () => {
    const { version } = builtIn().policy;
    expect(version).toMatch(/^[0-9a-f]{12}$/);
    expect(load("# nothing of our own\n").policy.version).toBe(version);
    expect(load(builtInText.replace(/#.*$/gm, "")).policy.version).toBe(version);
    const one = load("caps: { perServerHour: { value: 1, reason: a }, perFleetTenMinutes: { value: 2, reason: b } }").policy.version;
    expect(load("caps:\n  perFleetTenMinutes: { reason: b, value: 2 }\n  perServerHour: { value: 1, reason: a }").policy.version).toBe(one);
    expect(one).not.toBe(version);
  });

  it("changes with a value, a reason, a zone", () => {
    const texts = ["", "caps: { perServerHour: { value: 3, reason: ours } }", "caps: { perServerHour: { value: 4, reason: ours } }"];
    const versions = [...texts.map((text) => load(text).policy.version), builtIn("UTC").policy.version];
    expect(new Set(versions).size).toBe(4);
  });
});

/** What is wrong, the policy, and every line that it must give. */
const wrongPolicies: readonly (readonly [string, string, readonly string[]])[] = [
  ["a misspelt section", "cap: {}\n", ['policy.yaml:1:1 cap: unknown key; did you mean "caps"?']],
  [
    "a misspelt class and a misspelt field",
    "classes:\n  form-realy: {}\n  form-relay: { wach: { value: 1 h, reason: x } }\n",
    [
      'policy.yaml:2:3 classes.form-realy: unknown key; did you mean "form-relay"?',
      'policy.yaml:3:17 classes.form-relay.wach: unknown key; did you mean "watch"?',
    ],
  ],
  [
    "a number without its reason",
    "caps: { perServerHour: 5, perFleetTenMinutes: { value: 5 } }\n",
    [
      "policy.yaml:1:24 caps.perServerHour: a mapping (key: value) expected, not a number (5); give the reason with it: { value: 5, reason: … }",
      "policy.yaml:1:27 caps.perFleetTenMinutes.reason: missing; give in a few words why: whoever reads it later will want to know",
    ],
  ],
  [
    "a list without its reason",
    "classes: { cron-mailer: { alone: [hold-mail] } }\n",
    [
      "policy.yaml:1:34 classes.cron-mailer.alone: a mapping (key: value) expected, not a list; give the reason with it: { value: [hold-mail], reason: … }",
    ],
  ],
  [
    "durations that are none, or no whole days",
    "retention: { evidence: { value: 36 h, reason: x }, audit: { value: 3 years, reason: x } }\neveryClass: { watch: { value: 60, reason: x }, grace: { value: 0 min, reason: x } }\n",
    [
      'policy.yaml:1:33 retention.evidence.value: "36 h" is not a number of whole days such as 90 d',
      'policy.yaml:1:68 retention.audit.value: "3 years" is not a duration such as 30 min, 24 h or 90 d',
      'policy.yaml:2:31 everyClass.watch.value: text expected, not a number (60); write it in quotes: "60"',
      'policy.yaml:2:64 everyClass.grace.value: "0 min": a duration lies between 1 min and 3653 d',
    ],
  ],
  [
    "a confidence beyond certainty, and three people",
    "everyClass: { actFrom: { value: 95, reason: x } }\nbulk: { people: { value: 3, reason: x } }\n",
    [
      "policy.yaml:1:33 everyClass.actFrom.value: must be at most 1, not 95",
      "policy.yaml:2:26 bulk.people.value: 1 or 2 expected, not a number (3)",
    ],
  ],
  [
    "acting on what is no abuse, twice the same, and by nobody",
    "acting:\n  - { class: form-flood, mode: act, by: Sato, reason: x }\n  - { class: form-relay, mode: act, by: Sato, reason: x }\n  - { class: form-relay, mode: propose, by: Sato, reason: x }\n",
    [
      "policy.yaml:2:32 acting[0].mode: form-flood is nuisance, and only abuse may be contained without a person",
      "policy.yaml:4:5 acting[2]: this class and server stand already at acting[1]",
    ],
  ],
  [
    "acting by nobody",
    "acting: [{ class: form-relay, mode: act, reason: x }]\n",
    ["policy.yaml:1:10 acting[0].by: missing; give the name of the person who answers for it"],
  ],
  [
    "measures alone where nothing is abuse",
    "classes: { form-flood: { alone: { value: [deny-network], reason: x } } }\n",
    [
      "policy.yaml:1:42 classes.form-flood.alone.value: only abuse may be contained without a person; name measures under classes, for classes of that verdict",
    ],
  ],
  [
    "a release without the end of the harm",
    "classes: { form-relay: { requirements: { value: [form-protected], reason: x } } }\n",
    ["policy.yaml:1:49 classes.form-relay.requirements.value: harm-stopped is a condition of every release; add it to the list"],
  ],
  [
    "to act on less than is shown",
    "observing: { showFrom: { value: 0.97, reason: x } }\n",
    [
      "policy.yaml:1:33 observing.showFrom.value: to act takes more than to show: actFrom (0.95) must be above showFrom (0.97)",
      "policy.yaml:1:33 observing.showFrom.value: relapseFrom (0.85) must lie between showFrom (0.97) and actFrom (0.95)",
    ],
  ],
  [
    "a relapse that takes more than a first time",
    "classes: { form-relay: { relapseFrom: { value: 0.99, reason: x } } }\n",
    ["policy.yaml:1:48 classes.form-relay.relapseFrom.value: relapseFrom (0.99) must lie between showFrom (0.5) and actFrom (0.95)"],
  ],
  [
    "hours that never open",
    "hours: { days: {}, reason: nobody }\n",
    ["policy.yaml:1:16 hours.days: nobody is ever there, so that no promise could be kept; name at least one day"],
  ],
  [
    "hours that run backwards, a day that is none, a zone that is none",
    "hours: { timezone: Asia/Tokio, days: { mon: 22:00-06:00, tues: 9-18, wed: 9-18 }, holidays: [2027-02-30], reason: x }\n",
    [
      'policy.yaml:1:20 hours.timezone: "Asia/Tokio" is not an IANA time zone; did you mean "Asia/Tokyo"?',
      'policy.yaml:1:45 hours.days.mon: "22:00-06:00" ends before it begins; hours past midnight stand with both days: 22:00-24:00, and 00:00-06:00 on the next',
      'policy.yaml:1:58 hours.days.tues: unknown key; did you mean "tue"?',
      'policy.yaml:1:75 hours.days.wed: "9-18" is not a span of one day such as 09:00-18:00',
      'policy.yaml:1:94 hours.holidays[0]: "2027-02-30" is not a day such as 2027-01-31',
    ],
  ],
  [
    "a measure that is none",
    "classes: { form-relay: { alone: { value: [deny-foreign-write], reason: x } } }\n",
    [expect.stringMatching(/^policy\.yaml:1:43 classes\.form-relay\.alone\.value\[0\]: .*did you mean "deny-foreign-writes"\?$/)],
  ],
];

describe("a wrong policy", () => {
  it.each(wrongPolicies)("says what is wrong: %s", (_what, text, lines) => {
    expect(wrong(text)).toEqual(lines);
  });

  it("is told apart from one that is not there", () => {
    expect(() => loadPolicy({ shown: "no.yaml", absolute: join(directory, "no.yaml") }, "UTC")).toThrow("no.yaml: no such file");
  });
});
