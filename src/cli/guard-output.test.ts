import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";

const program = `
import { guardOutput } from ${JSON.stringify(new URL("./guard-output.ts", import.meta.url).href)};
guardOutput(process.stdout, "standard output", (error) => (console.error(error.message), error.exitCode));
for (let line = 0; line < 200000; line++) process.stdout.write("line " + line + "\\n");
process.exitCode = 1;
`;

const runIn = (shell: string): { stdout: string; stderr: string } => {
  const { stdout, stderr } = spawnSync("sh", ["-c", shell, process.execPath, program], { encoding: "utf8" });
  return { stdout, stderr };
};

describe("an output that takes no more", () => {
  it("keeps the program's own exit code, and says nothing, when its reader goes away early", () => {
    const shell = `{ "$0" --input-type=module -e "$1"; echo "exit $?" >&2; } | head -n 1`;
    expect(runIn(shell)).toEqual({ stdout: "line 0\n", stderr: "exit 1\n" });
  });

  it("ends the program with a message when the disk is full", () => {
    const { stderr } = runIn(`"$0" --input-type=module -e "$1" >/dev/full; echo "exit $?" >&2`);
    expect(stderr).toMatch(/^standard output: cannot be written: ENOSPC[^\n]*\nexit 3\n$/);
  });
});
