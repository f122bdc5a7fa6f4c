import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stagedChange, stagedState } from "../../test/proofs/staged-change.ts";
import { type DiskSteps, realDisk } from "./disk-steps.ts";
import { createStagedFiles } from "./put-staged.ts";
import { runProgram } from "./run-program.ts";
import type { StagedFiles } from "./staged-files.ts";

type Step = (count: number) => void;

/** The disk, with something that happens before each step. */
const watched = (before: Step): { readonly disk: DiskSteps; readonly run: typeof runProgram; readonly steps: () => number } => {
  let count = 0;
  const told =
    <Args extends readonly unknown[], Result>(work: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      before(++count);
      return work(...args);
    };
  const { read, write, link, rename, remove, makeFolder } = realDisk;
  return {
    disk: {
      ...{ read: told(read), link: told(link), rename: told(rename), remove: told(remove), makeFolder: told(makeFolder) },
      // A disk that fails while it writes has written a part.
      write: async (path, content, mode, owner) => {
        try {
          before(++count);
        } catch (error) {
          await write(path, Buffer.from(content).subarray(0, 3), mode, owner);
          throw error;
        }
        await write(path, content, mode, owner);
      },
    },
    run: told(runProgram),
    steps: () => count,
  };
};

const faultOf = (code: string): Error => Object.assign(new Error(`${code}: made up`), { code });

const inFolder = async (use: (dir: string, stage: (before: Step) => { staged: StagedFiles; steps: () => number }) => Promise<void>) => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-staged-"));
  const stage = (before: Step) => {
    const { disk, run, steps } = watched(before);
    return { staged: createStagedFiles({ journalDir: join(dir, "journal"), disk, run }), steps };
  };
  try {
    await use(dir, stage);
  } finally {
    rmSync(dir, { recursive: true });
  }
};

const turn = (dir: string, side: "on" | "off") => stagedChange(dir, side);
const quiet: Step = () => undefined;

const stepsOfATurn = async (): Promise<number> => {
  let all = 0;
  await inFolder(async (dir, stage) => {
    await stage(quiet).staged.put(turn(dir, "off"));
    const { staged, steps } = stage(quiet);
    await staged.put(turn(dir, "on"));
    all = steps();
  });
  return all;
};

const faults: readonly (readonly [string, (at: number) => Step])[] = [
  ...["EIO", "ENOSPC", "EPERM"].flatMap((code): [string, (at: number) => Step][] => [
    [
      `${code} once`,
      (at) => (count) => {
        if (count === at) throw faultOf(code);
      },
    ],
    [
      `${code} from there on`,
      (at) => (count) => {
        if (count >= at) throw faultOf(code);
      },
    ],
  ]),
];

describe("staged files when the disk fails", async () => {
  const all = await stepsOfATurn();

  it("has more than twenty steps that can fail", () => expect(all).toBeGreaterThan(20));

  it.each(faults)("is exactly on or exactly off after %s, at any step", async (_, faultAt) => {
    for (let at = 1; at <= all; at++)
      await inFolder(async (dir, stage) => {
        await stage(quiet).staged.put(turn(dir, "off"));
        const failed = await stage(faultAt(at))
          .staged.put(turn(dir, "on"))
          .then(() => null, String);
        const { staged } = stage(quiet);
        await staged.recover();
        expect(["on", "off"], `step ${at} of ${all}`).toContain(stagedState(dir));
        // An error is told where nothing came of it; what was told as done is done.
        if (failed === null) expect(stagedState(dir)).toBe("on");
        expect(await staged.drift()).toEqual([]);
        await staged.put(turn(dir, "on"));
        expect(stagedState(dir)).toBe("on");
      });
  });
});
