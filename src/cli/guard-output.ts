import { OperationError } from "../domain/operation-error.ts";

/**
 * What becomes of a write that fails. A reader that has gone (`| head`) is no failure: the run goes on in silence to its own
 * exit code. Anything else (a full disk) ends the process with the exit code that `tell` returns.
 */
export const guardOutput = (output: NodeJS.WriteStream, name: string, tell: (error: OperationError) => number): void => {
  output.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    process.exit(tell(new OperationError("world-failed", `${name}: cannot be written: ${error.message}`, error)));
  });
};
