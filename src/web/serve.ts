import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import { dirname } from "node:path";
import { getRequestListener } from "@hono/node-server";
import { OperationError } from "../domain/operation-error.ts";
import type { Api } from "./api/create-api.ts";

/** Where the desk is served; `listen` null = at the socket alone. */
export interface ServeOptions {
  readonly listen: { readonly host: string; readonly port: number } | null;
  readonly socket: string;
}

/** What is served until it is closed. */
export interface Serving {
  /** Where it really listens, a chosen port included; null without the network. */
  readonly address: { readonly host: string; readonly port: number } | null;
  /** Takes nothing new, waits for what is under way (at most `patienceMs`), removes the socket. */
  readonly close: () => Promise<void>;
}

/** A check of a site may take 10 s, and several of them. */
const patienceMs = 20_000;

/** The kernel's limit for the path of a socket. Source: unix(7), sun_path. */
const longestSocketPath = 107;

const answers = (socket: string): Promise<boolean> =>
  new Promise((resolve) => {
    const attempt = connect(socket);
    attempt.once("connect", () => {
      attempt.destroy();
      resolve(true);
    });
    attempt.once("error", () => resolve(false));
  });

const createHttp = (fetch: Api["fetch"]): Server => {
  const server = createServer(getRequestListener(fetch));
  // Slow senders hold nothing for long. Headers 10 s, whole request 30 s.
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  return server;
};

const listening = (
  server: Server,
  at: { readonly path: string } | { readonly host: string; readonly port: number },
  shown: string,
): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", (cause) => reject(new OperationError("world-failed", `cannot listen at ${shown}: ${cause.message}`, cause)));
    server.listen(at, resolve);
  });

const end = async (server: Server): Promise<void> => {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  // A connection whose last answer went out would be kept for the next request, which nobody takes any more.
  const idle = setInterval(() => server.closeIdleConnections(), 25);
  const late = setTimeout(() => server.closeAllConnections(), patienceMs);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
};

const openSocket = async (server: Server, path: string): Promise<void> => {
  if (Buffer.byteLength(path) > longestSocketPath)
    throw new OperationError("config-wrong", `stateDir: the socket's path has more than ${longestSocketPath} bytes: ${path}`);
  mkdirSync(dirname(path), { recursive: true, mode: 0o750 });
  if (await answers(path)) throw new OperationError("store-busy", `a desk runs already at ${path}`);
  // What a killed desk left behind.
  rmSync(path, { force: true });
  // Never open to others, not even between two calls.
  const before = process.umask(0o117);
  try {
    const ready = listening(server, { path }, path);
    process.umask(before);
    await ready;
  } finally {
    process.umask(before);
  }
  chmodSync(path, 0o660);
};

/** Serves the API over the network with tokens, and at the socket without. */
export const serve = async (api: Api, { listen, socket }: ServeOptions): Promise<Serving> => {
  const local = createHttp(api.fetchLocal);
  await openSocket(local, socket);
  const open = [local];
  const close = async (): Promise<void> => {
    await Promise.all(open.map(end));
    rmSync(socket, { force: true });
  };
  if (listen === null) return { address: null, close };
  const web = createHttp(api.fetch);
  try {
    await listening(web, listen, `${listen.host}:${listen.port}`);
  } catch (cause) {
    await close();
    throw cause;
  }
  open.push(web);
  const address = web.address();
  const port = typeof address === "object" && address !== null ? address.port : listen.port;
  return { address: { host: listen.host, port }, close };
};
