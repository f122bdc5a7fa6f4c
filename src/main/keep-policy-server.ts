import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openPolicyServer } from "../catalog/index.ts";
import type { Config } from "../config.ts";
import { type DeskLoop, runDesk } from "../desk/run-desk.ts";
import { OperationError } from "../domain/operation-error.ts";
import { minuteMs } from "../kit/time-units.ts";
import type { Voice } from "./desk-loops.ts";
import { postfixConfigOf } from "./postfix-config-of.ts";

/** Who runs Postfix, by its number: that of the user `postfix`. Null where there is none. */
const postfixUid = (): number | null => {
  const found = /^postfix:[^:]*:(\d+):/m.exec(readFileSync("/etc/passwd", "utf8"));
  return found === null ? null : Number(found[1]);
};

/** As many as any machine with users has. */
const fewUsers = 1_000;

/** Whose a connection is shows only in the users that this process can see; in a unit with PrivateUsers those are its own and root. Source: user_namespaces(7). */
const seesUsers = (map: string): boolean =>
  [...map.matchAll(/^\s*\d+\s+\d+\s+(\d+)$/gm)].reduce((sum, [, count]) => sum + Number(count), 0) >= fewUsers;

/** Throws `place-unsafe` where answers would be wrong. */
export const checkSeesUsers = (map: string): void => {
  if (!seesUsers(map))
    throw new OperationError(
      "place-unsafe",
      "Postfix is not answered: this process sees no users of the machine (PrivateUsers=yes in its unit?), so it could not tell whose mail it is",
    );
};

const none: DeskLoop = { wake: () => {}, stop: async () => {} };

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Answers this machine's Postfix about SMTP from here, for as long as the desk runs; a socket that cannot be made, or is gone, is tried anew each
 * minute and told once. Without it such mail passes, and the proofs of the measures say so.
 */
export const keepPolicyServer = (config: Config, { say, onFailure }: Voice, everyMs = minuteMs): DeskLoop => {
  const places = postfixConfigOf(config);
  if (places?.policy === undefined || places.policy === null) return none;
  const { socket, ledgerDir } = places.policy;
  let server: Awaited<ReturnType<typeof openPolicyServer>> | null = null;
  let told = "";
  const open = async (): Promise<void> => {
    if (server !== null && existsSync(socket)) return;
    await server?.close();
    server = null;
    checkSeesUsers(readFileSync("/proc/self/uid_map", "utf8"));
    mkdirSync(ledgerDir, { recursive: true, mode: 0o750 });
    const uid = process.geteuid?.() === 0 ? postfixUid() : null;
    server = await openPolicyServer({ socket, ledgerDir, postfixUid: uid, orders: join(places.dir, "policy.json") });
    say(`Postfix is answered at ${socket}`);
    told = "";
  };
  const work = async (): Promise<void> => {
    try {
      await open();
    } catch (error) {
      if (textOf(error) !== told) onFailure(error);
      told = textOf(error);
    }
  };
  const loop = runDesk(work, onFailure, everyMs);
  return {
    wake: loop.wake,
    stop: async () => {
      await loop.stop();
      await server?.close();
      server = null;
    },
  };
};
