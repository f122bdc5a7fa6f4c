import { askPolicy } from "../../../kit/policy-protocol.ts";
import type { Probe } from "../../../ports/enforcer.ts";
import { type MailOwner, notHeld } from "./hold-queue.ts";
import { pathsOf } from "./plan-postfix.ts";
import type { PostfixConfig, PostfixNeighbours } from "./postfix-config.ts";
import { olderThan } from "./processes.ts";
import type { WantedOf } from "./wanted.ts";

type Parts = PostfixConfig &
  Pick<PostfixNeighbours, "run" | "wait"> & {
    /** How often what is not there yet is looked at again. */
    readonly polls: number;
  };

/** What was found so far; the first thing that is not as it must be decides. */
type Found = Probe;

const inForce = (proof: string): Found => ({ state: "in-force", proof });
const not = (proof: string): Found => ({ state: "not-in-force", proof });
const unknown = (proof: string): Found => ({ state: "unknown", proof });

const lastLine = (text: string): string => text.trimEnd().split("\n").at(-1)?.trim() ?? "";

const printed = async ({ run }: Parts, command: readonly string[]): Promise<string> => lastLine((await run(command)).said);

const betweenMs = 100;

/** What takes a moment is looked at again. */
const untilSettled = async ({ wait, polls }: Parts, look: () => Promise<Found>): Promise<Found> => {
  let found = await look();
  for (let at = 1; at < polls && found.state !== "in-force"; at++) {
    await wait(betweenMs);
    found = await look();
  }
  return found;
};

/** What our policy server answers about SMTP from this machine; a gap is named where there is none. */
const policyGap = async ({ policy }: Parts, request: Readonly<Record<string, string>>, wanted: RegExp): Promise<string | null> => {
  if (policy === null) return "SMTP to this machine is open to it: no policy server is set up";
  const answer = await askPolicy(policy.socket, { request: "sekisho_probe", ...request });
  if (answer === null) return "SMTP to this machine is open to it: the policy server does not answer";
  return wanted.test(answer) ? null : `SMTP to this machine is open to it: the policy server answers ${answer}`;
};

const refused = /^REJECT/;
/** An account may be stopped by another case as well. */
const heldBack = /^(?:HOLD|REJECT)/;

const withGap = (proof: string, gap: string | null): string =>
  gap === null ? `${proof}; over SMTP from this machine likewise` : `${proof}; ${gap}`;

const toldQuickly = / is not allowed to submit mail$|queue_id/;

/** Having refused, postdrop waits a second before it ends; what it said is enough. */
const emptySubmission = async ({ run }: Parts, uid: number): Promise<string> => {
  const command = ["setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "/usr/sbin/postdrop", "-r"];
  const { said } = await run(["timeout", "-k", "0.05", "0.2", ...command]);
  return toldQuickly.test(said) ? said : (await run(command)).said;
};

/**
 * A submission by the user itself with nothing in it: refused, or it ends without a mail. Source: Postfix 3.7 `postdrop.c`, where the user is
 * looked up before anything is read.
 */
export const proveStop = async (parts: Parts, { account: { name, uid } }: WantedOf<"stop">): Promise<Found> => {
  const said = await emptySubmission(parts, uid);
  if (/ is not allowed to submit mail$/.test(said))
    return inForce(withGap(`postdrop as ${name}: ${lastLine(said)}`, await policyGap(parts, { uid: `${uid}` }, refused)));
  return said.includes("queue_id") ? not(`postdrop as ${name}: it may hand in mail`) : unknown(`postdrop as ${name}: ${lastLine(said)}`);
};

const holdsLocal = async (parts: Parts, uid: number): Promise<Found> => {
  const { held } = pathsOf(parts);
  const answer = await printed(parts, ["postmap", "-q", `Received: by any (Postfix, from userid ${uid})`, `regexp:${held}`]);
  if (!answer.startsWith("HOLD")) return not(`postmap: no hold for uid ${uid}`);
  const checks = await printed(parts, ["postconf", "-hP", "sekisho-cleanup/unix/header_checks"]);
  const cleanup = await printed(parts, ["postconf", "-hP", "pickup/unix/cleanup_service_name"]);
  if (cleanup !== "sekisho-cleanup" || !checks.startsWith(`regexp:${held}`))
    return not(`master.cf: pickup hands to "${cleanup}", which looks at "${checks}": Postfix is not set up for it`);
  const old = olderThan(parts.queueDir, held, { name: "cleanup", service: "sekisho-cleanup" });
  return old > 0 ? unknown(`${old} cleanup of before the hold still at work`) : inForce(`postmap: ${answer} for uid ${uid}`);
};

const nothingGoesOut = async (parts: Parts, owner: MailOwner): Promise<Found> => {
  const { waiting, moving } = await notHeld(parts, owner);
  if (waiting.length > 0) return not(`${waiting.length} of its messages are not held`);
  return moving > 0 ? unknown(`${moving} held messages are being handed over to another server`) : inForce("nothing of it waits to go out");
};

const both = async (first: Promise<Found>, then: () => Promise<Found>): Promise<Found> => {
  const one = await first;
  if (one.state !== "in-force") return one;
  const two = await then();
  return { state: two.state, proof: two.state === "in-force" ? `${one.proof}; ${two.proof}` : two.proof };
};

/** New local mail, SMTP from this machine and the queue. */
export const proveHold = async (parts: Parts, { account: { uid } }: WantedOf<"hold"> | WantedOf<"cap">): Promise<Found> => {
  const found = await untilSettled(parts, () => both(holdsLocal(parts, uid), () => nothingGoesOut(parts, { uid })));
  if (found.state !== "in-force") return found;
  return inForce(withGap(found.proof, await policyGap(parts, { uid: `${uid}` }, heldBack)));
};

/** As a hold, and not proven without the policy server: mail over SMTP is not counted then. */
export const proveCap = async (parts: Parts, wanted: WantedOf<"cap">): Promise<Found> => {
  const found = await proveHold(parts, wanted);
  if (found.state !== "in-force") return found;
  const gap = await policyGap(parts, { uid: `${wanted.account.uid}` }, heldBack);
  return gap === null ? inForce(`${found.proof}; let go at ${wanted.perHour} recipients an hour at most`) : unknown(gap);
};

const refusesLogin = async (parts: Parts, mailbox: string): Promise<Found> => {
  const { locked } = pathsOf(parts);
  const answer = await printed(parts, ["postmap", "-q", mailbox, `regexp:${locked}`]);
  if (!answer.startsWith("REJECT")) return not(`postmap: ${mailbox} is not refused`);
  const restrictions = await printed(parts, ["postconf", "-h", "smtpd_data_restrictions"]);
  if (!restrictions.startsWith(`check_sasl_access regexp:${locked}`)) return not(`main.cf: smtpd_data_restrictions is "${restrictions}"`);
  const old = olderThan(parts.queueDir, locked, { name: "smtpd" });
  if (old === 0 || (await policyGap(parts, { login: mailbox }, refused)) === null) return inForce(`postmap: ${mailbox} ${answer}`);
  return unknown(`${old} SMTP sessions of before the lock may go on until they end: the policy server does not refuse them`);
};

export const proveLock = (parts: Parts, { mailbox }: WantedOf<"lock">): Promise<Found> =>
  untilSettled(parts, () => both(refusesLogin(parts, mailbox), () => nothingGoesOut(parts, { login: mailbox })));
