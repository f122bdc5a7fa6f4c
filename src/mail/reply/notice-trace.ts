import { coreOf, enoughLetters } from "./letters.ts";

/** Tells lines of a notice that were quoted without marks from what was typed between them. */
export interface NoticeTrace {
  /** Whether this line is the notice's own; `isInside`: lines of it are expected here, so that a short one is enough. */
  readonly takes: (line: string, isInside: boolean) => boolean;
}

/** The notice is written anew for the comparison, so that its times and counts may have moved on. */
const withoutCounts = (text: string): string => coreOf(text).replace(/\d+/g, "0");

/**
 * Follows a notice through a reply. Programs break its lines anew, so letters are compared and not lines: a line is the notice's if it goes on
 * where the last one ended, or is long enough to be known by itself. A short one must end where a line of the notice ends: "done" is
 * a word of the notice too, and of most answers.
 */
export const createNoticeTrace = (notice: string): NoticeTrace => {
  const lines = notice
    .split("\n")
    .map(withoutCounts)
    .filter((core) => core !== "");
  const text = lines.join("");
  const ends = new Set<number>();
  let length = 0;
  for (const line of lines) {
    length += line.length;
    ends.add(length);
  }
  const whole = new Set(lines);
  let at = 0;
  const moveTo = (end: number): boolean => {
    at = end;
    return true;
  };
  return {
    takes: (line, isInside) => {
      const core = withoutCounts(line);
      if (core === "") return false;
      const isLong = core.length >= enoughLetters(`${core}${"x".repeat(16)}`);
      const goesOn = text.startsWith(core, at) && (isLong || ends.has(at + core.length));
      if (goesOn && (isInside || isLong)) return moveTo(at + core.length);
      const later = isLong ? text.indexOf(core, at) : -1;
      const found = isLong && later < 0 ? text.indexOf(core) : later;
      if (found >= 0) return moveTo(found + core.length);
      return isInside && core.length > 1 && whole.has(core);
    },
  };
};
