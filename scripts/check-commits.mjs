/**
 * Checks the subjects of the last 500 commits reachable from HEAD, merges excepted.
 * `--message FILE` checks one message that is just being written (the commit-msg hook).
 */
import { readFileSync } from "node:fs";
import { subjectFault } from "./commit-subject.mjs";
import { run } from "./setup.mjs";

const checkMessage = (/** @type {string} */ file) => {
  const subject =
    readFileSync(file, "utf8")
      .split("\n")
      .find((line) => line.trim() !== "" && !line.startsWith("#")) ?? "";
  // Git writes these itself; `git rebase --autosquash` and merging take them away again.
  const fault = /^(Merge |fixup! |squash! |amend! )/.test(subject) ? null : subjectFault(subject);
  if (!fault) return 0;
  console.error(`Commit subject: ${fault}\n  ${subject}\nCONTRIBUTING.md shows the form.`);
  return 1;
};

const checkHistory = () => {
  const log = run("git", ["log", "--no-merges", "--max-count=500", "--format=%h %s", "HEAD"]);
  if (log.status !== 0) {
    console.log("No git history here: commit subjects not checked.");
    return 0;
  }
  if (run("git", ["rev-parse", "--is-shallow-repository"]).output.trim() === "true")
    console.log("Shallow clone: only the commits at hand are checked.");
  const lines = log.output.split("\n").filter((line) => line !== "");
  const faults = lines.flatMap((line) => {
    const fault = subjectFault(line.slice(line.indexOf(" ") + 1));
    return fault ? [`${line}\n  ${fault}`] : [];
  });
  if (faults.length > 0) console.error(faults.join("\n"));
  return faults.length > 0 ? 1 : 0;
};

const [option, file] = process.argv.slice(2);
process.exitCode = option === "--message" && file ? checkMessage(file) : checkHistory();
