import { type AbuseClass, abuseClasses, verdictOf } from "../domain/abuse-class.ts";
import { everOpen } from "../domain/case/promised-at.ts";
import type { ClassField } from "../domain/policy/policy-sheet.ts";
import type { ConfigProblem, FieldPath } from "./config-problem.ts";
import { classPlace, type Fields } from "./lay-policy.ts";
import type { WholePolicy } from "./policy-schema.ts";

const wrong = (path: FieldPath, text: string): ConfigProblem => ({ path, at: "value", text });

const actingProblems = ({ acting }: WholePolicy): ConfigProblem[] =>
  acting.flatMap((choice, index) => {
    const first = acting.findIndex((one) => one.class === choice.class && one.server === choice.server);
    const verdict = verdictOf(choice.class);
    return [
      ...(first < index ? [wrong(["acting", index], `this class and server stand already at acting[${first}]`)] : []),
      ...(choice.mode === "act" && verdict !== "abuse"
        ? [wrong(["acting", index, "mode"], `${choice.class} is ${verdict}, and only abuse may be contained without a person`)]
        : []),
    ];
  });

type Wrong = (text: string) => ConfigProblem[];

/** Shows a mistake between values of a class at the first of them that the operator wrote, else at what the whole file says. */
const atOwn =
  (builtIn: Fields, own: Fields, abuseClass: AbuseClass) =>
  (fields: readonly ClassField[]): Wrong => {
    const place = fields.map((field) => classPlace(builtIn, own, abuseClass, field)).find(({ isOwn }) => isOwn);
    const path: FieldPath = place === undefined ? ["observing", "showFrom", "value"] : [...place.path, "value"];
    return (text) => [wrong(path, text)];
  };

const confidenceProblems = (whole: WholePolicy, builtIn: Fields, own: Fields): ConfigProblem[] =>
  abuseClasses.flatMap((abuseClass) => {
    const at = atOwn(builtIn, own, abuseClass);
    const show = whole.observing.showFrom.value;
    const act = whole.classes[abuseClass].actFrom.value;
    const relapse = whole.classes[abuseClass].relapseFrom.value;
    const isBetween = show <= relapse && relapse <= act;
    return [
      ...(act > show ? [] : at(["actFrom"])(`to act takes more than to show: actFrom (${act}) must be above showFrom (${show})`)),
      ...(isBetween
        ? []
        : at(["relapseFrom", "actFrom"])(`relapseFrom (${relapse}) must lie between showFrom (${show}) and actFrom (${act})`)),
    ];
  });

const classProblems = (whole: WholePolicy, builtIn: Fields, own: Fields): ConfigProblem[] =>
  abuseClasses.flatMap((abuseClass) => {
    const at = atOwn(builtIn, own, abuseClass);
    const { alone, requirements } = whole.classes[abuseClass];
    const isAbuse = verdictOf(abuseClass) === "abuse";
    return [
      ...(isAbuse || alone.value.length === 0
        ? []
        : at(["alone"])("only abuse may be contained without a person; name measures under classes, for classes of that verdict")),
      ...(requirements.value.includes("harm-stopped")
        ? []
        : at(["requirements"])("harm-stopped is a condition of every release; add it to the list")),
    ];
  });

const hoursProblems = ({ hours }: WholePolicy): ConfigProblem[] =>
  everOpen({ ...hours, timezone: "UTC" })
    ? []
    : [wrong(["hours", "days"], "nobody is ever there, so that no promise could be kept; name at least one day")];

/** What one field alone cannot show: values that contradict each other or what holds for every policy. `own` is the operator's file. */
export const checkPolicy = (whole: WholePolicy, builtIn: Fields, own: Fields): ConfigProblem[] => [
  ...actingProblems(whole),
  ...confidenceProblems(whole, builtIn, own),
  ...classProblems(whole, builtIn, own),
  ...hoursProblems(whole),
];
