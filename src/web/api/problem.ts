import { OperationError, type OperationErrorCode, operationErrors } from "../../domain/operation-error.ts";

/** One field that is wrong: its path in the request, and what would be right. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** What a problem may say beyond its code. */
export interface ProblemMore {
  /** The code of why a decision was refused. */
  readonly why?: string;
  readonly fields?: readonly FieldProblem[];
}

/** An answer that is a problem, thrown by an operation. */
export class Problem extends OperationError {
  readonly more: ProblemMore;

  constructor(code: OperationErrorCode, message: string, more: ProblemMore = {}) {
    super(code, message);
    this.more = more;
  }
}

/** Source: RFC 9457. */
const problemType = "application/problem+json; charset=utf-8";

/** The answer for a code of the one table of errors. */
export const problemResponse = (
  code: OperationErrorCode,
  detail: string,
  more: ProblemMore & { readonly headers?: Readonly<Record<string, string>> } = {},
): Response => {
  const { headers, ...said } = more;
  const { http: status, hint } = operationErrors[code];
  const body = { type: `urn:sekisho:error:${code}`, title: code.replaceAll("-", " "), status, detail, code, hint, ...said };
  return new Response(JSON.stringify(body), { status, headers: { "content-type": problemType, ...headers } });
};

/** What was thrown, as an answer. A mistake of ours says nothing of its inside. */
export const problemOf = (error: unknown): Response => {
  if (error instanceof Problem) return problemResponse(error.code, error.message, error.more);
  if (error instanceof OperationError) return problemResponse(error.code, error.message);
  return problemResponse("world-failed", "internal error; the desk's own log has it");
};
