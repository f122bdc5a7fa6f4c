import { OperationError } from "../../../domain/operation-error.ts";
import { StagedFilesError } from "../../../kit/staged-files.ts";

/** Why files were not put, in the words of the one table of errors. */
export const translatedError = (error: unknown): unknown =>
  error instanceof StagedFilesError
    ? new OperationError(error.kind === "refused" ? "server-refused" : "foreign-edit", error.message, error)
    : error;
