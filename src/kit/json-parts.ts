/** What was taken out, by its exact place: `claims[0].text`. */
export type TakenParts = Readonly<Record<string, unknown>>;

type Step = string | number | "[]";

const stepsOf = (path: string): Step[] =>
  [...path.matchAll(/\[(\d*)\]|[^.[\]]+/g)].map(([text, index]) => (index === undefined ? text : index === "" ? "[]" : Number(index)));

const placeOf = (steps: readonly Step[]): string =>
  steps.map((step, at) => (typeof step === "number" ? `[${step}]` : at === 0 ? step : `.${step}`)).join("");

/** Stands where something was taken out, so that the rest keeps its shape. */
const placeholder = (value: unknown): "" | [] | null => (typeof value === "string" ? "" : Array.isArray(value) ? [] : null);

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

const copyOf = (value: unknown): Record<Step, unknown> =>
  (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<Step, unknown>;

/** Replaces the values at a path, `[]` standing for every index; copies what it changes. */
const mapAt = (
  value: unknown,
  steps: readonly Step[],
  change: (value: unknown, at: readonly Step[]) => unknown,
  at: readonly Step[] = [],
): unknown => {
  const [step, ...rest] = steps;
  if (step === undefined) return change(value, at);
  if (typeof value !== "object" || value === null) return value;
  if (step === "[]") return Array.isArray(value) ? value.map((item, index) => mapAt(item, rest, change, [...at, index])) : value;
  if (!Object.hasOwn(value, step)) return value;
  const copy = copyOf(value);
  copy[step] = mapAt(copy[step], rest, change, [...at, step]);
  return copy;
};

/**
 * Takes the parts at `paths` (`claims[].text`: of every item) out of plain data. The rest keeps its shape: an empty text or list stands where
 * one was, null where anything else was. The value itself is not changed.
 */
export const takeParts = (value: unknown, paths: readonly string[]): { readonly rest: unknown; readonly taken: TakenParts } => {
  const taken: Record<string, unknown> = {};
  let rest = value;
  for (const path of paths)
    rest = mapAt(rest, stepsOf(path), (part, at) => {
      if (isEmpty(part)) return part;
      taken[placeOf(at)] = part;
      return placeholder(part);
    });
  return { rest, taken };
};

/** Puts back what {@link takeParts} took. */
export const putBackParts = (rest: unknown, taken: TakenParts): unknown =>
  Object.entries(taken).reduce((value, [place, part]) => mapAt(value, stepsOf(place), () => part), rest);
