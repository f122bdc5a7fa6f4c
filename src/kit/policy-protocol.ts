import { createConnection, type Socket } from "node:net";

/** One request of Postfix' policy delegation protocol: names and values as sent. Source: SMTPD_POLICY_README. */
export type PolicyRequest = ReadonlyMap<string, string>;

/** More than a request ever has; who sends more is no Postfix. */
const longestRequest = 65_536;

const toRequest = (text: string): PolicyRequest =>
  new Map(
    text.split("\n").flatMap((line): [string, string][] => {
      const cut = line.indexOf("=");
      return cut < 1 ? [] : [[line.slice(0, cut), line.slice(cut + 1)]];
    }),
  );

/** Reads requests from a connection and answers each in its turn; `answer` gives the action alone, such as `DUNNO`. */
export const servePolicy = (socket: Socket, answer: (request: PolicyRequest) => Promise<string>): void => {
  let text = "";
  let before: Promise<void> = Promise.resolve();
  socket.setEncoding("latin1");
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk: string) => {
    text += chunk;
    for (let end = text.indexOf("\n\n"); end >= 0 && end <= longestRequest; end = text.indexOf("\n\n")) {
      const request = toRequest(text.slice(0, end));
      text = text.slice(end + 2);
      // Without an answer Postfix takes its default action; that is what a fault of ours comes to.
      before = before.then(async () => void socket.write(`action=${await answer(request)}\n\n`)).catch(() => void socket.destroy());
    }
    if (text.length > longestRequest) socket.destroy();
  });
};

/** Asks a policy server as Postfix would; null where none answers in time. */
export const askPolicy = (path: string, request: Readonly<Record<string, string>>, limitMs = 1_000): Promise<string | null> =>
  new Promise((resolve) => {
    const socket = createConnection(path);
    let text = "";
    const end = (answer: string | null): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(limitMs, () => end(null));
    socket.on("error", () => end(null)).on("close", () => end(null));
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
      const found = /^action=(.*)\n\n/.exec(text);
      if (found !== null) end(found[1] ?? "");
    });
    const lines = Object.entries(request).map(([name, value]) => `${name}=${value}\n`);
    socket.write(`${lines.join("")}\n`);
  });
