import { writeSync } from "node:fs";
import { realDisk } from "../../src/kit/disk-steps.ts";
import { createStagedFiles } from "../../src/kit/put-staged.ts";
import { runProgram } from "../../src/kit/run-program.ts";
import { stagedChange } from "./staged-change.ts";

// The process that is killed in the proof of staged files: it turns a change on and off for ever, and tells on stdout what was done.

const [dir = ""] = process.argv.slice(2);
const staged = createStagedFiles({ journalDir: `${dir}/journal`, disk: realDisk, run: runProgram });
await staged.recover();
for (let turn = 0; ; turn++) {
  const side = turn % 2 === 0 ? "on" : "off";
  await staged.put(stagedChange(dir, side));
  writeSync(1, `${side}\n`);
}
