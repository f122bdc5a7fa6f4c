import { describe, expect, it } from "vitest";
import type { Imposition } from "../../../ports/enforcer.ts";
import { planPostfix } from "./plan-postfix.ts";
import type { PostfixConfig } from "./postfix-config.ts";

const config: PostfixConfig = {
  dir: "/etc/postfix/sekisho",
  stateDir: "/var/lib/sekisho/postfix",
  queueDir: "/var/spool/postfix",
  accounts: [
    { name: "u10123", uid: 10123, domains: ["shop.example"] },
    { name: "u10124", uid: 10124, domains: ["blog.example"] },
  ],
  policy: null,
};

const impositions: readonly Imposition[] = [
  { id: "2026-000002.1.1", caseId: "2026-000002", measure: "hold-mail", target: { account: "u10123" } },
  { id: "2026-000001.1.1", caseId: "2026-000001", measure: "stop-mail", target: { account: "u10123" } },
  { id: "2026-000003.1.1", caseId: "2026-000003", measure: "stop-mail", target: { account: "u10123" } },
  { id: "2026-000004.1.1", caseId: "2026-000004", measure: "cap-mail", target: { account: "u10124", perHour: 30 } },
  { id: "2026-000005.1.1", caseId: "2026-000005", measure: "lock-mailbox", target: { mailbox: "info+web@shop.example" } },
];

const shown = (files: ReturnType<typeof planPostfix>): string => files.map(({ path, text }) => `=== ${path}\n${text}`).join("\n");

describe("planPostfix", () => {
  it("writes each file as it was agreed on, with measures and without", async () => {
    await expect(shown(planPostfix(config, impositions))).toMatchFileSnapshot("../../../../test/golden/enforcers/postfix.txt");
    await expect(shown(planPostfix(config, []))).toMatchFileSnapshot("../../../../test/golden/enforcers/postfix-nothing.txt");
  });

  it("does not depend on the order in which measures came", () => {
    expect(planPostfix(config, impositions.toReversed())).toEqual(planPostfix(config, impositions));
  });
});
