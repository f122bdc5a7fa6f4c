import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { askProbe } from "../../src/catalog/index.ts";
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
      ...Array.from({ length: count < 20_000 ? 1 : 10 }, (_, at) => order(at + 2, "deny-path", { path: `/x${at}.php` })),
    ];
    for (let pair = 0; pair < pairs; pair++) {
      off.push(await costOf(bare, count, labAddresses.home));
      idle.push(await costOf(nginx, count, labAddresses.home));
    }
    for (const one of measures) await enforcer.apply(one);
    for (let pair = 0; pair < pairs; pair++) {
      off.push(await costOf(bare, count, labAddresses.home));
      on.push(await costOf(nginx, count, labAddresses.home));
    }
    const [a, b, c] = [off, idle, on].map((series) => quantile(series, 0.5)) as [number, number, number];
    const least = count * pairs >= 20_000 ? 0.05 : 1;
    return {
      figure: `processor time of nginx per request for a small file, half of ${pairs} series of ${count.toLocaleString("en")}: ${a.toFixed(4)} ms without the guard, +${(b - a).toFixed(4)} ms with it and nothing in force, +${(c - a).toFixed(4)} ms with \`deny-foreign-writes\` and ${measures.length - 1} closed scripts (goal: ≤ 0.05 ms)`,
      faults: c - a <= least && b - a <= least ? [] : [`+${(b - a).toFixed(4)} ms, +${(c - a).toFixed(4)} ms`],
    };
  }).finally(() => bare.stop());
};

const manySites = (count: number): NonNullable<LabOptions["sites"]> =>
  Array.from({ length: count }, (_, at) => ({ domain: `s${at}.example`, names: [`s${at}.example`, `www.s${at}.example`] }));

/** Processor time of the programs that this process has started and that have ended, in milliseconds. */
const childrenMs = (): number => {
  const fields = readFileSync("/proc/self/stat", "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[13]) + Number(fields[14])) * msATick;
};

/** The quickest of five tests of a configuration, and the processor time of that with the least; what was said, if it said anything. */
const timeTests = async (test: readonly string[]) => {
  const clock: number[] = [];
  const processor: number[] = [];
  let said = "";
  for (let at = 0; at < 5; at++) {
    const [from, before] = [performance.now(), childrenMs()];
    const end = await runProgram(test);
    clock.push(performance.now() - from);
    processor.push(childrenMs() - before);
    if (end.exit !== 0 || end.said !== "") said = `${end.exit}: ${end.said}`;
  }
  return { clock: Math.min(...clock), processor: Math.min(...processor), said };
};

const timeBare = async (sites: NonNullable<LabOptions["sites"]>) => {
  const place = makeNginxPlace();
  const bare = await place.start({ guarded: false, php: false, sites, sharedRoot: true, tlsOnce: true });
  try {
    return await timeTests(bare.test);
  } finally {
    await bare.stop();
  }
};

/** From the signal to the first of ten answers in a row, each on a connection of its own, that come from new workers. */
const timeReload = async ({ pids, port }: NginxLab["nginx"]): Promise<number> => {
  const [master = 0, ...old] = pids();
  const from = performance.now();
  process.kill(master, "SIGHUP");
  let first = from;
  for (let row = 0; row < 10; ) {
    const pid = Number(/ pid=(\d+) /.exec((await askProbe({ address: "127.0.0.1", port, tls: false }, "s0.example")) ?? "")?.[1] ?? 0);
    row = pid === 0 || old.includes(pid) ? 0 : row + 1;
    if (row === 1) first = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return first - from;
};

const proveServers = async (count: number): Promise<Finding> => {
  const { blocks } = openBundled();
  const sites = manySites(count);
  const bare = await timeBare(sites);
  return withLab({ geo: blocks, php: false, sites, sharedRoot: true, tlsOnce: true }, async ({ nginx }) => {
    const test = await timeTests(nginx.test);
    const reloads: number[] = [];
    for (let at = 0; at < 5; at++) reloads.push(await timeReload(nginx));
    const reload = Math.min(...reloads);
    return {
      figure: `${count.toLocaleString("en")} guarded server blocks and ${blocks.length.toLocaleString("en")} blocks of addresses: the configuration's test takes ${ms(test.processor)} of processor time (goal: ≤ 1 s; ${ms(bare.processor)} without the guard), ${ms(test.clock)} on the clock (${ms(bare.clock)}); from the signal to reload until all that answers is new ${ms(reload)} (goal: ≤ 3 s); the quickest of five each`,
      faults: [
        ...(test.said === "" ? [] : [`nginx -t: ${test.said}`]),
        ...(test.processor <= 1_000 ? [] : [`test ${ms(test.processor)}`]),
        ...(reload <= 3_000 ? [] : [`reload ${ms(reload)}`]),
      ],
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
