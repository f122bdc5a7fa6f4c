import { describe } from "vitest";
import { nginxMissing } from "../servers/nginx.ts";
import { startNginxLab } from "../servers/nginx-lab.ts";
import { enforcerSuite } from "./enforcer.ts";

const missing = nginxMissing();

describe.skipIf(missing !== null)(`against nginx${missing === null ? "" : ` (${missing})`}`, () => {
  enforcerSuite({
    name: "nginx, by files beside its configuration",
    start: startNginxLab,
    impositions: [
      { id: "2026-000001.1.1", caseId: "2026-000001", measure: "deny-foreign-writes", target: { site: "shop.example" } },
      { id: "2026-000002.1.1", caseId: "2026-000002", measure: "deny-foreign", target: { site: "other.example" } },
    ],
  });

  enforcerSuite({
    name: "nginx, by its configuration",
    start: startNginxLab,
    impositions: [
      { id: "2026-000001.1.1", caseId: "2026-000001", measure: "deny-path", target: { site: "shop.example", path: "/mail.php" } },
      { id: "2026-000002.1.1", caseId: "2026-000002", measure: "deny-network", target: { site: "other.example", cidrs: ["192.0.2.0/24"] } },
    ],
    changed: {
      ...{ id: "2026-000002.1.1", caseId: "2026-000002", measure: "deny-network" },
      target: { site: "other.example", cidrs: ["198.51.100.7", "2001:db8:1::/48"] },
    },
  });
});
