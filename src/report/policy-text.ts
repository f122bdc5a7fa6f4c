import pc from "picocolors";
import { type AbuseClass, abuseClasses, verdictOf } from "../domain/abuse-class.ts";
import type { Measure } from "../domain/measure.ts";
import {
  type ClassField,
  classFields,
  type GeneralField,
  generalFields,
  type PolicySetting,
  type PolicySheet,
} from "../domain/policy/policy-sheet.ts";
import { textWidth } from "../kit/terminal-text.ts";
import { visibleText } from "../kit/visible-text.ts";
import { aloneText, createPolicyVoice, hoursTexts, markedValue, type PolicyVoice, valueText } from "./policy-values.ts";
import { labelled, paragraph, tableLines } from "./text-layout.ts";
import type { ReportLanguage } from "./words.ts";

/** How a policy is printed. */
export interface PolicyTextOptions {
  readonly lang: ReportLanguage;
  readonly color: boolean;
  /** Columns; a terminal wider than 140 gets 140. */
  readonly width: number;
  /** Which measures a scan weighs for a class, narrowest first. */
  readonly measuresOf: (abuseClass: AbuseClass) => readonly Measure[];
}

interface Page extends PolicyVoice {
  readonly width: number;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly measuresOf: PolicyTextOptions["measuresOf"];
}

const createPage = (sheet: PolicySheet, { lang, color, width, measuresOf }: PolicyTextOptions): Page => {
  const { bold, dim } = pc.createColors(color);
  const columns = Math.min(140, Math.max(40, Math.floor(width)));
  return { ...createPolicyVoice(lang, sheet.policy.hours.timezone), width: columns, bold, dim, measuresOf };
};

const keysOf = <Key extends string>(fields: Readonly<Record<Key, unknown>>): Key[] => Object.keys(fields) as Key[];

