import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { NginxListen } from "./nginx-config.ts";

/** Asks for the probe's page under a site's name, on a connection of its own; null where nothing answers. */
export type AskProbe = (listen: NginxListen, domain: string) => Promise<string | null>;

const longestMs = 2_000;
const longestAnswer = 4_096;

export const askProbe: AskProbe = (listen, domain) =>
  new Promise((resolve) => {
    const path = "/.sekisho/probe";
    const common = { host: listen.address, port: listen.port, path, headers: { host: domain }, agent: false, timeout: longestMs };
    const asked = listen.tls ? httpsRequest({ ...common, servername: domain, rejectUnauthorized: false }) : httpRequest(common);
    asked.on("response", (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (part: string) => {
        if (text.length < longestAnswer) text += part;
      });
      answer.on("end", () => resolve(text));
      answer.on("error", () => resolve(null));
    });
    asked.on("timeout", () => asked.destroy());
    asked.on("error", () => resolve(null));
    asked.on("close", () => resolve(null));
    asked.end();
  });
