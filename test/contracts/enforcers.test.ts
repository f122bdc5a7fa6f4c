import { createMemoryEnforcer } from "../../src/catalog/index.ts";
import { enforcerSuite } from "./enforcer.ts";

enforcerSuite({
  name: "memory",
  start: async () => ({ enforcer: createMemoryEnforcer(), stop: async () => undefined }),
  impositions: [
    { id: "2026-000001.1.1", caseId: "2026-000001", measure: "deny-foreign-writes", target: { site: "shop.example" } },
    { id: "2026-000002.1.1", caseId: "2026-000002", measure: "hold-mail", target: { account: "u10123" } },
  ],
});

enforcerSuite({
  name: "memory, networks",
  start: async () => ({ enforcer: createMemoryEnforcer(), stop: async () => undefined }),
  impositions: [
    { id: "2026-000001.1.1", caseId: "2026-000001", measure: "deny-foreign-writes", target: { site: "shop.example" } },
    { id: "own-rows.shop.example", caseId: "own-rows", measure: "deny-network", target: { site: "shop.example", cidrs: ["192.0.2.0/24"] } },
  ],
  changed: {
    id: "own-rows.shop.example",
    caseId: "own-rows",
    measure: "deny-network",
    target: { site: "shop.example", cidrs: ["192.0.2.7"] },
  },
});
