import { afterAll, describe } from "vitest";
import type { Imposition } from "../../src/ports/enforcer.ts";
import { postfixMissing } from "../servers/postfix.ts";
import { type PostfixLab, startPostfixLab } from "../servers/postfix-lab.ts";
import { enforcerSuite } from "./enforcer.ts";

const missing = postfixMissing();

let lab: PostfixLab | null = null;

/** One server for all: what a test leaves is lifted after it. */
const start = async () => {
  lab ??= await startPostfixLab();
  const { enforcer, impositions } = lab;
  return {
    enforcer,
    stop: async () => {
      for (const one of impositions()) await enforcer.lift(one);
    },
  };
};

const onAccounts = (measure: Imposition["measure"], more: Imposition["target"] = {}): readonly [Imposition, Imposition] => [
  { id: "2026-000001.1.1", caseId: "2026-000001", measure, target: { account: "u10121", ...more } },
  { id: "2026-000002.1.1", caseId: "2026-000002", measure, target: { account: "u10122", ...more } },
];

describe.skipIf(missing !== null)(`against Postfix${missing === null ? "" : ` (${missing})`}`, () => {
  afterAll(async () => lab?.stop());
  enforcerSuite({ name: "postfix, stop-mail", start, impositions: onAccounts("stop-mail") });
  enforcerSuite({ name: "postfix, hold-mail", start, impositions: onAccounts("hold-mail") });
  enforcerSuite({ name: "postfix, cap-mail", start, impositions: onAccounts("cap-mail", { perHour: 10 }) });
  enforcerSuite({
    name: "postfix, lock-mailbox",
    start,
    impositions: [
      { id: "2026-000003.1.1", caseId: "2026-000003", measure: "lock-mailbox", target: { mailbox: "info@u10121.example" } },
      { id: "2026-000004.1.1", caseId: "2026-000004", measure: "lock-mailbox", target: { mailbox: "u10122" } },
    ],
  });
});
