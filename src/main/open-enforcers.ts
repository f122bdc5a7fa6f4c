import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createEnforcerProcess } from "../agent/orders/enforcer-process.ts";
import { createOrderClient } from "../agent/orders/order-client.ts";
import { publicKeyText, readPublicKey, signingKeyOf } from "../agent/orders/order-key.ts";
import { createRemoteEnforcer } from "../agent/orders/remote-enforcer.ts";
import { createSequenceFile } from "../agent/orders/sequence-file.ts";
import type { Config } from "../config.ts";
import { OperationError } from "../domain/operation-error.ts";
import { realDisk } from "../kit/disk-steps.ts";
import { createStagedFiles } from "../kit/put-staged.ts";
import { runProgram } from "../kit/run-program.ts";
import type { StagedFiles } from "../kit/staged-files.ts";
import type { Enforcer } from "../ports/enforcer.ts";
import { readSecret } from "./read-secret.ts";

const clock = { now: Date.now };

/** What the orders of a config without a name of its own mean. */
const serverOf = ({ enforcer }: Config): string => enforcer.server ?? "local";

const signingOf = (config: Config): ReturnType<typeof signingKeyOf> => {
  const secret = Buffer.from(readSecret(config.secrets.decisionKey, process.env) ?? "");
  if (secret.length < 32)
    throw new OperationError("config-wrong", "secrets.decisionKey: orders are signed with it; name a file that holds 32 bytes or more");
  return signingKeyOf(secret);
};

/** The enforcers of the servers that the config names, working on this machine itself. */
const openPlugs = (_config: Config, _staged: StagedFiles): readonly Enforcer[] => [];

const hasServers = ({ servers: { apache, nginx, postfix } }: Config): boolean => (apache ?? nginx ?? postfix) !== undefined;

/** What the desk gives its orders to: the enforcer process of this machine. Empty where the config names no server. */
export const openEnforcers = (config: Config): readonly Enforcer[] => {
  if (!hasServers(config)) return [];
  const client = createOrderClient({
    ...{ socket: config.enforcer.socket.absolute, server: serverOf(config), signing: signingOf(config), clock },
  });
  return openPlugs(config, stageOf(config)).map((plug) => createRemoteEnforcer(plug, client));
};

const stageOf = ({ enforcer }: Config): StagedFiles =>
  createStagedFiles({ journalDir: join(enforcer.stateDir.absolute, "journal"), disk: realDisk, run: runProgram });

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

/** Starts the process that may touch the servers. */
export const startEnforcer = async (config: Config, say: (line: string) => void): Promise<{ readonly stop: () => Promise<void> }> => {
  const { socket, key, stateDir } = config.enforcer;
  const staged = stageOf(config);
  await realDisk.makeFolder(stateDir.absolute, 0o700);
  const enforcer = createEnforcerProcess({
    socket: socket.absolute,
    key: readPublicKey(readKey(config), key.shown),
    server: serverOf(config),
    clock,
    sequences: createSequenceFile(stateDir.absolute, realDisk),
    enforcers: openPlugs(config, staged),
    recover: staged.recover,
    drift: staged.drift,
    say,
  });
  await enforcer.start();
  return enforcer;
};

/** What the enforcer process is to know the desk by. */
export const publicKeyOf = (config: Config): string => publicKeyText(signingOf(config));
