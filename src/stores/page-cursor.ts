import { OperationError } from "../domain/operation-error.ts";

/** Where a page ended: order, what it is sorted by, id. */
export type Place<Order extends string = string> = readonly [Order, number, string];

export const cursorOf = (place: Place): string => Buffer.from(JSON.stringify(place)).toString("base64url");

const isPlace = <Order extends string>(value: unknown, order: Order): value is Place<Order> =>
  Array.isArray(value) && value.length === 3 && value[0] === order && Number.isSafeInteger(value[1]) && typeof value[2] === "string";

/** Throws `usage-wrong` for what no page of this order ended with. */
export const placeOf = <Order extends string>(cursor: string, order: Order): Place<Order> => {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (isPlace(place, order)) return place;
  } catch {
    // Not JSON: said below.
  }
  throw new OperationError("usage-wrong", "the cursor is none that a page of this order ended with");
};

/** How many rows a page has, whatever was asked for. */
export const pageLimit = (limit: number): number => Math.min(Math.max(Math.trunc(limit), 1), 1_000);
