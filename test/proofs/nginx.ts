import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { runProgram } from "../../src/kit/run-program.ts";
import type { Imposition } from "../../src/ports/enforcer.ts";
import { createRandom } from "../seeded-random.ts";
import { makeNginxPlace, nginxMissing } from "../servers/nginx.ts";
import { type LabOptions, labAddresses, type NginxLab, startNginxLab } from "../servers/nginx-lab.ts";
import { writeSite } from "../servers/nginx-scripts.ts";
import { eightAtATime, keepingAlive, statusOf } from "./ask-quickly.ts";
import { openBundled } from "./nginx-geo.ts";
import { type Finding, faultsKept, type Proof } from "./proof.ts";

const site = "shop.example";
const common = { document: "CONTAINMENT.md", missing: nginxMissing } as const;

const order = (at: number, measure: Imposition["measure"], more: Imposition["target"] = {}): Imposition => ({
  ...{ id: `2026-${String(at).padStart(6, "0")}.1.1`, caseId: `2026-${String(at).padStart(6, "0")}`, measure },
  target: { site, ...more },
});

const withLab = async (options: LabOptions, work: (lab: NginxLab) => Promise<Finding>): Promise<Finding> => {
  const lab = await startNginxLab(options);
  try {
    return await work(lab);
  } finally {
    await lab.stop();
  }
};

const quantile = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
const ms = (time: number): string => `${Math.round(time)} ms`;

const proveAddresses = async (count: number, seed: number): Promise<Finding> => {
  const { geo, blocks, address } = openBundled();
  return withLab({ geo: blocks, php: false }, async (lab) => {
    await lab.enforcer.apply(order(1, "deny-foreign"));
    const random = createRandom(seed);
    const asked = Array.from({ length: count }, () => address(random));
    const agent = keepingAlive();
    const faults: string[] = [];
    let refused = 0;
    await eightAtATime(count, async (at) => {
      const from = asked[at] as string;
      const status = await statusOf(lab.nginx.port, agent, { host: site, "x-forwarded-for": from });
      const isForeign = geo.place(from).origin === "foreign";
      if (status === 403) refused++;
      if (status !== (isForeign ? 403 : 200) && faults.length < faultsKept) faults.push(`${from}: ${status}, ${geo.place(from).origin}`);
    });
    agent.destroy();
    const ipv6 = asked.filter((text) => text.includes(":")).length;
    return {
      figure: `${count.toLocaleString("en")} addresses, ${ipv6.toLocaleString("en")} of them IPv6, asked under \`deny-foreign\` of an nginx with ${blocks.length.toLocaleString("en")} blocks: ${refused.toLocaleString("en")} refused, ${faults.length} otherwise than the databases place them`,
      faults,
    };
  });
};

/** Milliseconds from the order to the proof, and what was not proven. */
const timeOrders = async (lab: NginxLab, count: number, next: (at: number) => Imposition) => {
  const times: number[] = [];
  const faults: string[] = [];
  for (let at = 0; at < count; at++) {
    const imposition = next(at);
    const from = performance.now();
    await lab.enforcer.apply(imposition);
    const { state, proof } = await lab.enforcer.probe(imposition);
    times.push(performance.now() - from);
    if (state !== "in-force" && faults.length < faultsKept) faults.push(proof);
    await lab.enforcer.lift(imposition);
    if ((await lab.enforcer.probe(imposition)).state !== "not-in-force") faults.push(`${imposition.id} is not lifted`);
  }
  return { times, faults };
};

const proveOrders = async (count: number): Promise<Finding> => {
  const { blocks } = openBundled();
  return withLab({ geo: blocks, php: false }, async (lab) => {
    const without = ["deny-foreign-writes", "deny-foreign", "deny-writes"] as const;
    const plain = await timeOrders(lab, count, (at) => order(at, without[at % 3] ?? "deny-writes"));
    const withReload = await timeOrders(lab, count, (at) => order(at, "deny-path", { path: `/mail${at}.php` }));
    const [a, b] = [plain, withReload].map(({ times }) => ({ half: quantile(times, 0.5), most: quantile(times, 0.99) }));
    const slow = [
      ...((a?.half ?? 0) <= 1_000 && (a?.most ?? 0) <= 3_000 ? [] : ["without a reload it takes too long"]),
      ...((b?.half ?? 0) <= 3_000 && (b?.most ?? 0) <= 10_000 ? [] : ["with a reload it takes too long"]),
    ];
    return {
      figure: `${count} orders without a reload: from the order to the proof half within ${ms(a?.half ?? 0)}, 99 % within ${ms(a?.most ?? 0)} (goal: 1 s, 3 s); ${count} with a reload: ${ms(b?.half ?? 0)}, ${ms(b?.most ?? 0)} (goal: 3 s, 10 s)`,
      faults: [...plain.faults, ...withReload.faults, ...slow],
    };
  });
};

const ticksOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return Number(fields[11]) + Number(fields[12]);
};
/** Of processor time, USER_HZ on Linux. */
const msATick = 10;

const costOf = async (
  { port, pids }: { readonly port: number; readonly pids: () => readonly number[] },
  count: number,
  from: string,
): Promise<number> => {
  const agent = keepingAlive();
  const ticks = (): number => pids().reduce((sum, pid) => sum + ticksOf(pid), 0);
  const before = ticks();
  await eightAtATime(count, async () => void (await statusOf(port, agent, { host: site, "x-forwarded-for": from })));
  agent.destroy();
  return ((ticks() - before) * msATick) / count;
};

const pairs = 4;

