import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createEnforcerProcess } from "../agent/orders/enforcer-process.ts";
import { publicKeyText, readPublicKey } from "../agent/orders/order-key.ts";
import { createRemoteEnforcer } from "../agent/orders/remote-enforcer.ts";
import { createSequenceFile } from "../agent/orders/sequence-file.ts";
import { createPostfixHeldMail } from "../catalog/index.ts";
import type { Config } from "../config.ts";
import { OperationError } from "../domain/operation-error.ts";
import { realDisk } from "../kit/disk-steps.ts";
import { runProgram } from "../kit/run-program.ts";
import type { Enforcer } from "../ports/enforcer.ts";
import type { HeldMail } from "../ports/held-mail.ts";
import { openEnforcerLock } from "./enforcer-lock.ts";
import { openPlugs } from "./open-plugs.ts";
import { openHeldMail, orderClientOf, serverOf, signingOf } from "./order-client-of.ts";
import { postfixConfigOf } from "./postfix-config-of.ts";
import { advisorySites } from "./served-sites.ts";

const clock = { now: Date.now };

/** A site's own .htaccess needs no place in a server's configuration. */
const hasServers = (config: Config): boolean => {
  const { apache, nginx, postfix } = config.servers;
  return (apache ?? nginx ?? postfix) !== undefined || advisorySites(config).length > 0;
};

/**
 * What the desk gives its orders to: the enforcer process of this machine. Empty where the config names no server, or no `secrets.decisionKey` to
 * sign with: then nothing can be ordered.
 */
export const openEnforcers = (config: Config): readonly Enforcer[] => {
  if (!hasServers(config) || config.secrets.decisionKey === undefined) return [];
  const client = orderClientOf(config);
  return openPlugs(config).enforcers.map((plug) => createRemoteEnforcer(plug, client));
};

/** Whether an enforcer process listens. */
const isListening = (socket: string): Promise<boolean> =>
  new Promise((resolve) => {
    const one = connect(socket, () => {
      one.destroy();
      resolve(true);
    });
    one.on("error", () => resolve(false));
  });

/** What one command works with while no desk runs. */
export interface LocalEnforcers {
  readonly enforcers: readonly Enforcer[];
  readonly heldMail: HeldMail | null;
}

/** Before the first change, what a crash left half done is finished; a command that only looks leaves it to whoever changes something. */
const recoveringFirst = (enforcers: readonly Enforcer[], recover: () => Promise<unknown>): readonly Enforcer[] => {
  let recovered: Promise<unknown> | null = null;
  const first = async (work: () => Promise<void>): Promise<void> => {
    recovered ??= recover();
    await recovered;
    await work();
  };
  return enforcers.map((one) => ({
    ...one,
    apply: (imposition) => first(() => one.apply(imposition)),
    lift: (imposition) => first(() => one.lift(imposition)),
  }));
};

/**
 * For one command while no desk runs: the enforcer process where there is one, else, as root, the servers themselves (break-glass). What is done
 * then is in the same journals, so that an enforcer process that starts later knows of it.
 */
export const openLocalEnforcers = async (config: Config): Promise<LocalEnforcers> => {
  const isDirect = hasServers(config) && process.geteuid?.() === 0 && !(await isListening(config.enforcer.socket.absolute));
  if (!isDirect) return { enforcers: openEnforcers(config), heldMail: openHeldMail(config) };
  const { enforcers, recover } = openPlugs(config);
  return { enforcers: recoveringFirst(enforcers, recover), heldMail: heldMailOf(config) };
};

const readKey = ({ enforcer: { key } }: Config): string => {
  try {
    return readFileSync(key.absolute, "utf8");
  } catch (cause) {
    throw new OperationError(
      "input-unreadable",
      `${key.shown}: the desk's public key is not there; write there what \`sekisho enforcer key\` prints`,
      cause,
    );
  }
};

/** What is on hold here, by queue ids alone: what each is of, only the desk can tell. */
const heldMailOf = (config: Config): HeldMail | null => {
  const of = postfixConfigOf(config);
  const wait = async (ms: number): Promise<void> => void (await sleep(ms));
  return of === null ? null : createPostfixHeldMail({ ...of, run: runProgram, wait, clock, fateOf: async () => new Map() });
};

/** Starts the process that may touch the servers. */
export const startEnforcer = async (config: Config, say: (line: string) => void): Promise<{ readonly stop: () => Promise<void> }> => {
  const { socket, key, stateDir } = config.enforcer;
  const lock = openEnforcerLock(stateDir.absolute, "lock.db");
  const { enforcers, recover, drift } = openPlugs(config);
  const enforcer = createEnforcerProcess({
    socket: socket.absolute,
    key: readPublicKey(readKey(config), key.shown),
    server: serverOf(config),
    clock,
    sequences: createSequenceFile(stateDir.absolute, realDisk),
    ...{ enforcers, recover, drift, say },
    heldMail: heldMailOf(config),
  });
  await enforcer.start();
  return {
    stop: async () => {
      await enforcer.stop();
      lock.close();
    },
  };
};

/** What the enforcer process is to know the desk by. */
export const publicKeyOf = (config: Config): string => publicKeyText(signingOf(config));
