import type { Imposition } from "../../src/ports/enforcer.ts";
import { postfixMissing } from "../servers/postfix.ts";
import { type PostfixLab, startPostfixLab } from "../servers/postfix-lab.ts";
import type { Finding, Proof } from "./proof.ts";

type Measure = "stop-mail" | "lock-mailbox" | "hold-mail";

/** Milliseconds from the order to its proof. Source: issue 5. */
const goals = { half: 1_000, most: 3_000 } as const;

const order = (measure: Measure, at: number): Imposition => {
  const target = measure === "lock-mailbox" ? { mailbox: `box${at}@u10121.example` } : { account: `u1012${1 + (at % 4)}` };
  return { id: `2026-${at}.1.1`, caseId: `2026-${at}`, measure, target };
};

const timeOrders = async ({ enforcer }: PostfixLab, measure: Measure, count: number) => {
  const times: number[] = [];
  const faults: string[] = [];
  for (let at = 0; at < count; at++) {
    const one = order(measure, at);
    const from = performance.now();
    await enforcer.apply(one);
    const { state, proof } = await enforcer.probe(one);
    times.push(performance.now() - from);
    if (state !== "in-force") faults.push(`${measure}: ${state}: ${proof}`);
    await enforcer.lift(one);
  }
  times.sort((a, b) => a - b);
  const share = (part: number): number => Math.round(times[Math.min(times.length - 1, Math.ceil(times.length * part) - 1)] ?? 0);
  const [half, most] = [share(0.5), share(0.99)];
  if (half > goals.half || most > goals.most) faults.push(`${measure}: half within ${half} ms, 99 % within ${most} ms`);
  return { faults, said: `${measure} half within ${half} ms, 99 % within ${most} ms` };
};

/** From the order to its proof against a running Postfix, nothing else going on. */
export const mailOrderSpeed: Proof = {
  name: "mail-order-speed",
  about: "a measure of Postfix is in force and proven within a second",
  fullCount: 120,
  document: "CONTAINMENT.md",
  missing: postfixMissing,
  run: async (count): Promise<Finding> => {
    const lab = await startPostfixLab();
    try {
      const found = [];
      for (const measure of ["stop-mail", "lock-mailbox", "hold-mail"] as const) found.push(await timeOrders(lab, measure, count));
      const said = found.map((one) => one.said).join("; ");
      return {
        figure: `From order to proof, ${count} orders each: ${said} (goal: ≤ ${goals.half} ms, ≤ ${goals.most} ms)`,
        faults: found.flatMap(({ faults }) => faults),
      };
    } finally {
      await lab.stop();
    }
  },
};
