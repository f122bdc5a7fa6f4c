import { request as httpRequest } from "node:http";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { OperationError, type OperationErrorCode, operationErrors } from "../domain/operation-error.ts";
import type { CliIo } from "./cli-io.ts";

/** A desk to talk to, the same whether it runs beside or is opened in this process. */
export interface DeskClient {
  /** Asks the API (`path` below `/api/v1`); rejects with an OperationError of the code that the answer names. */
  readonly ask: <Answer>(method: "GET" | "POST" | "DELETE", path: string, body?: unknown) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

/** The store opened under its lock, with the API over it and without a network. */
export interface LocalDesk {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly close: () => Promise<void>;
}

/** Opens the desk in this process; `main.ts` hands it in. */
export type OpenLocalDesk = (config: Config) => Promise<LocalDesk>;

/** Where a running desk of this config is found. */
export const socketOf = ({ stateDir }: Config): string => join(stateDir.absolute, "desk.sock");

/** Whose decision it is: who came through sudo, else who is logged in. */
const personOf = ({ SUDO_USER, USER, LOGNAME }: CliIo["env"]): string => SUDO_USER || USER || LOGNAME || "operator";

interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

type Send = (method: string, path: string, body: string | null) => Promise<RawAnswer>;

/** Longer than the slowest answer: a verification of several requirements. */
const longestAnswerMs = 150_000;

const headersOf = (person: string, body: string | null): Record<string, string> => ({
  "sekisho-person": encodeURIComponent(person),
  ...(body === null ? {} : { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) }),
});

const sendOver =
  (socketPath: string, person: string): Send =>
  (method, path, body) =>
    new Promise((resolve, reject) => {
      const request = httpRequest({ socketPath, method, path, headers: { host: "desk", ...headersOf(person, body) } }, (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
        answer.on("error", reject);
      });
      request.setTimeout(longestAnswerMs, () => request.destroy(new Error("no answer")));
      request.on("error", reject);
      request.end(body ?? undefined);
    });

const sendLocally =
  ({ fetch }: LocalDesk, person: string): Send =>
  async (method, path, body) => {
    const { "content-length": _, ...headers } = headersOf(person, body);
    const answer = await fetch(new Request(`http://desk${path}`, { method, headers, ...(body === null ? {} : { body }) }));
    return { status: answer.status, text: await answer.text() };
  };

const errorOf = ({ status, text }: RawAnswer): OperationError => {
  try {
    const { code, detail } = JSON.parse(text) as { readonly code: string; readonly detail: string };
    if (Object.hasOwn(operationErrors, code)) return new OperationError(code as OperationErrorCode, detail);
  } catch {
    // Not the desk's own words: said below.
  }
  return new OperationError("desk-unreachable", `what answers is no desk of this version: HTTP ${status}`);
};

const clientOf = (send: Send, close: () => Promise<void>): DeskClient => ({
  ask: async <Answer>(method: string, path: string, body?: unknown) => {
    const answer = await send(method, `/api/v1${path}`, body === undefined ? null : JSON.stringify(body));
    if (answer.status >= 300) throw errorOf(answer);
    return JSON.parse(answer.text) as Answer;
  },
  close,
});

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "");

/** Whether a desk answers at the socket. Throws where one is there that this user may not talk to. */
const isRunning = async (send: Send, socket: string): Promise<boolean> => {
  try {
    await send("GET", "/healthz", null);
    return true;
  } catch (cause) {
    if (["ENOENT", "ECONNREFUSED", "ENOTDIR"].includes(codeOf(cause))) return false;
    throw new OperationError("desk-unreachable", `${socket}: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
};

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** A desk that is just starting or ending has the store and no socket: asked again a few times, under a second in all. */
const tries = 4;
const betweenMs = 150;

/** The desk that runs for this config. Throws `desk-unreachable` where none does. */
export const openRunningDesk = async (config: Config, { env }: CliIo): Promise<DeskClient> => {
  const socket = socketOf(config);
  const send = sendOver(socket, personOf(env));
  if (await isRunning(send, socket)) return clientOf(send, async () => {});
  throw new OperationError("desk-unreachable", `${socket}: no desk runs for this config; start it with \`sekisho serve\``);
};

/** The desk that runs for this config, else the store in this process. */
export const openDeskClient = async (config: Config, openLocal: OpenLocalDesk, { env }: CliIo): Promise<DeskClient> => {
  const [socket, person] = [socketOf(config), personOf(env)];
  const send = sendOver(socket, person);
  for (let left = tries; ; left--) {
    if (await isRunning(send, socket)) return clientOf(send, async () => {});
    try {
      const local = await openLocal(config);
      return clientOf(sendLocally(local, person), local.close);
    } catch (cause) {
      if (left === 1 || !(cause instanceof OperationError) || cause.code !== "store-busy") throw cause;
      await pause(betweenMs);
    }
  }
};
