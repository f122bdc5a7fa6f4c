import { OperationError, type OperationErrorCode } from "../../domain/operation-error.ts";

/** Primary result codes of SQLite. Source: sqlite.org/rescode.html. */
const codes: Readonly<Record<number, OperationErrorCode>> = {
  3: "store-unreachable", // PERM
  5: "store-busy", // BUSY
  6: "store-busy", // LOCKED
  8: "store-unreachable", // READONLY
  10: "store-unreachable", // IOERR
  11: "store-damaged", // CORRUPT
  13: "store-full", // FULL
  14: "store-unreachable", // CANTOPEN
  19: "store-damaged", // CONSTRAINT: rows that no version of ours would leave together
  23: "store-unreachable", // AUTH
  26: "store-unknown", // NOTADB
};

const errcodeOf = (cause: unknown): number | null =>
  cause instanceof Error && "errcode" in cause && typeof cause.errcode === "number" ? cause.errcode & 0xff : null;

const codeOf = (cause: unknown): OperationErrorCode | undefined => {
  const errcode = errcodeOf(cause);
  if (errcode !== null) return codes[errcode];
  if (!(cause instanceof Error && "syscall" in cause && "code" in cause)) return undefined;
  return cause.code === "ENOSPC" ? "store-full" : "store-unreachable";
};

/** What SQLite or the file system threw, as an OperationError where the world is at fault. */
export const explainSqlite =
  (path: string) =>
  (cause: unknown, doing: string): unknown => {
    const code = codeOf(cause);
    if (code === undefined) return cause;
    return new OperationError(code, `${path}: could not ${doing}: ${(cause as Error).message}`, cause);
  };
