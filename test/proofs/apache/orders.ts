import { performance } from "node:perf_hooks";
import { foreignRanges } from "../../../src/geo/foreign-ranges.ts";
import type { Imposition } from "../../../src/ports/enforcer.ts";
import { type Finding, faultsKept, type Proof } from "../proof.ts";
import { document, geoOptions, imposition, oneShop, quantile, withLab } from "./lab-parts.ts";

const fullCount = 200;

const proveOrders = (count: number): Promise<Finding> =>
  withLab({ ...oneShop, ...(count < fullCount ? {} : { foreign: foreignRanges(geoOptions) }) }, async ({ enforcer }) => {
    const measures: readonly (readonly [Imposition["measure"], Imposition["target"]])[] = [
      ["deny-foreign-writes", {}],
      ["deny-foreign", {}],
      ["deny-writes", {}],
      ["deny-path", { path: "/mail.php" }],
      ["deny-network", { cidrs: ["192.0.2.0/24", "2001:db8::/48"] }],
    ];
    const times: number[] = [];
    const faults: string[] = [];
    for (let at = 0; at < count; at++) {
      const [measure, target] = measures[at % measures.length] as (typeof measures)[number];
      const one = imposition(at + 1, measure, { site: "shop.example", ...target });
      const from = performance.now();
      await enforcer.apply(one);
      const { state, proof } = await enforcer.probe(one);
      times.push(performance.now() - from);
      if (state !== "in-force") faults.push(proof);
      await enforcer.lift(one);
      if ((await enforcer.probe(one)).state !== "not-in-force") faults.push(`${one.id} is still in force`);
    }
    const [half, most] = [quantile(times, 0.5), quantile(times, 0.99)];
    if (half > 1_000 || most > 3_000) faults.push(`p50 ${half} ms, p99 ${most} ms`);
    return {
      figure: `${count} orders from apply to proven over HTTP and HTTPS: p50 ${Math.round(half)} ms, p99 ${Math.round(most)} ms (goal: ≤ 1,000, ≤ 3,000)`,
      faults: faults.slice(0, faultsKept),
    };
  });

export const apacheOrders: Proof = {
  ...document,
  name: "apache-orders",
  about: "an order is proven soon after it came",
  fullCount,
  run: proveOrders,
};
