import { isOperationErrorCode, OperationError } from "../../domain/operation-error.ts";
import type { OrderAnswer } from "./order.ts";

/** What an answer that is not the wanted one is thrown as. */
export const unexpected = (answer: OrderAnswer): Error => {
  if (answer.kind === "failed")
    return isOperationErrorCode(answer.code) ? new OperationError(answer.code, answer.message) : new Error(answer.message);
  if (answer.kind === "refused") return new OperationError("order-refused", `the enforcer process refused the order: ${answer.why}`);
  return new Error(`the enforcer process answered "${answer.kind}"`);
};
