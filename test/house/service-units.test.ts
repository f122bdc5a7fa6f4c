import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const folder = join(import.meta.dirname, "../../packaging/systemd");
const analyze = "/usr/bin/systemd-analyze";

/** Most exposure that a unit may have, by systemd's own scale of 0 to 10: 2.0 for what is unprivileged, 4.5 for what is root. */
const limits: Readonly<Record<string, number>> = { "sekisho.service": 2, "sekisho-enforcer.service": 4.5 };

describe("service units", () => {
  it("are those that have a limit", () => expect(readdirSync(folder).sort()).toEqual(Object.keys(limits).sort()));

  it.skipIf(!existsSync(analyze)).each(Object.entries(limits))("%s leaves no more open than %s", (unit, limit) => {
    const { stdout, stderr } = spawnSync(analyze, ["security", "--offline=true", join(folder, unit)], { encoding: "utf8" });
    const level = /exposure level for .*: ([\d.]+)/.exec(stdout)?.[1];
    expect(level, stderr).toBeDefined();
    expect(Number(level)).toBeLessThanOrEqual(limit);
  });

  it("let the enforcer's children write where sites usually lie: quarantine and the block in .htaccess need it", () => {
    const unit = readFileSync(join(folder, "sekisho-enforcer.service"), "utf8");
    expect(unit).toMatch(/^ReadWritePaths=-\/home -\/var\/www -\/srv$/m);
    expect(unit).not.toMatch(/^ProtectHome=(?!no)/m);
  });

  it("let the runtime compile: V8 ends at once where memory may not be written and run", () => {
    for (const unit of Object.keys(limits)) expect(readFileSync(join(folder, unit), "utf8")).not.toMatch(/^MemoryDenyWriteExecute/m);
  });

  it("leave what is in force alone when they stop: no unit runs a command at its end", () => {
    for (const unit of Object.keys(limits)) expect(readFileSync(join(folder, unit), "utf8")).not.toMatch(/^ExecStop/m);
  });
});
