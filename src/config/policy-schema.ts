import { z } from "zod";
import { type AbuseClass, abuseClasses } from "../domain/abuse-class.ts";
import { requirementIds } from "../domain/case/requirement.ts";
import { measures } from "../domain/measure.ts";
import { checked, filled } from "./checked-text.ts";
import { daySpan, durationDays, durationMinutes, wrongDaySpan, wrongDays, wrongDuration } from "./duration.ts";
import { wrongDay, wrongHost } from "./names.ts";
import { wrongTimeZone } from "./time-zone.ts";

const reason = filled.describe("in a few words why: whoever reads it later will want to know");

/** A value never stands alone: a policy that nobody can explain cannot be defended before a customer. */
const reasoned = <Value extends z.ZodType>(value: Value) => z.strictObject({ value, reason });

const confidence = reasoned(z.number().min(0).max(1));
const minutes = reasoned(checked(wrongDuration).transform(durationMinutes));
const days = reasoned(checked(wrongDays).transform(durationDays));
const count = reasoned(z.number().int().min(0).max(10_000));
const people = reasoned(z.literal([1, 2]));

const observing = z.strictObject({ showFrom: confidence, tellCustomers: reasoned(z.boolean()) });
const caps = z.strictObject({ perServerHour: count, perFleetTenMinutes: count });
const repeat = z.strictObject({ within: days, people });
const bulk = z.strictObject({ fromCases: reasoned(z.number().int().min(2).max(10_000)), people });
const notices = z.strictObject({ merge: minutes, promptsPerDay: count, promptsInAll: count, mostNotices: count });
const retention = z.strictObject({
  evidence: days,
  addresses: days,
  answers: days,
  unreadableMail: days,
  audit: days,
  heldMail: days,
});

const clause = filled.max(300);
const clauses = z.strictObject({
  general: clause.describe("the clause of your terms that measures rest on"),
  ...(Object.fromEntries(measures.map((measure) => [measure, clause.optional()])) as Record<
    (typeof measures)[number],
    z.ZodOptional<typeof clause>
  >),
});

const actingChoice = z.strictObject({
  class: z.enum(abuseClasses).describe("the class it is about"),
  server: checked(wrongHost).optional(),
  mode: z.enum(["observe", "propose", "act"]).describe("observe, propose or act"),
  by: filled.describe("the name of the person who answers for it"),
  reason,
});

const weekDays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
const span = checked(wrongDaySpan).transform(daySpan);
const hours = z.strictObject({
  timezone: checked(wrongTimeZone).optional(),
  days: z
    .strictObject(
      Object.fromEntries(weekDays.map((day) => [day, span.optional()])) as Record<(typeof weekDays)[number], z.ZodOptional<typeof span>>,
    )
    .transform((given) => Object.fromEntries(weekDays.flatMap((day, index) => (given[day] === undefined ? [] : [[index, given[day]]]))))
    .describe("the days and hours at which people are there, such as { mon: 09:00-18:00 }"),
  holidays: z.array(checked(wrongDay)).default([]),
  reason,
});

const classTerms = z.strictObject({
  alone: reasoned(z.array(z.enum(measures))),
  requirements: reasoned(z.array(z.enum(requirementIds)).min(1)),
  release: reasoned(z.enum(["policy", "person"])),
  actFrom: confidence,
  relapseFrom: confidence,
  grace: minutes,
  noticeDeadline: minutes,
  remindAfter: minutes,
  recheck: minutes,
  quiet: minutes,
  watch: minutes,
  afterRelease: minutes,
  review: minutes,
  promise: minutes,
});

const ofEveryClass = <Terms extends z.ZodType>(terms: Terms) =>
  Object.fromEntries(abuseClasses.map((name) => [name, terms])) as Record<AbuseClass, Terms>;

const acting = z.array(actingChoice);

/** A policy.yaml: the keys of the built-in one and no others, each of which may be left out. */
export const policyFileSchema = z.strictObject({
  clauses: clauses.partial().optional(),
  acting: acting.optional(),
  observing: observing.partial().optional(),
  caps: caps.partial().optional(),
  repeat: repeat.partial().optional(),
  bulk: bulk.partial().optional(),
  notices: notices.partial().optional(),
  retention: retention.partial().optional(),
  hours: hours.optional(),
  everyClass: classTerms.partial().optional(),
  classes: z.strictObject(ofEveryClass(classTerms.partial().optional())).optional(),
});

/** A policy with nothing left open: what a file becomes once it is laid over the built-in one. */
export const wholePolicySchema = z.strictObject({
  clauses,
  acting,
  observing,
  caps,
  repeat,
  bulk,
  notices,
  retention,
  hours,
  classes: z.strictObject(ofEveryClass(classTerms)),
});

/** What the schema makes of a whole policy. */
export type WholePolicy = z.output<typeof wholePolicySchema>;
