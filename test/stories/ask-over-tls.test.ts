import { createServer as createPlain, type Server } from "node:http";
import { createServer as createSecure } from "node:https";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { formClosed } from "../../src/catalog/checks/form-closed.ts";
import { createAskSite } from "../../src/desk/ask-site.ts";
import { begin } from "../../src/domain/case/advance.ts";
import { detected, monday } from "../case-builder.ts";
import { ownCertificate } from "../own-certificate.ts";

let secure: Server;
let plain: Server;
let asked: string[] = [];

const listen = (server: Server): Promise<void> => new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

beforeEach(async () => {
  asked = [];
  secure = createSecure(ownCertificate, (request, answer) => {
    asked.push(`https ${request.method} ${request.headers.host}${request.url}`);
    answer.writeHead(410).end("gone");
  }) as unknown as Server;
  plain = createPlain((request, answer) => {
    asked.push(`http ${request.method} ${request.headers.host}${request.url}`);
    const to = request.url === "/bank/" ? "bank.example" : "shop.example";
    answer.writeHead(301, { location: `https://${to}${request.url}` }).end();
  });
  await Promise.all([listen(secure), listen(plain)]);
});

afterEach(() => {
  for (const server of [secure, plain]) {
    server.closeAllConnections();
    server.close();
  }
});

const askSiteAt = (port: number) =>
  createAskSite({
    siteOf: () => ({ names: ["shop.example"], address: { host: "127.0.0.1", port, tls: false }, tlsPort: portOf(secure) }),
    userAgent: "Sekisho-Check/0",
  });

/** A port that nobody listens at any more. */
const closedPort = async (): Promise<number> => {
  const port = portOf(plain);
  await new Promise((resolve) => plain.close(resolve));
  return port;
};

describe("a site that is there over TLS alone", () => {
  it("is asked on the same server's address where the plain port is closed", async () => {
    const askSite = askSiteAt(await closedPort());
    expect(await askSite({ site: "shop.example", method: "GET", path: "/contact/" })).toMatchObject({ status: 410, isUnverified: true });
    expect(asked).toEqual(["https GET shop.example/contact/"]);
  });

  it("is followed to TLS on the same server where it sends on to it, a posted form too, and nowhere else", async () => {
    const askSite = askSiteAt(portOf(plain));
    expect(await askSite({ site: "shop.example", method: "POST", path: "/contact/", form: { a: "b" } })).toMatchObject({ status: 410 });
    expect(asked).toEqual(["http POST shop.example/contact/", "https POST shop.example/contact/"]);
    expect(await askSite({ site: "shop.example", method: "GET", path: "/bank/" })).toMatchObject({ status: 301 });
    expect(asked).toHaveLength(3);
  });

  it("meets its condition by what it answers, and the proof says that the certificate was not verified", async () => {
    const askSite = askSiteAt(await closedPort());
    const sightOf = async () => ({ lastHarmAt: null, mailReadTo: null, accessReadTo: null });
    const found = await formClosed.run(begin(detected(monday)).case, { now: monday, sightOf, askSite });
    expect(found).toEqual({ state: "met", code: "form-gone", detail: { path: "/contact/", status: 410, certificate: "not-verified" } });
  });

  it("is not reached, and nothing is known, where both ports are closed", async () => {
    const port = await closedPort();
    const askSite = createAskSite({
      siteOf: () => ({ names: ["shop.example"], address: { host: "127.0.0.1", port, tls: false }, tlsPort: port }),
      userAgent: "Sekisho-Check/0",
    });
    expect(await askSite({ site: "shop.example", method: "GET", path: "/contact/" })).toHaveProperty("why");
  });
});
