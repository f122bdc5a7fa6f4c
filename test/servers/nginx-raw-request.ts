import { connect as h2connect } from "node:http2";
import { connect as tcp } from "node:net";
import { connect as tls } from "node:tls";

/** A request byte for byte as it shall be sent. */
export interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly host: string;
  /** The client that the proxy in front names. */
  readonly from: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
  /** `h2` = HTTP/2 over TLS, `tls` = HTTP/1.1 over TLS. */
  readonly over?: "plain" | "tls" | "h2" | "ipv6";
}

export interface RawAnswer {
  /** 0: the connection was closed without one. */
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

export interface Ports {
  readonly port: number;
  readonly tlsPort: number;
  readonly port6: number;
}

const form = "application/x-www-form-urlencoded";

const textOf = ({ method, target, host, from, headers = [], body }: RawRequest): string => {
  const lines = [`${method} ${target} HTTP/1.1`, `Host: ${host}`, "Connection: close", `X-Forwarded-For: ${from}`];
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  const hasType = headers.some(([name]) => name.toLowerCase() === "content-type");
  if (body !== undefined) lines.push(...(hasType ? [] : [`Content-Type: ${form}`]), `Content-Length: ${Buffer.byteLength(body)}`);
  return `${lines.join("\r\n")}\r\n\r\n${body ?? ""}`;
};

const readAnswer = (text: string): RawAnswer => {
  const end = text.indexOf("\r\n\r\n");
  return { status: Number(/^HTTP\/1\.\d (\d{3})/.exec(text)?.[1] ?? 0), head: text.slice(0, end), body: text.slice(end + 4) };
};

const overHttp1 = (ports: Ports, request: RawRequest): Promise<RawAnswer> =>
  new Promise((resolve) => {
    const { over = "plain" } = request;
    const socket =
      over === "tls"
        ? tls({ host: "127.0.0.1", port: ports.tlsPort, rejectUnauthorized: false, servername: "shop.example" })
        : over === "ipv6"
          ? tcp(ports.port6, "::1")
          : tcp(ports.port, "127.0.0.1");
    const parts: Buffer[] = [];
    socket.on("data", (part) => parts.push(part));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(readAnswer(Buffer.concat(parts).toString())));
    socket.setTimeout(10_000, () => socket.destroy());
    socket.write(textOf(request));
  });

const overHttp2 = (ports: Ports, { method, target, host, from, headers = [], body }: RawRequest): Promise<RawAnswer> =>
  new Promise((resolve) => {
    const session = h2connect(`https://127.0.0.1:${ports.tlsPort}`, { rejectUnauthorized: false, servername: "shop.example" });
    const done = (answer: RawAnswer): void => {
      session.close();
      resolve(answer);
    };
    session.on("error", () => resolve({ status: 0, head: "", body: "" }));
    const fields: Record<string, string> = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
    const type = body === undefined || "content-type" in fields ? {} : { "content-type": form };
    const asked = session.request(
      { ":method": method, ":path": target, ":authority": host, "x-forwarded-for": from, ...type, ...fields },
      { endStream: body === undefined },
    );
    let status = 0;
    let text = "";
    asked.setEncoding("utf8");
    asked.on("response", (head) => {
      status = Number(head[":status"]);
    });
    asked.on("data", (part: string) => {
      text += part;
    });
    asked.on("error", () => done({ status: 0, head: "", body: "" }));
    asked.on("end", () => done({ status, head: "", body: text }));
    if (body !== undefined) asked.end(body);
  });

/** Sends one request on a connection of its own. */
export const sendRaw = (ports: Ports, request: RawRequest): Promise<RawAnswer> =>
  request.over === "h2" ? overHttp2(ports, request) : overHttp1(ports, request);
