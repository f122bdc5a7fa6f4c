import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { deflateRawSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asNobody } from "../../test/as-nobody.ts";
import { OperationError } from "../domain/operation-error.ts";
import { type OpenInput, openInput } from "./open-input.ts";

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "open-input-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const file = (name: string, bytes: Uint8Array | string): string => {
  const path = join(dir, name);
  writeFileSync(path, bytes);
  return path;
};

/** Reads to the end in pieces of `bufferBytes`. */
const readAll = async (input: OpenInput, bufferBytes = 1_000): Promise<Buffer> => {
  const parts: Buffer[] = [];
  try {
    for (;;) {
      const buffer = Buffer.alloc(bufferBytes);
      const count = await input.read(buffer, 0);
      if (count === 0) return Buffer.concat(parts);
      parts.push(buffer.subarray(0, count));
    }
  } finally {
    await input.close();
  }
};

/** The code with which opening or reading fails. */
const failure = async (path: string): Promise<string> => {
  try {
    await readAll(await openInput("shown.log", path), 64 * 1024);
    return "none";
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    expect(error.message).toContain("shown.log");
    return error.code;
  }
};

const text = Array.from({ length: 5_000 }, (_, at) => `line ${at} of a log\n`).join("");

describe("openInput", () => {
  it("reads a plain file as it stands", async () => {
    const input = await openInput("a.log", file("a.log", text));
    expect(input.sizeBytes).toBe(text.length);
    expect((await readAll(input)).toString()).toBe(text);
  });

  it("fills the buffer from the offset on and leaves the rest alone", async () => {
    const input = await openInput("b.log", file("b.log", "abcdef"));
    const buffer = Buffer.from("....");
    expect(await input.read(buffer, 2)).toBe(2);
    expect(buffer.toString()).toBe("..ab");
    await input.close();
  });

  it("reads a gz, told by its bytes and not by its name", async () => {
    const input = await openInput("c.log", file("c.log", gzipSync(text)));
    expect(await input.readEnd(10)).toBeNull();
    expect(input.sizeBytes).toBeLessThan(text.length);
    expect((await readAll(input)).toString()).toBe(text);
  });

  it("tells how far it is in bytes of the file on the disk, packed or not", async () => {
    for (const bytes of [Buffer.from(text), gzipSync(text)]) {
      const input = await openInput("far.log", file("far.log", bytes));
      expect(input.takenBytes()).toBeLessThanOrEqual(bytes.length);
      await readAll(input);
      expect(input.takenBytes()).toBe(bytes.length);
    }
  });

  it("reads a file named .gz that is plain", async () =>
    expect((await readAll(await openInput("d.gz", file("d.gz", text)))).toString()).toBe(text));

  it("reads all members of a gz that was put together from several", async () => {
    const path = file("e.gz", Buffer.concat([gzipSync("one\n"), gzipSync(""), gzipSync("two\n")]));
    expect((await readAll(await openInput("e.gz", path))).toString()).toBe("one\ntwo\n");
  });

  it("reads an empty file and an empty gz as nothing", async () => {
    expect((await readAll(await openInput("f", file("f", "")))).length).toBe(0);
    expect((await readAll(await openInput("g", file("g", gzipSync(""))))).length).toBe(0);
  });

  it("reads a file of one byte", async () => expect((await readAll(await openInput("h", file("h", "\x1f")))).length).toBe(1));

  it("refuses what is missing, a directory, and a special file", async () => {
    expect(await failure(join(dir, "nothing-here"))).toBe("input-missing");
    const folder = join(dir, "folder");
    mkdirSync(folder);
    expect(await failure(folder)).toBe("input-directory");
    expect(await failure("/dev/null")).toBe("input-special");
  });

  it("refuses a named pipe at once and does not wait for a writer", { timeout: 10_000 }, () => {
    const pipe = join(dir, "pipe");
    execFileSync("mkfifo", [pipe]);
    // In a process of its own: an open that waits would keep this one from ending.
    const program = `import { openInput } from ${JSON.stringify(join(import.meta.dirname, "open-input.ts"))};
      openInput("pipe", ${JSON.stringify(pipe)}).then(() => "opened", (error) => error.code).then((word) => { process.stdout.write(word); process.exit(0); });`;
    const run = (): string =>
      execFileSync(process.execPath, ["--input-type=module", "-e", program], { timeout: 5_000, killSignal: "SIGKILL" }).toString();
    expect(run()).toBe("input-special");
  });

  it("refuses what the user may not read", async () => {
    const path = file("secret.log", text);
    chmodSync(path, 0);
    chmodSync(dirname(path), 0o755);
    expect(await asNobody(() => failure(path))).toBe("input-unreadable");
  });

  it("calls a gz damaged that was cut off, wherever", async () => {
    const whole = gzipSync(text);
    for (const length of [3, 10, 11, Math.floor(whole.length / 2), whole.length - 8, whole.length - 1]) {
      expect(await failure(file("cut.gz", whole.subarray(0, length)))).toBe("input-damaged");
    }
  });

  it("calls a gz damaged that holds garbage after its header, or a wrong check sum", async () => {
    const header = gzipSync("").subarray(0, 10);
    expect(await failure(file("garbage.gz", Buffer.concat([header, Buffer.from("no deflate data at all, not in the least")])))).toBe(
      "input-damaged",
    );
    const wrong = Buffer.from(gzipSync(text));
    wrong[wrong.length - 6] = (wrong[wrong.length - 6] as number) ^ 0xff;
    expect(await failure(file("wrong.gz", wrong))).toBe("input-damaged");
  });

  it("reports the damage to the reader even when he takes his time to read", { timeout: 10_000 }, () => {
    const path = file("late.gz", Buffer.concat([gzipSync("").subarray(0, 10), Buffer.from("no deflate data at all, not in the least")]));
    const program = `import { openInput } from ${JSON.stringify(join(import.meta.dirname, "open-input.ts"))};
      const input = await openInput("late.gz", ${JSON.stringify(path)});
      for (let turn = 0; turn < 200; turn++) await new Promise((done) => setImmediate(done));
      await input.read(new Uint8Array(10), 0).catch((error) => process.stdout.write(error.code));`;
    const run = (): string =>
      execFileSync(process.execPath, ["--input-type=module", "-e", program], {
        timeout: 8_000,
        stdio: ["ignore", "pipe", "ignore"],
      }).toString();
    expect(run()).toBe("input-damaged");
  });

  it("says so when a file is cut off while it is read, and reads on when it grows", async () => {
    const path = file("shrinks.log", text);
    const input = await openInput("shrinks.log", path);
    await input.read(Buffer.alloc(1_000), 0);
    truncateSync(path, 1_000);
    await expect(readAll(input)).rejects.toMatchObject({
      code: "input-changed",
      message: `shrinks.log: became shorter while it was read: 1000 of ${text.length} bytes`,
    });
    const growing = await openInput("grows.log", file("grows.log", "one\n"));
    file("grows.log", "one\ntwo\n");
    expect((await readAll(growing)).toString()).toBe("one\ntwo\n");
  });

  it("names the file when the system refuses to read it", async () => {
    // The process's own memory map can be opened, but its first page is never there to be read.
    await expect(openInput("memory.log", "/proc/self/mem")).rejects.toMatchObject({ code: "world-failed", message: /^memory\.log: / });
  });

  it("delivers what comes before the damage", async () => {
    const whole = gzipSync(Array.from({ length: 200_000 }, (_, at) => `${Math.sin(at)}\n`).join(""));
    const input = await openInput("part.gz", file("part.gz", whole.subarray(0, whole.length / 2)));
    const buffer = Buffer.alloc(1_000);
    expect(await input.read(buffer, 0)).toBeGreaterThan(0);
    expect(buffer.toString().startsWith("0\n0.8414709848078965\n")).toBe(true);
    await input.close();
  });

  it("stops a gz bomb at the ratio, in little memory", async () => {
    const header = gzipSync("").subarray(0, 10);
    // 300 MB of zeros in one deflate stream of 0.3 MB.
    const bomb = file("bomb.gz", Buffer.concat([header, deflateRawSync(Buffer.alloc(300 * 1024 * 1024), { level: 9 })]));
    const input = await openInput("bomb.gz", bomb);
    const before = process.memoryUsage().rss;
    const buffer = Buffer.alloc(256 * 1024);
    let total = 0;
    let code = "none";
    while (code === "none") {
      try {
        const count = await input.read(buffer, 0);
        if (count === 0) break;
        total += count;
      } catch (error) {
        code = error instanceof OperationError ? error.code : "other";
      }
    }
    await input.close();
    expect(code).toBe("input-too-large");
    expect(total).toBeLessThanOrEqual(Math.max(8 * 1024 * 1024, input.sizeBytes * 200) + 1024 * 1024);
    expect(process.memoryUsage().rss - before).toBeLessThan(120 * 1024 * 1024);
  });

  it("reads a small file that shrank more than the ratio, since small files do", async () => {
    const path = file("dense.gz", gzipSync("same line\n".repeat(200_000)));
    expect((await readAll(await openInput("dense.gz", path), 256 * 1024)).length).toBe(2_000_000);
  });

  it("can be closed before anything was read", async () => {
    const input = await openInput("i", file("i", gzipSync(text)));
    await input.close();
    await nextTurn();
    expect(input.takenBytes()).toBeLessThanOrEqual(input.sizeBytes);
  });
});
