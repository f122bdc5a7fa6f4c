import { createRandom } from "../../bench/random.ts";
import { authenticate } from "../../src/mail/authentic/authenticate.ts";
import { rawHeaders } from "../../src/mail/authentic/sole-sender.ts";
import { makeReplyAddress } from "../../src/mail/reply-address.ts";
import { routeReply } from "../../src/mail/route-reply.ts";
import { contact, forgeries, genuine, recordResolver, type Targets } from "./forged-reply-mails.ts";
import { type Finding, faultsKept, type Proof } from "./proof.ts";

const base = "desk@host.example";
const [right, otherCase, wrong] = [makeReplyAddress(base), makeReplyAddress(base), makeReplyAddress(base)];
const targets: Targets = { right: right.address, otherCase: otherCase.address, wrong: wrong.address };
const routes = new Map([
  [right.hash, { caseId: "c1", notice: "n1" }],
  [otherCase.hash, { caseId: "c2", notice: "n2" }],
]);

/** Whether a mail would be taken for the verified answer of the case's customer, by the desk's own steps. */
const isAccepted = async (text: string): Promise<boolean> => {
  const bytes = Buffer.from(text, "utf8");
  const headers = rawHeaders(bytes.toString("latin1")) ?? [];
  const routing = await routeReply(headers, { base, secrets: { findBySecret: async (hash) => routes.get(hash) ?? null } });
  const secretFits = "route" in routing && routing.route.caseId === "c1" && routing.isNamed;
  const { verified } = await authenticate(bytes, { secretFits, contacts: [contact], resolver: recordResolver, now: Date.now() });
  return verified;
};

const run = async (count: number, seed: number): Promise<Finding> => {
  const random = createRandom(seed);
  const faults: string[] = [];
  const tally = { forged: 0, genuine: 0 };
  const kinds = Object.entries(forgeries);
  const own = Object.entries(genuine);
  for (let at = 0; at < count && faults.length < faultsKept; at++) {
    const isForged = at % 5 !== 4;
    const [name, make] = (isForged ? kinds[tally.forged++ % kinds.length] : own[tally.genuine++ % own.length]) as (typeof kinds)[number];
    const text = await make(random, targets);
    if ((await isAccepted(text)) === isForged) faults.push(`mail ${at}, ${name}: ${isForged ? "accepted" : "refused"}`);
  }
  const figure = `${tally.forged.toLocaleString("en")} forged replies in ${kinds.length} ways, with real signatures: none was accepted as verified; ${tally.genuine.toLocaleString("en")} genuine ones in ${own.length} shapes: all were`;
  return { figure, faults };
};

/** Forging of replies: From, secret, signature and line ends in every way that we know of. */
export const forgedReplies: Proof = {
  name: "forged-replies",
  about: "no forged reply is taken for the customer's own, and every genuine one is",
  fullCount: 2_600,
  run,
};
