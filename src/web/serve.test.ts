import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Api } from "./api/create-api.ts";
import { type Serving, serve } from "./serve.ts";

let dir = "";
let open: Serving[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "sekisho-serve-"));
});
afterEach(async () => {
  for (const one of open) await one.close();
  open = [];
  rmSync(dir, { recursive: true });
});

const plain: Api = { fetch: async () => new Response("network"), fetchLocal: async () => new Response("socket") };

const start = async (api: Api, options: Partial<Parameters<typeof serve>[1]> = {}): Promise<Serving> => {
  const serving = await serve(api, { listen: null, socket: join(dir, "desk.sock"), ...options });
  open.push(serving);
  return serving;
};

const overSocket = (path = "/"): Promise<string> =>
  new Promise((resolve, reject) => {
    const asked = request({ socketPath: join(dir, "desk.sock"), path }, async (answer) => {
      const parts: Buffer[] = [];
      for await (const part of answer) parts.push(part as Buffer);
      resolve(Buffer.concat(parts).toString());
    });
    asked.on("error", reject);
    asked.end();
  });

describe("serving the API", () => {
  it("lets who may open the socket in as the operator, and the network through the other door", async () => {
    const { address } = await start(plain, { listen: { host: "127.0.0.1", port: 0 } });
    expect(await overSocket()).toBe("socket");
    expect(await (await fetch(`http://127.0.0.1:${address?.port}/`)).text()).toBe("network");
    expect(statSync(join(dir, "desk.sock")).mode & 0o777).toBe(0o660);
  });

  it("takes over what a killed desk left, and refuses to stand beside one that lives", async () => {
    writeFileSync(join(dir, "desk.sock"), "");
    await start(plain);
    expect(await overSocket()).toBe("socket");
    await expect(start(plain)).rejects.toMatchObject({ code: "store-busy" });
    expect(await overSocket()).toBe("socket");
  });

  it("finishes what is under way before it closes, takes nothing new, and removes the socket", async () => {
    let answer: (text: string) => void = () => {};
    let isAsked: () => void = () => {};
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve;
    });
    const slow = new Promise<string>((resolve) => {
      answer = resolve;
    });
    const serving = await start({
      ...plain,
      fetchLocal: async () => {
        isAsked();
        return new Response(await slow);
      },
    });
    const first = overSocket();
    await asked;
    const closed = serving.close();
    await expect(overSocket()).rejects.toThrow();
    answer("done after all");
    expect(await first).toBe("done after all");
    await closed;
    expect(existsSync(join(dir, "desk.sock"))).toBe(false);
  });

  it("says what is wrong with where it should listen, and leaves nothing open", async () => {
    const { address } = await start(plain, { listen: { host: "127.0.0.1", port: 0 }, socket: join(dir, "one.sock") });
    const listen = { host: "127.0.0.1", port: address?.port ?? 0 };
    await expect(start(plain, { listen })).rejects.toThrow(`cannot listen at 127.0.0.1:${listen.port}`);
    expect(existsSync(join(dir, "desk.sock"))).toBe(false);
    await expect(start(plain, { socket: join(dir, "x".repeat(120)) })).rejects.toMatchObject({ code: "config-wrong" });
  });
});