const proveCost = async (count: number): Promise<Finding> => {
  const { blocks } = openBundled();
  const place = makeNginxPlace();
  writeSite(place.root(site));
  const bare = await place.start({ guarded: false, php: false, sites: [{ domain: site, names: [site] }] });
  return withLab({ geo: blocks, php: false, sites: [{ domain: site, names: [site] }] }, async ({ nginx, enforcer }) => {
    const off: number[] = [];
    const idle: number[] = [];
    const on: number[] = [];
    const measures = [
      order(1, "deny-foreign-writes"),
      ...Array.from({ length: 10 }, (_, at) => order(at + 2, "deny-path", { path: `/x${at}.php` })),
    ];
    for (let pair = 0; pair < pairs; pair++) {
      off.push(await costOf(bare, count, labAddresses.home));
      idle.push(await costOf(nginx, count, labAddresses.home));
      for (const one of measures) await enforcer.apply(one);
      on.push(await costOf(nginx, count, labAddresses.home));
      for (const one of measures) await enforcer.lift(one);
    }
    const [a, b, c] = [off, idle, on].map((series) => quantile(series, 0.5)) as [number, number, number];
    const least = count * pairs >= 20_000 ? 0.05 : 1;
    return {
      figure: `processor time of nginx per request for a small file, half of ${pairs} series of ${count.toLocaleString("en")}: ${a.toFixed(4)} ms without the guard, +${(b - a).toFixed(4)} ms with it and nothing in force, +${(c - a).toFixed(4)} ms with \`deny-foreign-writes\` and ten closed scripts (goal: ≤ 0.05 ms)`,
      faults: c - a <= least && b - a <= least ? [] : [`+${(b - a).toFixed(4)} ms, +${(c - a).toFixed(4)} ms`],
    };
  }).finally(() => bare.stop());
};

const manySites = (count: number): LabOptions["sites"] =>
  Array.from({ length: count }, (_, at) => ({ domain: `s${at}.example`, names: [`s${at}.example`, `www.s${at}.example`] }));

const proveServers = async (count: number): Promise<Finding> => {
  const { blocks } = openBundled();
  return withLab({ geo: blocks, php: false, sites: manySites(count) ?? [], sharedRoot: true }, async ({ nginx, enforcer }) => {
    const tests: number[] = [];
    const reloads: number[] = [];
    for (let at = 0; at < 5; at++) {
      const from = performance.now();
      const { exit, said } = await runProgram(nginx.test);
      tests.push(performance.now() - from);
      if (exit !== 0 || said !== "") return { figure: "", faults: [`nginx -t: ${exit} ${said}`] };
      const started = performance.now();
      await enforcer.apply({ ...order(at, "deny-path", { path: `/x${at}.php` }), target: { site: "s0.example", path: `/x${at}.php` } });
      reloads.push(performance.now() - started - (tests.at(-1) ?? 0));
    }
    const [test, reload] = [quantile(tests, 0.5), quantile(reloads, 0.5)];
    return {
      figure: `${count.toLocaleString("en")} guarded server blocks and ${blocks.length.toLocaleString("en")} blocks of addresses: the configuration's test takes ${ms(test)} (goal: ≤ 1 s), a reload until all that answers is new ${ms(reload)} (goal: ≤ 3 s); half of five`,
      faults: [...(test <= 1_000 ? [] : [`test ${ms(test)}`]), ...(reload <= 3_000 ? [] : [`reload ${ms(reload)}`])],
    };
  });
};

const proveReloads = async (count: number): Promise<Finding> => {
  const { blocks } = openBundled();
  return withLab({ geo: blocks, php: false }, async ({ nginx }) => {
    let going = true;
    const tally = { asked: 0, failed: 0, kept: 0, closed: 0 };
    const agent = keepingAlive();
    const fresh = async (): Promise<void> => {
      while (going) {
        tally.asked++;
        if ((await statusOf(nginx.port, false, { host: "other.example", connection: "close" })) !== 200) tally.failed++;
      }
    };
    const kept = async (): Promise<void> => {
      while (going) {
        tally.kept++;
        if ((await statusOf(nginx.port, agent, { host: "other.example" })) !== 200) tally.closed++;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    const lanes = [fresh(), fresh(), fresh(), fresh(), kept(), kept()];
    const faults: string[] = [];
    for (let at = 0; at < count; at++) {
      const { exit, said } = await runProgram(nginx.reload);
      if (exit !== 0) faults.push(said);
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
    going = false;
    await Promise.all(lanes);
    agent.destroy();
    return {
      figure: `${count} reloads under load: ${tally.failed} of ${tally.asked.toLocaleString("en")} requests on new connections failed; of ${tally.kept.toLocaleString("en")} on kept ones ${tally.closed} met a connection that was just closed, which a browser repeats`,
      faults: [...faults, ...(tally.failed === 0 ? [] : [`${tally.failed} failed`])],
    };
  });
};

export const nginxProofs: readonly Proof[] = [
  {
    ...common,
    name: "nginx-addresses",
    about: "nginx refuses whom the databases place abroad, and nobody else",
    fullCount: 10_000,
    run: proveAddresses,
  },
  { ...common, name: "nginx-orders", about: "an order to nginx is soon proven", fullCount: 100, run: proveOrders },
  { ...common, name: "nginx-cost", about: "the guard costs nginx next to nothing", fullCount: 20_000, run: proveCost },
  { ...common, name: "nginx-servers", about: "the guard is quick to load with many server blocks", fullCount: 1_000, run: proveServers },
  { ...common, name: "nginx-reloads", about: "a reload of nginx costs no neighbour a request", fullCount: 50, run: proveReloads },
];
