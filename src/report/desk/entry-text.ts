import { type EntryDocument, entryDocument } from "../../domain/case/case-document.ts";
import type { Entry } from "../../domain/case/entry.ts";
import { quoted } from "../case-names.ts";
import type { DeskVoice } from "./desk-voice.ts";
import type { EntryFacts } from "./entry-sentences.ts";

/** A code in the reader's words; what is no code (a person's own text, a word of a later version) as it is. */
const wordOf = (words: Readonly<Record<string, string>>, text: string): string =>
  Object.hasOwn(words, text) ? (words[text] ?? "") : quoted(text);

const factsOf = ({ code, detail }: EntryDocument, { words, report, formats }: DeskVoice): EntryFacts => {
  const text = (name: string): string => String(detail[name] ?? "");
  const moment = (name: string): string => (text(name) === "" ? "" : formats.time(text(name)));
  const told = text("tells") === "" ? text("change") : text("tells");
  const isTask = code === "task";
  return {
    class: wordOf(report.classes, text("class")),
    before: wordOf(report.classes, text("before")),
    confidence: formats.percent(Number(detail.confidence ?? 0)),
    previous: quoted(text("previous")),
    state: wordOf(words.states, text("state")),
    measure: wordOf(report.measures, text("measure")),
    waitsFor: wordOf(words.waits, text("waitsFor")),
    reason: wordOf(words.climbs, text("reason")),
    proof: quoted(text("proof")),
    second: quoted(text("second")),
    tells:
      told === ""
        ? ""
        : told
            .split(" ")
            .map((tell) => wordOf(words.tells, tell))
            .join(report.comma),
    detail:
      code === "checked"
        ? quoted(text("code"))
        : isTask
          ? taskDetail(text("task"), text("detail"), { words, report })
          : quoted(text("detail")),
    claims: text("claims"),
    genuine: detail.verified === undefined ? "" : words.genuine(Number(detail.verified) > 0, quoted(text("doubts").replaceAll(" ", ", "))),
    isLawful: Number(detail.lawful ?? 0) > 0,
    requirement: wordOf(words.requirements, text("requirement")),
    result: wordOf(words.requirementStates, text("state")),
    until: text("until") === "" ? moment("dueAt") : moment("until"),
    times: text("times"),
    why: wordOf(words.refusals, text("why")),
    task: wordOf(words.tasks, text("task")),
    mode: wordOf(words.modes, text("mode")),
    ...{ count: text("count"), caused: text("caused"), unknown: text("unknown"), domains: quoted(text("domains")) },
    period: text("from") === "" ? "" : `${moment("from")} – ${moment("to")}`,
  };
};

/** A containment's or a decision's reason: the policy's as words, a person's as they wrote it. */
export const reasonText = (reason: string, { words }: Pick<DeskVoice, "words">): string => wordOf(words.climbs, reason);

/** What a task is about: a measure, a class, a requirement, a reason, each in the reader's words; ids say nothing to a reader. */
export const taskDetail = (kind: string, detail: string, { words, report }: Pick<DeskVoice, "words" | "report">): string => {
  if (detail === "" || kind === "notice-bounced") return "";
  return wordOf({ ...words.climbs, ...words.requirements, ...report.measures, ...report.classes }, detail);
};

/** One line of a timeline as a sentence without its full stop. */
export const entryText = (entry: Entry | EntryDocument, voice: DeskVoice): string => {
  const document = typeof entry.at === "number" ? entryDocument(entry as Entry) : (entry as EntryDocument);
  return voice.words.entries[document.code](factsOf(document, voice));
};

/** Who did it. */
export const actorText = ({ kind, name }: EntryDocument["by"], { words }: DeskVoice): string => words.actors[kind](quoted(name ?? ""));
