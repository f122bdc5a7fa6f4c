import type { Case } from "../../domain/case/case.ts";
import type { Change, Prompt } from "../../domain/case/notice.ts";
import { holdingNow } from "./notice-limits.ts";
import type { NoticeView } from "./notice-view.ts";

const always = (): boolean => true;

/** What matters most to the reader first, each with whether the case still is as it says: of merged tells an earlier one may be overtaken. */
const byWeight: readonly (readonly [Change | Prompt, (found: Case) => boolean])[] = [
  ["made-good", always],
  ["dismissed", ({ state }) => state === "dismissed"],
  ["released", (found) => (found.state === "released" || found.state === "closed") && holdingNow(found).length === 0],
  ["relapsed", ({ watch }) => watch === null],
  ["widened", (found) => holdingNow(found).length > 0],
  ["watching", ({ watch }) => watch !== null],
  ["contained", (found) => holdingNow(found).length > 0],
  ["checked", always],
  ["detected", always],
  ["delayed", always],
  ["reminder", always],
  ["received", always],
];

/** The tell that subject and opening follow: the weightiest that still holds, else the last. */
export const leadTell = ({ case: found, tells }: Pick<NoticeView, "case" | "tells">): Change | Prompt => {
  const lead = byWeight.find(([tell, holds]) => tells.includes(tell) && holds(found))?.[0];
  return lead ?? tells.at(-1) ?? "detected";
};

/** Whether what was done is taken back: it should not have been. */
export const isWithdrawn = (lead: Change | Prompt): boolean => lead === "dismissed" || lead === "made-good";

const settling: readonly (Change | Prompt)[] = ["made-good", "dismissed", "released"];

/** Whether the notice ends the matter: nothing is asked any more. */
export const isSettling = (lead: Change | Prompt): boolean => settling.includes(lead);
