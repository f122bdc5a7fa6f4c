import type { Imposition } from "../../../src/ports/enforcer.ts";
import { writeSite } from "../../servers/apache.ts";
import { startHtaccessLab } from "../../servers/htaccess-lab.ts";
import type { Finding, Proof } from "../proof.ts";
import { costOf } from "./cost.ts";
import { document, imposition, quantile } from "./lab-parts.ts";

const fullRequests = 20_000;
const most = 512;
const mostIpv6 = 64;

const rows: readonly (readonly [string, string, Imposition["measure"], Imposition["target"]])[] = [
  ["deny-writes, a read", "writes", "deny-writes", {}],
  ["deny-path, a neighbour", "path", "deny-path", { path: "/mail.php" }],
  ["deny-network, one", "network", "deny-network", { cidrs: ["192.0.2.0/24"] }],
  [
    `deny-network, ${most} of IPv4`,
    "v4",
    "deny-network",
    { cidrs: Array.from({ length: most }, (_, at) => `10.${at >> 8}.${at & 255}.0/24`) },
  ],
  [
    `deny-network, ${mostIpv6} of IPv6`,
    "v6",
    "deny-network",
    { cidrs: Array.from({ length: mostIpv6 }, (_, at) => `2001:db8:${at}::/48`) },
  ],
];

const proveCost = async (count: number): Promise<Finding> => {
  const names = ["plain", ...rows.map(([, name]) => name)];
  const lab = await startHtaccessLab({ vhosts: (www) => names.map((name) => ({ domain: `${name}.example`, root: `${www}/${name}` })) });
  try {
    const enforcer = lab.open();
    for (const { root } of lab.config.sites) writeSite(root, { "a.html": "a page" });
    for (const [at, [, name, measure, target]] of rows.entries())
      await enforcer.apply(imposition(at + 1, measure, { site: `${name}.example`, ...target }));
    const pairs = count < fullRequests ? 1 : 5;
    const requests = Math.max(200, Math.trunc(count / pairs));
    const from = "203.0.113.7";
    const added = rows.map(([what, name]) => {
      const differences = Array.from(
        { length: pairs },
        () => costOf(lab, requests, `${name}.example`, from) - costOf(lab, requests, "plain.example", from),
      );
      return { what, ms: quantile(differences, 0.5) };
    });
    const mostMs = count < fullRequests ? 3 : 1;
    return {
      figure: `CPU added by a block in .htaccess to a request of a static page (median of ${pairs} pairs of ${requests.toLocaleString("en")} requests): ${added.map(({ what, ms }) => `${what} ${ms.toFixed(3)} ms`).join("; ")} (goal: ≤ ${mostMs})`,
      faults: added.filter(({ ms }) => ms > mostMs).map(({ what, ms }) => `${what}: ${ms} ms`),
    };
  } finally {
    await lab.stop();
  }
};

export const htaccessCost: Proof = {
  ...document,
  name: "htaccess-cost",
  about: "a block in .htaccess costs a request little, and as many networks as it may hold not much",
  fullCount: fullRequests,
  run: proveCost,
};
