import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { StagedChange } from "../../src/kit/staged-files.ts";

/** A measure that is on or off: one file is replaced, one is made, one is taken away, one of somebody else's is changed, and a server is told. */
export const stagedChange = (dir: string, side: "on" | "off"): StagedChange => ({
  name: `turn ${side}`,
  files: [
    { path: join(dir, "mode.txt"), content: `mode ${side}\n` },
    { path: join(dir, "only-on.conf"), content: side === "on" ? "on\n" : null },
    { path: join(dir, "only-off.conf"), content: side === "off" ? "off\n" : null, mode: 0o600 },
    { path: join(dir, "theirs.conf"), content: `# theirs\n${side}\n`, theirs: true },
  ],
  test: ["/bin/grep", "-q", "^mode", join(dir, "mode.txt")],
  activate: ["/bin/cp", join(dir, "mode.txt"), join(dir, "running")],
});

/** "on", "off" or "nothing" where all agree: the files, the server that runs, and nothing left lying about; else what is there. */
export const stagedState = (dir: string): string => {
  const text = (name: string): string => (existsSync(join(dir, name)) ? readFileSync(join(dir, name), "utf8") : "");
  const lying = readdirSync(dir).filter((name) => name.includes(".sekisho-") || name.endsWith(".new"));
  const seen = JSON.stringify([text("mode.txt"), text("only-on.conf"), text("only-off.conf"), text("theirs.conf"), text("running"), lying]);
  if (seen === JSON.stringify(["mode on\n", "on\n", "", "# theirs\non\n", "mode on\n", []])) return "on";
  if (seen === JSON.stringify(["mode off\n", "", "off\n", "# theirs\noff\n", "mode off\n", []])) return "off";
  return seen === JSON.stringify(["", "", "", "", "", []]) ? "nothing" : seen;
};