const section = ({ width, bold }: Page, heading: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", ...paragraph(heading, width).map(bold), ...lines.map((line) => (line === "" ? "" : `  ${line}`))];

const titleLines = ({ words, width, dim }: Page): string[] => {
  const title = `── ${words.title} `;
  return [dim(title + "─".repeat(Math.max(0, width - textWidth(title))))];
};

const table = ({ width }: Page, heads: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  rows.length === 0 ? [] : tableLines({ heads, rows, numeric: [] }, width - 2);

/** Value and, below it, the reason: the author's own text. */
const settingLines = (page: Page, name: string, setting: PolicySetting): string[] => [
  ...paragraph(name + page.report.colon + markedValue(page, setting), page.width - 2),
  ...paragraph(visibleText(setting.reason), page.width - 2, "    ").map(page.dim),
];

const actingLines = (page: Page, { policy }: PolicySheet): string[] => {
  const { columns, modes, everyServer, onlyObserved } = page.words;
  if (policy.acting.length === 0) return paragraph(onlyObserved, page.width - 2);
  const rows = policy.acting.map((one) => [one.class, one.server ?? everyServer, modes[one.mode], one.by, one.reason].map(visibleText));
  return table(page, [columns.class, columns.server, columns.mode, columns.by, columns.reason], rows);
};

const hoursLines = (page: Page, { policy, hoursReason }: PolicySheet): string[] => [
  ...hoursTexts(page, policy.hours).flatMap((text) => paragraph(text, page.width - 2)),
  ...paragraph(visibleText(hoursReason), page.width - 2, "    ").map(page.dim),
];

const clauseLines = (page: Page, { policy }: PolicySheet): string[] => {
  const rows = Object.entries(policy.clauses).map(([label, text]) => ({ label, text: visibleText(text) }));
  return labelled([...rows, { label: page.words.generalClause, text: visibleText(policy.clause) }], page.width - 2);
};

/** Settings that no class says otherwise, taken from whichever class has them so. */
const everyClassLines = (page: Page, { classes }: PolicySheet): string[] =>
  keysOf(classFields).flatMap((field) => {
    const name = abuseClasses.find((one) => classes[one][field].field.startsWith("everyClass."));
    return name === undefined ? [] : settingLines(page, page.words.classes[field], classes[name][field]);
  });

const measureLines = (page: Page, sheet: PolicySheet, abuseClass: AbuseClass): string[] => {
  const measures = page.measuresOf(abuseClass);
  if (measures.length === 0) return paragraph(page.words.noMeasures, page.width - 2);
  const rows = measures.map((measure) => [measure, page.report.measures[measure], aloneText(page, sheet, abuseClass, measure)]);
  const { measure, alone } = page.words.columns;
  return table(page, [measure, "", alone], rows);
};

/** Told of every class, even where all classes have it so. */
const alwaysTold: readonly ClassField[] = ["requirements", "watch", "afterRelease", "release"];

const classHeading = ({ report }: Page, abuseClass: AbuseClass): string =>
  `${abuseClass}${report.colon}${report.aside(report.classes[abuseClass], report.verdicts[verdictOf(abuseClass)])}`;

const classLines = (page: Page, sheet: PolicySheet, abuseClass: AbuseClass): string[] => {
  const settings = sheet.classes[abuseClass];
  const told = keysOf(classFields).filter((field) => alwaysTold.includes(field) || !settings[field].field.startsWith("everyClass."));
  return section(page, classHeading(page, abuseClass), [
    ...measureLines(page, sheet, abuseClass),
    "",
    ...told.flatMap((field) => settingLines(page, page.words.classes[field], settings[field])),
  ]);
};

const headLines = (page: Page, { policy, file }: PolicySheet): string[] => [
  ...titleLines(page),
  ...paragraph(page.words.version(policy.version), page.width).map(page.bold),
  ...paragraph(file === null ? page.words.builtInOnly : page.words.ownFile(visibleText(file)), page.width),
];

const toText = (lines: readonly string[]): string => `${lines.join("\n")}\n`;

/** The policy in force: every value with its reason, and class by class what goes without a person. */
export const renderPolicy = (sheet: PolicySheet, options: PolicyTextOptions): string => {
  const page = createPage(sheet, options);
  const { headings, general } = page.words;
  return toText([
    ...headLines(page, sheet),
    ...section(page, headings.acting, actingLines(page, sheet)),
    ...section(
      page,
      headings.never,
      page.words.never.flatMap((text) => paragraph(text, page.width - 2, "- ")),
    ),
    ...section(
      page,
      headings.general,
      keysOf(generalFields).flatMap((field) => settingLines(page, general[field], sheet.general[field])),
    ),
    ...section(page, headings.hours, hoursLines(page, sheet)),
    ...section(page, headings.clauses, clauseLines(page, sheet)),
    ...section(page, headings.everyClass, everyClassLines(page, sheet)),
    ...abuseClasses.flatMap((abuseClass) => classLines(page, sheet, abuseClass)),
  ]);
};

/** One class in full: its measures, and every value with its reason and where it is written. */
export const renderPolicyClass = (sheet: PolicySheet, abuseClass: AbuseClass, options: PolicyTextOptions): string => {
  const page = createPage(sheet, options);
  const { headings, classes } = page.words;
  const settings = sheet.classes[abuseClass];
  const lines = keysOf(classFields).flatMap((field) => [
    ...settingLines(page, classes[field], settings[field]),
    ...paragraph(settings[field].field, page.width - 2, "    ").map(page.dim),
  ]);
  return toText([
    ...headLines(page, sheet),
    ...section(page, headings.acting, actingLines(page, sheet)),
    ...section(page, classHeading(page, abuseClass), measureLines(page, sheet, abuseClass)),
    ...section(page, headings.values, lines),
  ]);
};

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

interface Difference {
  readonly field: string;
  readonly before: PolicySetting;
  readonly after: PolicySetting;
}

/** Values that differ, each said once however many classes share it. */
const differencesOf = (before: PolicySheet, after: PolicySheet): Difference[] => {
  const pairs: (readonly [string, PolicySetting, PolicySetting])[] = [
    ...keysOf(generalFields).map((field: GeneralField) => [field, before.general[field], after.general[field]] as const),
    ...abuseClasses.flatMap((name) =>
      keysOf(classFields).map(
        (field) => [after.classes[name][field].field, before.classes[name][field], after.classes[name][field]] as const,
      ),
    ),
  ];
  const different = pairs.filter(([, one, other]) => !isSame(one.value, other.value));
  return [
    ...new Map(different.map(([field, one, other]) => [`${field} ${String(one.value)}`, { field, before: one, after: other }])).values(),
  ];
};

/** What a checked file would change, against the policy in force. */
export const renderPolicyCheck = (inForce: PolicySheet, checked: PolicySheet, options: PolicyTextOptions): string => {
  const page = createPage(checked, options);
  const { words } = page;
  const rows = differencesOf(inForce, checked).map(({ field, before, after }) => [
    field,
    valueText(page, before),
    valueText(page, after),
    visibleText(after.reason),
  ]);
  const [before, after] = [inForce.policy, checked.policy];
  const hours = isSame(before.hours, after.hours) ? [] : hoursLines(page, checked);
  const clauses = isSame([before.clause, before.clauses], [after.clause, after.clauses]) ? [] : clauseLines(page, checked);
  const changes = table(page, [words.columns.setting, words.inForce, words.checked, words.columns.reason], rows);
  return toText([
    ...paragraph(words.good(visibleText(checked.file ?? ""), checked.policy.version), page.width),
    ...(before.version === after.version ? paragraph(words.same, page.width) : []),
    ...section(page, words.differences, changes),
    ...section(page, words.headings.hours, hours),
    ...section(page, words.headings.clauses, clauses),
    ...section(page, words.headings.acting, actingLines(page, checked)),
  ]);
};
