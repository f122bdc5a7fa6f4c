import { readAnyStamp } from "./any-stamp.ts";
import { DASH, digitsToNumber } from "./ascii.ts";
import type { StampTarget } from "./clf-stamp.ts";
import { readAddress, readHost, type SpanTarget } from "./host-bytes.ts";
import { createKeyTable } from "./key-table.ts";
import { isMethod, type RequestTarget, splitRequest } from "./request-line.ts";

/**
 * What LTSV and JSON access logs share: values come with a name, in any order, and several names may tell the same thing. The
 * best name wins; of two equal names the first one, so that a repeated name later in the line changes nothing.
 */

/** What a labelled line fills. */
export interface LabelledTarget extends RequestTarget {
  readonly stamp: StampTarget;
  readonly site: SpanTarget;
  readonly address: SpanTarget;
  readonly user: SpanTarget;
  status: number;
  size: number;
  readonly referer: SpanTarget;
  readonly userAgent: SpanTarget;
}

/** Why a labelled line was refused. */
export type LabelledRefusal = "no-address" | "no-time" | "no-request" | "no-status";

const fieldNames = [
  "time",
  "address",
  "site",
  "user",
  "request",
  "method",
  "target",
  "protocol",
  "status",
  "size",
  "referer",
  "userAgent",
] as const;

/** The things a label can tell. */
export type LabelledField = (typeof fieldNames)[number];

/** For each field the labels that tell it, the most trusted first. */
export type Labels = Readonly<Record<LabelledField, readonly string[]>>;

const TIME = 0;
const ADDRESS = 1;
const SITE = 2;
const USER = 3;
const REQUEST = 4;
const METHOD = 5;
const TARGET = 6;
const PROTOCOL = 7;
const STATUS = 8;
const SIZE = 9;
const REFERER = 10;
const USER_AGENT = 11;

const unranked = 1_000_000;

/** Collects the values of one line and reads them; make one per format and reuse it. */
export interface LabelledReader {
  /** Forgets the previous line. */
  readonly clear: () => void;
  /** Offers one label with its value; `-` and empty values tell nothing. */
  readonly offer: (bytes: Uint8Array, label: SpanTarget, value: SpanTarget) => void;
  /** Reads what was offered into the fields; null when the line holds what an access line must. */
  readonly read: (bytes: Uint8Array, into: LabelledTarget) => LabelledRefusal | null;
}

interface Slots {
  /** Whether the line has a label for the request, be its value empty: a client may send nothing. */
  hasRequest: boolean;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly ranks: Int32Array;
}

const copySlot = (slots: Slots, field: number, span: SpanTarget): void => {
  if (slots.ranks[field] === unranked) return;
  span.start = slots.starts[field] as number;
  span.end = slots.ends[field] as number;
};

const startOf = (slots: Slots, field: number): number => slots.starts[field] as number;
const endOf = (slots: Slots, field: number): number => slots.ends[field] as number;
const isTold = (slots: Slots, field: number): boolean => slots.ranks[field] !== unranked;

const readRequest = (bytes: Uint8Array, slots: Slots, into: LabelledTarget): void => {
  if (!isTold(slots, METHOD) && !isTold(slots, TARGET)) {
    if (isTold(slots, REQUEST)) splitRequest(bytes, startOf(slots, REQUEST), endOf(slots, REQUEST), into);
    return;
  }
  copySlot(slots, PROTOCOL, into.protocol);
  if (!isTold(slots, METHOD) || !isMethod(bytes, startOf(slots, METHOD), endOf(slots, METHOD))) return;
  copySlot(slots, METHOD, into.method);
  copySlot(slots, TARGET, into.target);
};

/** 0 to 999; -1 when there is none. */
const readStatus = (bytes: Uint8Array, slots: Slots): number => {
  if (!isTold(slots, STATUS)) return -1;
  const status = digitsToNumber(bytes, startOf(slots, STATUS), endOf(slots, STATUS));
  return status <= 999 ? status : -1;
};

const readSlots = (bytes: Uint8Array, slots: Slots, into: LabelledTarget): LabelledRefusal | null => {
  if (!isTold(slots, ADDRESS) || !readAddress(bytes, startOf(slots, ADDRESS), endOf(slots, ADDRESS), into.address)) return "no-address";
  if (!isTold(slots, TIME) || !readAnyStamp(bytes, startOf(slots, TIME), endOf(slots, TIME), into.stamp)) return "no-time";
  if (!slots.hasRequest) return "no-request";
  readRequest(bytes, slots, into);
  const status = readStatus(bytes, slots);
  if (status < 0) return "no-status";
  into.status = status;
  const size = isTold(slots, SIZE) ? digitsToNumber(bytes, startOf(slots, SIZE), endOf(slots, SIZE)) : 0;
  into.size = size < 0 ? 0 : size;
  // A host that is none was chosen by the client: the line stands without a site.
  if (isTold(slots, SITE)) readHost(bytes, startOf(slots, SITE), endOf(slots, SITE), into.site);
  copySlot(slots, USER, into.user);
  copySlot(slots, REFERER, into.referer);
  copySlot(slots, USER_AGENT, into.userAgent);
  return null;
};

const isNothing = (bytes: Uint8Array, { start, end }: SpanTarget): boolean => end <= start || (end === start + 1 && bytes[start] === DASH);

const isCatchAll = (bytes: Uint8Array, { start, end }: SpanTarget): boolean => end === start + 1 && bytes[start] === 0x5f;

/** Makes a reader for a set of labels. A label may stand for one field only. */
export const createLabelledReader = (labels: Labels): LabelledReader => {
  const listed = fieldNames.flatMap((name, field) => labels[name].map((label, rank) => ({ label, field, rank })));
  const table = createKeyTable(listed.map((entry) => entry.label));
  const fieldOf = Int32Array.from(listed, (entry) => entry.field);
  const rankOf = Int32Array.from(listed, (entry) => entry.rank);
  const slots: Slots = {
    hasRequest: false,
    starts: new Int32Array(fieldNames.length),
    ends: new Int32Array(fieldNames.length),
    ranks: new Int32Array(fieldNames.length),
  };
  return {
    clear: () => {
      slots.ranks.fill(unranked);
      slots.hasRequest = false;
    },
    offer: (bytes, label, value) => {
      const index = table.find(bytes, label.start, label.end);
      if (index < 0) return;
      const field = fieldOf[index] as number;
      if (field >= REQUEST && field <= TARGET) slots.hasRequest = true;
      if (isNothing(bytes, value)) return;
      const rank = rankOf[index] as number;
      if (rank >= (slots.ranks[field] as number) || (field === SITE && isCatchAll(bytes, value))) return;
      slots.starts[field] = value.start;
      slots.ends[field] = value.end;
      slots.ranks[field] = rank;
    },
    read: (bytes, into) => readSlots(bytes, slots, into),
  };
};
