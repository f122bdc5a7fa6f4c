import { OperationError, type OperationErrorCode } from "../../domain/operation-error.ts";

/** SQLSTATE codes and their classes. Source: PostgreSQL's documentation, appendix A. */
const codes: readonly (readonly [RegExp, OperationErrorCode])[] = [
  [/^53100$/, "store-full"],
  [/^42P07$/, "store-unknown"],
  // Broken pages and files; and rows that no version of ours would leave together.
  [/^(XX00[12]|58P01|23...)$/, "store-damaged"],
  // Connection, authorisation, privileges, no such database, too many connections, being shut down, input and output.
  [/^(08...|28...|42501|3D000|53300|57P0[1-5]|58030)$/, "store-unreachable"],
  [/^E[A-Z]+$/, "store-unreachable"],
];

/** What `pg` says of a connection without giving a code. */
const lostConnection = /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|SASL: )/;

const codeOf = (cause: Error): OperationErrorCode | undefined => {
  if (lostConnection.test(cause.message)) return "store-unreachable";
  const told = "code" in cause && typeof cause.code === "string" ? cause.code : "";
  return codes.find(([pattern]) => pattern.test(told))?.[1];
};

/** What PostgreSQL or the way to it threw, as an OperationError where the world is at fault. `place` names no password. */
export const explainPostgres =
  (place: string) =>
  (cause: unknown, doing: string): unknown => {
    if (!(cause instanceof Error) || cause instanceof OperationError) return cause;
    const code = codeOf(cause);
    if (code === undefined) return cause;
    const said = cause instanceof AggregateError ? cause.errors.map(String).join("; ") : cause.message;
    return new OperationError(code, `${place}: could not ${doing}: ${said}`, cause);
  };
