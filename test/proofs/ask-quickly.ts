import { Agent, request } from "node:http";

/** A request to a server on loopback, by its status; 0 where none came. */
export const statusOf = (
  port: number,
  agent: Agent | false,
  headers: Readonly<Record<string, string>>,
  path = "/style.css",
): Promise<number> =>
  new Promise((resolve) => {
    const asked = request({ host: "127.0.0.1", port, path, agent, headers });
    asked.on("response", (answer) => {
      answer.resume();
      answer.on("end", () => resolve(answer.statusCode ?? 0));
    });
    asked.on("error", () => resolve(0));
    asked.end();
  });

/** Calls `work` for 0 to `count` - 1, eight at a time. */
export const eightAtATime = async (count: number, work: (at: number) => Promise<void>): Promise<void> => {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: 8 }, lane));
};

export const keepingAlive = (): Agent => new Agent({ keepAlive: true, maxSockets: 8 });
