import { z } from "zod";

const order = z.strictObject({ action: z.enum(["refuse", "hold"]), caseId: z.string() });
const orders = z.strictObject({ uids: z.record(z.string(), order), logins: z.record(z.string(), z.string()) });

/** What the policy server is to answer: by uid for mail that comes over SMTP from this machine, by login for what was authenticated. */
export interface PolicyOrders {
  readonly uids: Readonly<Record<string, { readonly action: "refuse" | "hold"; readonly caseId: string }>>;
  readonly logins: Readonly<Record<string, string>>;
}

export const noOrders: PolicyOrders = { uids: {}, logins: {} };

/** Throws on anything but what the plan writes. */
export const readPolicyOrders = (text: string): PolicyOrders => orders.parse(JSON.parse(text));
