import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type KillableChild, startScript } from "../../test/proofs/child-process.ts";
import { createServerTurn } from "./server-turn.ts";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "sekisho-turn-"));
});
afterEach(async () => {
  await Promise.all(others.splice(0).map((other) => other.kill()));
  rmSync(dir, { recursive: true, force: true });
});

const others: KillableChild[] = [];

/** Another process, which takes a turn and keeps it until it is killed. */
const startOther = async () => {
  const script = join(dir, "other.mjs");
  writeFileSync(
    script,
    `import { createServerTurn } from ${JSON.stringify(new URL("./server-turn.ts", import.meta.url).href)};
    await createServerTurn(process.argv[2])(() => new Promise(() => { console.log("mine"); setInterval(() => {}, 1_000); }));`,
  );
  const other = startScript(script, [dir]);
  others.push(other);
  expect(await other.line()).toBe("mine");
  return other;
};

describe("a turn on the servers", () => {
  it("is one at a time, in the order in which they came, and one that fails holds nobody up", async () => {
    const turn = createServerTurn(dir);
    const said: string[] = [];
    const work = (name: string) => async () => {
      said.push(`${name} begins`);
      await Promise.resolve();
      said.push(`${name} ends`);
    };
    const failing = turn(async () => {
      throw new Error("refused");
    });
    const both = Promise.all([turn(work("a")), turn(work("b"))]);
    await expect(failing).rejects.toThrow("refused");
    await both;
    expect(said).toEqual(["a begins", "a ends", "b begins", "b ends"]);
  });

  it("waits for another process, and goes on as soon as that one is dead", async () => {
    const other = await startOther();
    let isDone = false;
    const done = createServerTurn(dir)(async () => {
      isDone = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(isDone).toBe(false);
    await other.kill();
    await done;
    expect(isDone).toBe(true);
  });
});
