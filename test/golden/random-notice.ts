import type { Case } from "../../src/domain/case/case.ts";
import type { Containment } from "../../src/domain/case/containment.ts";
import { type Measure, measures } from "../../src/domain/measure.ts";
import type { CaseCounts } from "../../src/domain/scan-report.ts";
import type { NoticeView } from "../../src/report/notice/notice-view.ts";
import { besideViews, containedView, kindViews, toldClasses } from "./notice-views.ts";

/** Every view that a golden file is made of. */
export const allViews: readonly NoticeView[] = [
  ...toldClasses.map(containedView),
  ...Object.values(kindViews),
  ...Object.values(besideViews),
];

const inTexts = <T>(value: T, text: string): T => {
  if (typeof value === "string") return text as T;
  if (Array.isArray(value)) return value.map((each) => inTexts(each, text)) as T;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inTexts(each, text)])) as T;
};

const caseWithText = (found: Case, text: string): Case => {
  const { claim } = found;
  const { cause } = claim;
  return {
    ...found,
    id: text,
    claim: {
      ...claim,
      host: text,
      account: text,
      site: claim.site === null ? null : text,
      cause: { ...inTexts(cause, text), layer: cause.layer, path: text, query: text, file: text, mailbox: text },
      evidence: inTexts(claim.evidence, text),
    },
    terms: { ...found.terms, version: text, clause: text },
    containments: found.containments.map((one): Containment => ({ ...one, target: inTexts(one.target, text), proof: text, reason: text })),
    requirements: found.requirements.map((one) =>
      one.finding === null ? one : { ...one, finding: { ...one.finding, detail: inTexts(one.finding.detail, text) } },
    ),
  };
};

/** The view with the text in every place that something from outside can reach, the links too. */
export const viewWithText = (view: NoticeView, text: string): NoticeView => ({
  ...view,
  case: caseWithText(view.case, text),
  others: view.others.map((one) => ({ ...one, caseId: text, target: inTexts(one.target, text), account: text, site: text })),
  operator: { name: text, contact: text },
  contactName: text,
  links: { page: text, genuine: text },
});

/** The view with other measures in force. */
export const viewWithMeasures = (view: NoticeView, held: readonly Measure[]): NoticeView => {
  const [pattern] = containedView("form-relay").case.containments as readonly [Containment];
  const containments = held.map((measure, at): Containment => ({ ...pattern, id: `o${at}`, measure }));
  return { ...view, case: { ...view.case, containments } };
};

/** The view with other figures. */
export const viewWithCounts = (view: NoticeView, counts: CaseCounts, messages: number): NoticeView => {
  const { claim } = view.case;
  const explains = { ...claim.cause.explains, messages };
  return { ...view, case: { ...view.case, claim: { ...claim, counts, cause: { ...claim.cause, explains } } } };
};

/** None, each, and each two of the measures. */
export const measureSets: readonly (readonly Measure[])[] = [
  [],
  ...measures.map((one) => [one]),
  ...measures.flatMap((one, at) => measures.slice(at + 1).map((other) => [one, other])),
];
