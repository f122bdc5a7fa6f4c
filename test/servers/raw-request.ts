import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";
import type { FormShape } from "./form-shapes.ts";

/** An answer as it came: its status, 0 where there was none, and all of its text. */
export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

/** Sends a request as it is written, on a connection of its own, from an address that the server believes of its proxy. */
export const askRaw = (
  port: number,
  from: string,
  { method, path, host = "shop.example", headers = {}, body }: FormShape,
): Promise<RawAnswer> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let text = "";
    const form = body === undefined ? {} : { "Content-Type": "application/x-www-form-urlencoded", "Content-Length": String(body.length) };
    const lines = Object.entries({ Host: host, Connection: "close", "X-Forwarded-For": from, ...headers, ...form }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    socket.setTimeout(10_000, () => socket.destroy());
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      const last = [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].at(-1);
      resolve({ status: Number(last?.[1] ?? 0), text });
    });
    socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body ?? ""}`);
  });

/** The same over HTTP/2, with TLS or without. */
export const askHttp2 = (origin: string, from: string, { method, path, headers = {}, body }: FormShape): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const session = connectHttp2(origin, { rejectUnauthorized: false });
    session.on("error", reject);
    const form = body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" };
    const stream = session.request({
      ":method": method,
      ":path": path,
      ":authority": "shop.example",
      "x-forwarded-for": from,
      ...headers,
      ...form,
    });
    let text = "";
    let status = 0;
    stream.on("response", (head) => {
      status = Number(head[":status"]);
    });
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
    stream.on("error", reject);
    stream.on("close", () => session.close(() => resolve({ status, text })));
    stream.end(body);
  });
