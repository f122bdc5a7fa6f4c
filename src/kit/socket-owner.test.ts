import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { socketOwner } from "./socket-owner.ts";

const linux = process.platform === "linux";

const withConnection = async (host: string, use: (ends: { client: Socket; port: number }) => Promise<void>): Promise<void> => {
  const server = createServer((socket) => void socket.on("error", () => undefined).resume());
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const port = (server.address() as AddressInfo).port;
  const client = connect(port, host);
  await new Promise<void>((resolve) => client.once("connect", () => resolve()));
  try {
    await use({ client, port });
  } finally {
    client.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
};

describe.skipIf(!linux)("socketOwner", () => {
  for (const host of ["127.0.0.1", "::1"])
    it(`tells whose a connection over ${host} is, by both of its ends`, () =>
      withConnection(host, async ({ client, port }) => {
        const ends = [
          { address: host, port: client.localPort ?? 0 },
          { address: host, port },
        ] as const;
        expect(await socketOwner(...ends)).toBe(process.getuid?.());
        expect(await socketOwner(ends[0], { address: host, port: port === 1 ? 2 : port - 1 })).toBeNull();
        client.destroy();
        await new Promise((resolve) => client.once("close", resolve));
        // What is closed is nobody's: the kernel says uid 0 of it, which would be root's.
        expect(await socketOwner(...ends)).toBeNull();
      }));

  it("knows nothing of what is no address", async () => {
    expect(await socketOwner({ address: "unknown", port: 1 }, { address: "127.0.0.1", port: 2 })).toBeNull();
  });
});
