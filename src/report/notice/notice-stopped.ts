import type { Case } from "../../domain/case/case.ts";
import type { Containment } from "../../domain/case/containment.ts";
import type { HeldAtLift } from "../../domain/held-mail.ts";
import type { StoppedFacts, TellFacts } from "../../ports/notice-language.ts";
import type { NoticeFormats } from "./notice-formats.ts";
import { isOnMail } from "./notice-limits.ts";

type Kind = "refused" | "held" | "refusedMail";

/** Mail that is held comes after all; every other measure turns away for good. */
const kindOf = ({ measure }: Containment): Kind => {
  if (measure === "hold-mail") return "held";
  return isOnMail(measure) ? "refusedMail" : "refused";
};

/** What a hold of which no server counted the mails had on hold at its end. Staff may have let some go before: at least so many. */
const heldAtEnd = (one: Containment): HeldAtLift | null =>
  kindOf(one) === "held" && !one.stopped && one.held !== undefined && one.held.isUnseen !== true ? one.held : null;

const sumOf = (proven: readonly Containment[], kind: Kind, formats: NoticeFormats): string | null => {
  const own = proven.filter((one) => kindOf(one) === kind);
  const atEnd = own.map(heldAtEnd).filter((held) => held !== null);
  const counts = [...own.flatMap(({ stopped }) => (stopped ? [stopped.count] : [])), ...atEnd.map(({ delivered }) => delivered)];
  // What two holds of one account leave on hold is the same mail.
  const left = Math.max(0, ...atEnd.map((held) => held.left.caused + held.left["not-caused"] + held.left.unknown));
  return counts.length === 0 ? null : formats.number(counts.reduce((sum, count) => sum + count, left));
};

const isLeast = (one: Containment): boolean => one.stopped?.isLeast === true || heldAtEnd(one) !== null;

/** What became of mail that was on hold when the measures were lifted. */
const heldOf = (proven: readonly Containment[], formats: NoticeFormats): Pick<StoppedFacts, "delivered" | "onHold"> => {
  const known = proven.flatMap(({ held }) => (held === undefined || held.isUnseen === true ? [] : [held]));
  if (known.length === 0) return { delivered: null, onHold: null };
  const delivered = known.reduce((sum, one) => sum + one.delivered, 0);
  const onHold = Math.max(...known.map(({ left }) => left.caused + left["not-caused"] + left.unknown));
  return { delivered: formats.number(delivered), onHold: onHold === 0 ? null : formats.number(onHold) };
};

/** Null while the end of one of them is not proven: it goes on. */
const endOf = (proven: readonly Containment[]): number | null => {
  const ends = proven.map(({ state, liftedAt, release }) => (state === "lifted" ? (liftedAt ?? release?.at ?? null) : null));
  return ends.reduce((latest, end) => (latest === null || end === null ? null : Math.max(latest, end)));
};

/** What the measures of a case stopped, and how long they stood; null where none was ever proven to be in force. */
export const stoppedFacts = ({ containments }: Case, formats: NoticeFormats): TellFacts["stopped"] => {
  const proven = containments.filter(({ provenAt }) => provenAt !== null);
  if (proven.length === 0) return null;
  const began = Math.min(...proven.map(({ provenAt }) => provenAt ?? Number.POSITIVE_INFINITY));
  const ended = endOf(proven);
  const [from, to] = formats.range(began, ended ?? began);
  const unknown = proven.filter((one) => !one.stopped && heldAtEnd(one) === null).length;
  return {
    ...{ from, to: ended === null ? null : to },
    ...{ refused: sumOf(proven, "refused", formats), held: sumOf(proven, "held", formats) },
    ...heldOf(proven, formats),
    refusedMail: sumOf(proven, "refusedMail", formats),
    least: [...new Set(proven.flatMap((one) => (isLeast(one) ? [kindOf(one)] : [])))],
    counted: unknown === 0 ? "all" : unknown === proven.length ? "none" : "part",
  };
};
