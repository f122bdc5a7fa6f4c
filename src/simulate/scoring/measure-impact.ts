import type { ContainmentReport } from "../../domain/scan-report.ts";
import { parseAddress } from "../../kit/ip-address.ts";
import { createRangeSet } from "../../kit/ip-range.ts";
import { dayMs, hourMs } from "../../kit/time-units.ts";
import { accountKey } from "./read-truth.ts";
import type { MailRow, RequestRow, Truth } from "./truth.ts";

/** What a measure would really have stopped, of lines that are in the logs. `other` null: the truth does not hold it. */
export interface TrueImpact {
  readonly abusive: number;
  readonly other: number | null;
}

export interface ImpactQuestion {
  readonly containment: ContainmentReport;
  readonly home: string | null;
  readonly host: string | null;
  /** Incidents of the case: their requests and mails are the abusive ones. */
  readonly incidents: ReadonlySet<string>;
  readonly isTrusted: (row: RequestRow) => boolean;
}

interface Window {
  readonly from: number;
  readonly to: number;
}

interface Asked extends ImpactQuestion, Window {
  readonly truth: Truth;
}

const within = ({ at }: { readonly at: number }, { from, to }: Window): boolean => at >= from && at <= to;

const textOf = ({ containment: { target } }: ImpactQuestion, key: string): string => {
  const value = target[key];
  return typeof value === "string" ? value : "";
};

const split = (rows: readonly { readonly incident: string }[], incidents: ReadonlySet<string>): TrueImpact => {
  const abusive = rows.filter(({ incident }) => incidents.has(incident)).length;
  return { abusive, other: rows.length - abusive };
};

const isAbroad = ({ country }: RequestRow, home: string | null): boolean => country !== "" && country !== home;

const writesOf = (asked: Asked, keep: (row: RequestRow) => boolean): readonly RequestRow[] =>
  (asked.truth.writesBySite.get(textOf(asked, "site")) ?? []).filter(
    (row) => !row.isLost && within(row, asked) && keep(row) && !asked.isTrusted(row),
  );

/** Pages that the incidents' sources read; reads of anybody else are not kept one by one. */
const readsOf = (asked: Asked, keep: (row: RequestRow) => boolean): readonly RequestRow[] =>
  (asked.truth.readsBySite.get(textOf(asked, "site")) ?? []).filter((row) => !row.isLost && within(row, asked) && keep(row));

/**
 * Requests from abroad that a measure could stop; null where the world does not tell crawlers and callbacks from the rest.
 * Kept a day at a time: the days at both ends count by the part that lies inside.
 */
const foreignRequestsOf = (asked: Asked): number | null => {
  let sum = 0;
  for (const { day, foreignRequests, trustedForeignRequests } of asked.truth.foreignBySite.get(textOf(asked, "site")) ?? []) {
    if (trustedForeignRequests === null) return null;
    const insideMs = Math.min(day + dayMs, asked.to) - Math.max(day, asked.from);
    if (insideMs > 0) sum += ((foreignRequests - trustedForeignRequests) * insideMs) / dayMs;
  }
  return sum;
};

const foreignImpact = (asked: Asked): TrueImpact => {
  const abroad = (row: RequestRow): boolean => isAbroad(row, asked.home);
  const abusive = [...writesOf(asked, abroad), ...readsOf(asked, abroad)].filter(({ incident }) => asked.incidents.has(incident)).length;
  const all = foreignRequestsOf(asked);
  return { abusive, other: all === null ? null : Math.max(0, Math.round(all) - abusive) };
};

const requestImpact = (asked: Asked, keep: (row: RequestRow) => boolean): TrueImpact =>
  split([...writesOf(asked, keep), ...readsOf(asked, keep)], asked.incidents);

const networkImpact = (asked: Asked): TrueImpact => {
  const { cidrs } = asked.containment.target;
  const set = createRangeSet(Array.isArray(cidrs) ? cidrs : []);
  const isInside = ({ source }: RequestRow): boolean => {
    const address = parseAddress(source);
    return address !== null && set.contains(address);
  };
  return { abusive: requestImpact(asked, isInside).abusive, other: null };
};

const mailsOf = (asked: Asked, keep: (row: MailRow) => boolean): readonly MailRow[] => {
  const account = textOf(asked, "account");
  const rows =
    account === "" ? [...asked.truth.mailsByAccount.values()].flat() : asked.truth.mailsByAccount.get(accountKey(asked.host, account));
  return (rows ?? []).filter((row) => !row.isLost && within(row, asked) && keep(row));
};

/** Messages above the cap, counted by the hour of the clock. */
const cappedImpact = (asked: Asked): TrueImpact => {
  const { perHour } = asked.containment.target;
  const cap = typeof perHour === "number" ? perHour : 0;
  const byHour = Map.groupBy(
    mailsOf(asked, () => true),
    ({ at }) => Math.floor(at / hourMs),
  );
  return split(
    [...byHour.values()].flatMap((mails) => mails.slice(cap)),
    asked.incidents,
  );
};

/** What the measure would have stopped between its `from` and `to`; null where its figures are of a kind that the truth does not hold. */
export const measureImpact = (truth: Truth, question: ImpactQuestion): TrueImpact | null => {
  const { measure, impact } = question.containment;
  const asked: Asked = { ...question, truth, from: Date.parse(impact.from), to: Date.parse(impact.to) + 999 };
  const isMailMeasure = ["cap-mail", "hold-mail", "stop-mail", "lock-mailbox"].includes(measure);
  if (isMailMeasure !== (impact.unit === "messages")) return null;
  switch (measure) {
    case "deny-foreign-writes":
      return split(
        writesOf(asked, (row) => isAbroad(row, asked.home)),
        asked.incidents,
      );
    case "deny-writes":
      return split(
        writesOf(asked, () => true),
        asked.incidents,
      );
    case "deny-foreign":
    case "challenge-foreign":
      return foreignImpact(asked);
    case "deny-network":
      return networkImpact(asked);
    case "deny-path":
      return requestImpact(asked, ({ path }) => path === textOf(asked, "path"));
    case "quarantine-file":
      return requestImpact(asked, ({ path }) => textOf(asked, "file").endsWith(path));
    case "hold-mail":
    case "stop-mail":
      return split(
        mailsOf(asked, () => true),
        asked.incidents,
      );
    case "lock-mailbox":
      return split(
        mailsOf(asked, ({ mailbox }) => mailbox === textOf(asked, "mailbox")),
        asked.incidents,
      );
    case "cap-mail":
      return cappedImpact(asked);
  }
};
