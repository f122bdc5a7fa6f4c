import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, truncateSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLiveLogs } from "../../test/live-logs.ts";
import { noGeo } from "../../test/no-geo.ts";
import { logFormats } from "../catalog/index.ts";
import { longestLineBytes } from "../ports/log-format.ts";
import { createDirectory } from "./directory.ts";
import { createFollowedLog, type FollowedLog, shownPath } from "./followed-log.ts";
import { createLogStream } from "./log-stream.ts";
import { mergeStreams } from "./merge-streams.ts";
import { createRequestTexts } from "./request-texts.ts";
import { createLineResolver } from "./resolve-line.ts";
import { createSourceBook } from "./source-book.ts";
import { createStampTime } from "./stamp-time.ts";

let dir = "";
let said: string[] = [];
let log: FollowedLog;
let path = "";
let logs: ReturnType<typeof createLiveLogs>;
const name = "a.example.log";

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "followed-log-"));
  path = join(dir, name);
  said = [];
  logs = createLiveLogs(dir);
  log = createFollowedLog(
    { shown: name, absolute: path, site: null, account: null, host: null, timezone: null, siblings: true },
    {
      ...{ formats: logFormats, toldBefore: null, onFile: () => undefined, onLost: () => undefined },
      timesFor: () => createStampTime({ timezone: "UTC", firstYear: 2026 }),
      say: (line) => said.push(line),
    },
  );
});
afterEach(async () => {
  await log.close();
  rmSync(dir, { recursive: true, force: true });
});

const line = (target: string, second = 1): string =>
  `192.0.2.1 - - [19/Feb/2026:00:00:0${second} +0000] "GET /${target} HTTP/1.1" 200 147 "-" "Mozilla/5.0"\n`;

let now = 0;

interface Seen {
  readonly targets: readonly string[];
  readonly isWhole: boolean;
  readonly places: readonly string[];
}

/** What a look brings, up to lines later than `until`. */
const look = async (until?: number): Promise<Seen> => {
  now += 1_000;
  const { pieces, isWhole } = await log.look(now);
  const targets: string[] = [];
  const places: string[] = [];
  const stream = createLogStream({
    ...{ pieces, bufferBytes: longestLineBytes * 2, plain: false, texts: createRequestTexts(), mail: () => undefined },
    book: createSourceBook({ capacity: 100, geo: noGeo }),
    resolve: createLineResolver(createDirectory([])),
    access: (read) => {
      targets.push(read.target.slice(1));
      places.push(`${shownPath(read.place.input)} ${read.place.offset}`);
    },
  });
  await mergeStreams([stream], undefined, until);
  const isTaken = await log.took(stream.standing());
  await stream.close();
  return { targets, places, isWhole: isWhole && isTaken };
};

describe("a log that is followed", () => {
  it("is read from its first byte, then what was added, each line with its place in the file", async () => {
    logs.append(name, line("a") + line("b"));
    expect(await look()).toMatchObject({ targets: ["a", "b"], isWhole: true });
    expect(await look()).toMatchObject({ targets: [], isWhole: true });
    logs.append(name, line("c"));
    expect(await look()).toMatchObject({ targets: ["c"], places: [`${name} ${line("a").length * 2}`], isWhole: true });
  });

  it("hands out no half line, and does not count as read while one is being written", async () => {
    logs.append(name, line("a") + line("b").slice(0, 50));
    expect(await look()).toMatchObject({ targets: ["a"], isWhole: false });
    expect(await look()).toMatchObject({ targets: [], isWhole: false });
    logs.append(name, line("b").slice(50));
    expect(await look()).toMatchObject({ targets: ["b"], isWhole: true });
  });

  it("takes a line that waited for its time once it has come, and nothing twice", async () => {
    logs.append(name, line("a", 1) + line("b", 5) + line("c", 2));
    const second = Date.parse("2026-02-19T00:00:00Z");
    expect((await look(second + 2_000)).targets).toEqual(["a"]);
    expect((await look(second + 4_000)).targets).toEqual([]);
    expect((await look(second + 5_000)).targets).toEqual(["b", "c"]);
  });

  it("refuses a line that is longer than any buffer, and reads on after it", async () => {
    logs.append(name, line("a") + "x".repeat(longestLineBytes * 3));
    expect((await look()).targets).toEqual(["a"]);
    logs.append(name, `${"x".repeat(100)}\n${line("b")}`);
    expect(await look()).toMatchObject({ targets: ["b"], isWhole: true });
  });

  it("is not there yet, comes into being, goes away and comes back: said each time, once", async () => {
    expect(await look()).toMatchObject({ targets: [], isWhole: false });
    await look();
    expect(said).toEqual([`${name}: is not there; it is read once it is`]);
    logs.append(name, line("a"));
    expect(await look()).toMatchObject({ targets: ["a"], isWhole: true });
    unlinkSync(path);
    expect(await look()).toMatchObject({ targets: [], isWhole: false });
    await look();
    expect(said).toHaveLength(2);
    logs.append(name, line("b"));
    expect(await look()).toMatchObject({ targets: ["b"], isWhole: true });
  });

  it("goes on in the renamed file while a server still writes there, then in the new one, in this order", async () => {
    logs.append(name, line("a"));
    await look();
    renameSync(path, `${path}.1`);
    appendFileSync(`${path}.1`, line("b"));
    expect(await look()).toMatchObject({ targets: ["b"], isWhole: false });
    logs.append(name, line("d"));
    appendFileSync(`${path}.1`, line("c"));
    expect(await look()).toMatchObject({ targets: ["c", "d"], isWhole: true });
    appendFileSync(`${path}.1`, line("late").slice(0, -1));
    expect((await look()).targets).toEqual([]);
    now += 6 * 60_000;
    expect((await look()).targets).toEqual(["late"]);
    await look();
    appendFileSync(`${path}.1`, `\n${line("nobody")}`);
    expect((await look()).targets).toEqual([]);
  });

  it("finds the files between, where it was rotated several times since the last look", async () => {
    logs.append(name, line("a"));
    await look();
    for (const target of ["b", "c", "d"]) {
      logs.rename(name);
      logs.append(name, line(target));
    }
    expect(await look()).toMatchObject({ targets: ["b", "c", "d"], isWhole: true });
  });

  it("goes on in the copy where the file was copied and emptied, then from the front", async () => {
    logs.append(name, line("a") + line("b").slice(0, 20));
    await look();
    logs.append(name, line("b").slice(20) + line("c"));
    logs.copyTruncate(name);
    logs.append(name, line("d"));
    expect((await look()).targets).toEqual(["b", "c", "d"]);
  });

  it("notices that a file was emptied even if it is longer than before by then, and says what may be missing without a copy", async () => {
    logs.append(name, line("a"));
    await look();
    truncateSync(path, 0);
    logs.append(name, line("b") + line("c"));
    expect((await look()).targets).toEqual(["b", "c"]);
    expect(said).toEqual([
      `${name}: was emptied, and no copy beside it goes on where reading stood; lines written right before are missing`,
    ]);
  });

  it("is no log while its path leads to something else, or to what no format reads; both are said once and end nothing", async () => {
    mkdirSync(path);
    expect(await look()).toMatchObject({ isWhole: false });
    await look();
    rmSync(path, { recursive: true });
    writeFileSync(path, "x\n".repeat(200_000));
    expect(await look()).toMatchObject({ targets: [], isWhole: false });
    await look();
    expect(said).toEqual([`${name}: is not a regular file`, `${name}: no log format reads this file`]);
    logs.rename(name);
    logs.append(name, line("a"));
    expect(await look()).toMatchObject({ targets: ["a"] });
  });
});
