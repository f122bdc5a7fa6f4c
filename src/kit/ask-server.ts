import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";

/** One request to a server at its own address, for one of its names. */
export interface ServerRequest {
  readonly address: string;
  readonly port: number;
  readonly isTls: boolean;
  /** Goes into Host, and into the TLS handshake. */
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ServerAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Its beginning. */
  readonly text: string;
}

const keptBytes = 16_384;
const limitMs = 5_000;

/** Asks, on a connection of its own; a certificate is not looked at, since the address is known. Rejects where no answer comes. */
export const askServer = ({ address, port, isTls, host, method, path, headers }: ServerRequest): Promise<ServerAnswer> =>
  new Promise((resolve, reject) => {
    const options = { host: address, port, method, path, headers: { Host: host, ...headers }, agent: false, timeout: limitMs };
    const sent = isTls ? tlsRequest({ ...options, servername: host, rejectUnauthorized: false }) : plainRequest(options);
    sent.on("timeout", () => sent.destroy(new Error(`${address}:${port} does not answer within ${limitMs / 1000} s`)));
    sent.on("error", reject);
    sent.on("response", (answer) => {
      let text = "";
      answer.on("data", (chunk: Buffer) => {
        if (text.length < keptBytes) text += chunk.toString("utf8");
      });
      answer.on("error", reject);
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: text.slice(0, keptBytes) }));
    });
    sent.end();
  });
