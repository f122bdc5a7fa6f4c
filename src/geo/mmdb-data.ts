/**
 * Decoder of the data section of an MMDB file. Source: the MaxMind DB file format specification 2.0, "Data section".
 * Hostile input is expected: every read is bounded, nesting is limited, and one record may hold only so many values.
 */

/** Reads the value at an offset of the section. Throws RangeError that says what is wrong with the bytes. */
export type DataReader = (offset: number) => unknown;

/** Nesting in the published databases stays below 6. */
const deepest = 32;
/** Values in one record: the widest published ones (city with all languages) stay below 200. */
const mostValues = 10_000;

const pointerType = 1;
const pointerBases = [0, 2048, 526_336, 0] as const;
const utf8 = new TextDecoder("utf-8");

interface Cursor {
  at: number;
  valuesLeft: number;
}

/** A reader over `section`, the bytes of one data section (or of the metadata, which has the same form). */
export const createDataReader = (section: Uint8Array): DataReader => {
  const view = new DataView(section.buffer, section.byteOffset, section.byteLength);

  const take = (cursor: Cursor, length: number): number => {
    const start = cursor.at;
    if (start < 0 || start + length > section.length) throw new RangeError(`a value at ${start} reaches past the end of its section`);
    cursor.at = start + length;
    return start;
  };
  const unsigned = (cursor: Cursor, length: number): number => {
    if (length > 16) throw new RangeError(`an integer of ${length} bytes`);
    const start = take(cursor, length);
    let value = 0;
    for (let at = start; at < start + length; at++) value = value * 256 + (section[at] as number);
    return value;
  };
  const sizeOf = (cursor: Cursor, low: number): number => {
    if (low < 29) return low;
    const extra = unsigned(cursor, low - 28);
    return extra + (low === 29 ? 29 : low === 30 ? 285 : 65_821);
  };
  const followPointer = (cursor: Cursor, control: number, depth: number): unknown => {
    const bytes = (control >> 3) & 3;
    const target = bytes === 3 ? unsigned(cursor, 4) : (control & 7) * 256 ** (bytes + 1) + unsigned(cursor, bytes + 1);
    const there: Cursor = { at: target + (pointerBases[bytes] as number), valuesLeft: cursor.valuesLeft };
    if (there.at < section.length && (section[there.at] as number) >> 5 === pointerType)
      throw new RangeError("a pointer leads to a pointer");
    const value = decode(there, depth + 1);
    cursor.valuesLeft = there.valuesLeft;
    return value;
  };
  const decodeMap = (cursor: Cursor, size: number, depth: number): ReadonlyMap<string, unknown> => {
    const map = new Map<string, unknown>();
    for (let index = 0; index < size; index++) {
      const key = decode(cursor, depth + 1);
      if (typeof key !== "string") throw new RangeError("a map has a key that is not text");
      map.set(key, decode(cursor, depth + 1));
    }
    return map;
  };
  const decodeArray = (cursor: Cursor, size: number, depth: number): readonly unknown[] => {
    const items: unknown[] = [];
    for (let index = 0; index < size; index++) items.push(decode(cursor, depth + 1));
    return items;
  };
  const decodeSized = (cursor: Cursor, type: number, size: number): unknown => {
    switch (type) {
      case 2: {
        const start = take(cursor, size);
        return utf8.decode(section.subarray(start, start + size));
      }
      case 3:
        return view.getFloat64(take(cursor, 8));
      case 4: {
        const start = take(cursor, size);
        return section.subarray(start, start + size);
      }
      case 5:
      case 6:
      case 9:
      case 10:
        return unsigned(cursor, size);
      case 8:
        return unsigned(cursor, size) | 0;
      case 14:
        return size !== 0;
      case 15:
        return view.getFloat32(take(cursor, 4));
      default:
        throw new RangeError(`a value of the unknown type ${type}`);
    }
  };
  const decode = (cursor: Cursor, depth: number): unknown => {
    if (depth > deepest) throw new RangeError(`values nested deeper than ${deepest}`);
    if (--cursor.valuesLeft < 0) throw new RangeError(`a record of more than ${mostValues} values`);
    const control = unsigned(cursor, 1);
    const shortType = control >> 5;
    if (shortType === pointerType) return followPointer(cursor, control, depth);
    const type = shortType === 0 ? 7 + unsigned(cursor, 1) : shortType;
    const size = sizeOf(cursor, control & 0x1f);
    if (type === 7) return decodeMap(cursor, size, depth);
    if (type === 11) return decodeArray(cursor, size, depth);
    return decodeSized(cursor, type, size);
  };
  return (offset) => decode({ at: offset, valuesLeft: mostValues }, 0);
};
