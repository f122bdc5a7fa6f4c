import { describe } from "vitest";
import type { Imposition } from "../../src/ports/enforcer.ts";
import { apacheMissing } from "../servers/apache.ts";
import { startHtaccessLab } from "../servers/htaccess-lab.ts";
import { enforcerSuite } from "./enforcer.ts";

const missing = apacheMissing();

const start = async () => {
  const { open, stop } = await startHtaccessLab({
    vhosts: (www) => [
      { domain: "shop.example", root: `${www}/shop` },
      { domain: "other.example", root: `${www}/other` },
    ],
  });
  return { enforcer: open(), stop };
};

const imposition = (number: number, measure: Imposition["measure"], target: Imposition["target"]): Imposition => {
  const caseId = `2026-00000${number}`;
  return { id: `${caseId}.1.1`, caseId, measure, target };
};

const shop = { site: "shop.example" };
const other = { site: "other.example" };

describe.skipIf(missing !== null)(`against .htaccess in a running Apache${missing === null ? "" : ` (${missing})`}`, () => {
  enforcerSuite({
    name: "htaccess, writes on two sites",
    start,
    impositions: [imposition(1, "deny-writes", shop), imposition(2, "deny-writes", other)],
  });
  enforcerSuite({
    name: "htaccess, one script and networks on one site",
    start,
    impositions: [
      imposition(1, "deny-path", { ...shop, path: "/mail.php" }),
      imposition(2, "deny-network", { ...shop, cidrs: ["192.0.2.0/24", "2001:db8:1::/48"] }),
    ],
    changed: imposition(2, "deny-network", { ...shop, cidrs: ["192.0.2.128/25", "203.0.113.7", "2001:db8:1::7"] }),
  });
});
