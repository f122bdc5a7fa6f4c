import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askPolicy, servePolicy } from "./policy-protocol.ts";

describe("the policy protocol", () => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-policy-"));
  const path = join(dir, "socket");
  const server = createServer((socket) =>
    servePolicy(socket, async (request) => {
      if (request.get("fail") !== undefined) throw new Error("no");
      return `DUNNO ${request.get("sender") ?? ""}`;
    }),
  );
  beforeAll(() => new Promise<void>((resolve) => server.listen(path, resolve)));
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(dir, { recursive: true });
  });

  const speak = (parts: readonly string[]): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect(path);
      let text = "";
      socket.on("data", (chunk) => {
        text += chunk.toString();
      });
      socket.on("close", () => resolve(text)).on("error", () => undefined);
      for (const part of parts) socket.write(part);
      socket.end();
    });

  it("answers each request in its turn, however it is cut up", async () => {
    const text = "request=smtpd_access_policy\nsender=a=b@c.example\n\nsender=\n\nsender=z\n\n";
    expect(await speak([...text])).toBe("action=DUNNO a=b@c.example\n\naction=DUNNO \n\naction=DUNNO z\n\n");
  });

  it("answers nothing where it fails, so that Postfix does what it does without it", async () => {
    expect(await speak(["fail=1\n\n"])).toBe("");
    expect(await askPolicy(path, { fail: "1" })).toBeNull();
  });

  it("ends with who sends without end", async () => {
    expect(await speak(["x".repeat(70_000), "\n\n"])).toBe("");
  });

  it("says null where nobody answers", async () => {
    expect(await askPolicy(join(dir, "nobody"), {})).toBeNull();
    expect(await askPolicy(path, { sender: "x" })).toBe("DUNNO x");
  });
});
