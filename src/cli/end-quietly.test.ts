import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";

const program = `
import { endQuietlyOnClosedPipe } from ${JSON.stringify(new URL("./end-quietly.ts", import.meta.url).href)};
endQuietlyOnClosedPipe(process.stdout);
for (let line = 0; line < 200000; line++) process.stdout.write("line " + line + "\\n");
`;

describe("a reader that goes away early", () => {
  it("ends the program without a message and without a failure", () => {
    const shell = `{ "$0" --input-type=module -e "$1"; echo "exit $?" >&2; } | head -n 1`;
    const { stdout, stderr } = spawnSync("sh", ["-c", shell, process.execPath, program], { encoding: "utf8" });
    expect({ stdout, stderr }).toEqual({ stdout: "line 0\n", stderr: "exit 0\n" });
  });
});
