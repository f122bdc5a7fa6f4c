import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createAskSite } from "./ask-site.ts";

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

let seen: Seen[] = [];

const pages: Readonly<Record<string, (answer: ServerResponse) => void>> = {
  "/": (answer) => answer.end("<h1>shop</h1>"),
  "/gone/": (answer) => answer.writeHead(410).end("gone"),
  "/large": (answer) => {
    answer.writeHead(200);
    const chunk = "x".repeat(65_536);
    const push = (): void => {
      while (answer.write(chunk));
      answer.once("drain", push);
    };
    push();
  },
  "/loop": (answer) => answer.writeHead(302, { location: "/loop" }).end(),
  "/1": (answer) => answer.writeHead(302, { location: "/2" }).end(),
  "/2": (answer) => answer.writeHead(302, { location: "http://www.shop.example/3" }).end(),
  "/3": (answer) => answer.writeHead(302, { location: "/4" }).end(),
  "/4": (answer) => answer.writeHead(302, { location: "/5" }).end(),
  "/elsewhere": (answer) => answer.writeHead(302, { location: "http://bank.example/" }).end(),
  "/send": (answer) => answer.writeHead(302, { location: "/thanks" }).end(),
  "/moved": (answer) => answer.writeHead(301, { location: "http://www.shop.example/moved" }).end(),
  "/credentials": (answer) => answer.writeHead(302, { location: "http://a:b@shop.example/" }).end(),
  "/cut": (answer) => answer.destroy(),
};

const server = createServer(async (request, answer) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const { method = "", url = "", headers } = request;
  seen.push({ method, url, headers, body: Buffer.concat(parts).toString() });
  if (url === "/moved" && headers.host === "www.shop.example") answer.end("posted");
  else pages[url]?.(answer);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
afterEach(() => {
  seen = [];
});

const ask = (given: {
  readonly method?: "GET" | "POST";
  readonly path: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly site?: string;
}) =>
  createAskSite({
    siteOf: (name) =>
      name === "shop.example"
        ? {
            names: ["shop.example", "www.shop.example"],
            address: { host: "127.0.0.1", port: (server.address() as AddressInfo).port, tls: false },
          }
        : name === "localhost"
          ? { names: ["localhost"], address: null }
          : null,
    userAgent: "Sekisho-Check/0 (+mailto:abuse@host.example)",
  })({ site: "shop.example", method: "GET", ...given });

describe("asking a site", () => {
  it("goes to the configured address under the site's name, and says who asks", async () => {
    expect(await ask({ path: "/" })).toMatchObject({ status: 200, body: "<h1>shop</h1>" });
    expect(seen[0]?.headers).toMatchObject({ host: "shop.example", "user-agent": "Sekisho-Check/0 (+mailto:abuse@host.example)" });
    expect(seen[0]?.headers).not.toHaveProperty("cookie");
    expect(seen[0]?.headers).not.toHaveProperty("authorization");
    expect(await ask({ path: "/gone/" })).toMatchObject({ status: 410 });
  });

  it("posts a form as a browser does, and takes a page of thanks for the answer", async () => {
    const form = { email: "check@sekisho.invalid", message: "a b&c" };
    expect(await ask({ method: "POST", path: "/send", form })).toMatchObject({ status: 302 });
    expect(seen).toMatchObject([{ method: "POST", url: "/send", body: "email=check%40sekisho.invalid&message=a+b%26c" }]);
  });

  it("posts again where the same address only has another name", async () => {
    expect(await ask({ method: "POST", path: "/moved", form: { a: "1" } })).toMatchObject({ status: 200, body: "posted" });
    expect(seen.map(({ method, body }) => `${method} ${body}`)).toEqual(["POST a=1", "POST a=1"]);
  });

  it("follows three times at most, on names of the site alone, never with credentials", async () => {
    expect(await ask({ path: "/1" })).toMatchObject({ status: 302 });
    expect(seen.map(({ url }) => url)).toEqual(["/1", "/2", "/3", "/4"]);
    expect(seen[2]?.headers.host).toBe("www.shop.example");
    seen = [];
    for (const path of ["/elsewhere", "/credentials", "/loop"]) expect(await ask({ path })).toMatchObject({ status: 302 });
    expect(seen).toHaveLength(3);
  });

  it("reads a mebibyte at most", async () => {
    const answer = await ask({ path: "/large" });
    expect("body" in answer && answer.body.length).toBe(1_048_576);
  });

  it("asks no site of others, no inner address, and tells why nothing came", async () => {
    expect(await ask({ site: "bank.example", path: "/" })).toEqual({ why: "bank.example is no site of this host" });
    expect(await ask({ site: "localhost", path: "/" })).toEqual({ why: expect.stringMatching(/which is not public$/) });
    expect(await ask({ path: "@bank.example/" })).toEqual({ why: "the path is none" });
    expect(await ask({ path: "/cut" })).toEqual({ why: expect.stringContaining("hang up") });
    expect(seen.map(({ url }) => url)).toEqual(["/cut"]);
  });
});
