import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { foreignRanges } from "../../../src/geo/foreign-ranges.ts";
import type { Imposition } from "../../../src/ports/enforcer.ts";
import { writeSite } from "../../servers/apache.ts";
import type { ApacheLab } from "../../servers/apache-lab.ts";
import type { Finding, Proof } from "../proof.ts";
import { document, geoOptions, imposition, quantile, rootOf, withLab } from "./lab-parts.ts";

const fullRequests = 20_000;

const ticksPerSecond = 100;

/** Seconds that the server's processes have computed. */
const cpuOf = (pid: number): number => {
  let ticks = 0;
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry)))
    try {
      const fields = readFileSync(`/proc/${name}/stat`, "latin1")
        .replace(/^.*\) /, "")
        .split(" ");
      if (name === String(pid) || fields[1] === String(pid)) ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      // It has just ended.
    }
  return ticks / ticksPerSecond;
};

/** CPU milliseconds of the server per request. */
export const costOf = (lab: Pick<ApacheLab, "apache">, requests: number, host: string, from: string): number => {
  const before = cpuOf(lab.apache.pid);
  const args = [
    "-q",
    "-k",
    "-n",
    String(requests),
    "-c",
    "4",
    "-H",
    `X-Forwarded-For: ${from}`,
    "-H",
    `Host: ${host}`,
    `http://127.0.0.1:${lab.apache.port}/a.html`,
  ];
  const { status, stderr } = spawnSync("ab", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return ((cpuOf(lab.apache.pid) - before) * 1_000) / requests;
};

const proveCost = (count: number): Promise<Finding> => {
  const names = ["plain", "idle", "foreign", "writes", "path", "network"];
  const domainOf = (name: string): string => `${name}.example`;
  const vhosts = (www: string) => names.map((name) => ({ domain: domainOf(name), root: `${www}/shop`, isGuarded: name !== "plain" }));
  return withLab({ vhosts, ...(count < fullRequests ? {} : { foreign: foreignRanges(geoOptions) }) }, async (lab) => {
    writeSite(rootOf(lab), { "a.html": "a page", "mail.php": "<?php" });
    const order = (at: number, measure: Imposition["measure"], name: string, target = {}) =>
      lab.enforcer.apply(imposition(at, measure, { site: domainOf(name), ...target }));
    await order(1, "deny-foreign", "foreign");
    await order(2, "deny-foreign-writes", "writes");
    await order(3, "deny-path", "path", { path: "/mail.php" });
    await order(4, "deny-network", "network", { cidrs: ["192.0.2.0/24"] });
    const rows: readonly (readonly [string, string, string])[] = [
      ["no measure in force", "idle", "1.0.16.1"],
      ["deny-foreign, home IPv4", "foreign", "1.0.16.1"],
      ["deny-foreign, home IPv6", "foreign", "2001:200::1"],
      ["deny-foreign, refused", "foreign", "8.8.8.8"],
      ["deny-foreign-writes, a read", "writes", "8.8.8.8"],
      ["deny-network", "network", "1.0.16.1"],
      ["deny-path, a neighbour", "path", "1.0.16.1"],
    ];
    const pairs = count < fullRequests ? 1 : 5;
    const requests = Math.max(200, Math.trunc(count / pairs));
    const added = rows.map(([what, name, from]) => {
      const differences = Array.from(
        { length: pairs },
        () => costOf(lab, requests, domainOf(name), from) - costOf(lab, requests, "plain.example", from),
      );
      return { what, ms: quantile(differences, 0.5) };
    });
    const mostMs = count < fullRequests ? 2 : 0.2;
    return {
      figure: `CPU added to a request of a static page (median of ${pairs} pairs of ${requests.toLocaleString("en")} requests): ${added.map(({ what, ms }) => `${what} ${ms.toFixed(3)} ms`).join("; ")} (goal: ≤ 0.2)`,
      faults: added.filter(({ ms }) => ms > mostMs).map(({ what, ms }) => `${what}: ${ms} ms`),
    };
  });
};

export const apacheCost: Proof = {
  ...document,
  name: "apache-cost",
  about: "the guard costs a request little",
  fullCount: fullRequests,
  run: proveCost,
};
