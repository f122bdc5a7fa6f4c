import { type AbuseClass, abuseClasses } from "../domain/abuse-class.ts";
import { type ClassField, classFields } from "../domain/policy/policy-sheet.ts";

/** A YAML mapping as read. */
export type Fields = Readonly<Record<string, unknown>>;

/** The mapping, or an empty one where something else or nothing stands. */
export const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** Where a setting of a class is written. */
export interface ClassPlace {
  readonly isOwn: boolean;
  readonly path: readonly ["everyClass", ClassField] | readonly ["classes", AbuseClass, ClassField];
}

/** The operator's file wins over the built-in one; within a file, what a class says wins over what every class has. */
export const classPlace = (builtIn: Fields, own: Fields, abuseClass: AbuseClass, field: ClassField): ClassPlace => {
  for (const [file, isOwn] of [
    [own, true],
    [builtIn, false],
  ] as const) {
    if (fieldsOf(fieldsOf(file.classes)[abuseClass])[field] !== undefined) return { isOwn, path: ["classes", abuseClass, field] };
    if (fieldsOf(file.everyClass)[field] !== undefined) return { isOwn, path: ["everyClass", field] };
  }
  throw new Error(`the built-in policy says nothing of ${field}`);
};

const valueAt = (file: Fields, path: readonly string[]): unknown => path.reduce<unknown>((value, step) => fieldsOf(value)[step], file);

const sections = ["clauses", "observing", "caps", "repeat", "bulk", "notices", "retention"] as const;

/** Lays an operator's file over the built-in one, value by value; both were found right. */
export const layPolicy = (builtIn: Fields, own: Fields): Fields => {
  const classes = abuseClasses.map((abuseClass) => {
    const fields = (Object.keys(classFields) as ClassField[]).map((field) => {
      const { isOwn, path } = classPlace(builtIn, own, abuseClass, field);
      return [field, valueAt(isOwn ? own : builtIn, path)];
    });
    return [abuseClass, Object.fromEntries(fields)];
  });
  return {
    ...Object.fromEntries(sections.map((name) => [name, { ...fieldsOf(builtIn[name]), ...fieldsOf(own[name]) }])),
    acting: own.acting ?? builtIn.acting,
    hours: own.hours ?? builtIn.hours,
    classes: Object.fromEntries(classes),
  };
};
