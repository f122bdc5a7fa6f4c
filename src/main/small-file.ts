import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import { OperationError } from "../domain/operation-error.ts";

/** How much a file of somebody else is trusted. */
export interface SmallFileTerms {
  readonly mostBytes: number;
  /**
   * `operators`: named in the config, where a link is followed; it must not be everybody's to write. `agents`: no link, and nobody's to write
   * but its owner's, who is root or whose folder it lies in.
   */
  readonly from: "operators" | "agents";
}

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

const worldWrites = 0o002;
const othersWrite = 0o022;

const wrongWith = (path: string, stat: Stats, { mostBytes, from }: SmallFileTerms): string | null => {
  if (!stat.isFile() || stat.size > mostBytes) return `no regular file of at most ${mostBytes} bytes`;
  if ((stat.mode & (from === "agents" ? othersWrite : worldWrites)) !== 0) return "others may write it";
  if (from === "agents" && stat.uid !== 0 && stat.uid !== statSync(dirname(path)).uid)
    return "it is neither root's nor its folder's owner's";
  return null;
};

/** The text of a small file; null where nothing is there. Never waits for a pipe. Throws `input-unreadable` where it is not as these terms want it. */
export const readSmallFile = (path: string, terms: SmallFileTerms): string | null => {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | (terms.from === "agents" ? constants.O_NOFOLLOW : 0));
    const stat = fstatSync(file);
    const problem = wrongWith(path, stat, terms);
    if (problem !== null) throw new Error(problem);
    // As long as it was when it was looked at: somebody may go on writing.
    const content = Buffer.alloc(stat.size);
    return content.toString("utf8", 0, readSync(file, content));
  } catch (error) {
    if (isMissing(error)) return null;
    throw new OperationError("input-unreadable", `${path}: ${error instanceof Error ? error.message : String(error)}`, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
};
