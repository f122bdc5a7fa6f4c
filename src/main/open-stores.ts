import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { OperationError } from "../domain/operation-error.ts";
import { type DeskStores, openDeskStores } from "../stores/open-store.ts";
import { readSecret } from "./read-secret.ts";
import { storeAddress } from "./store-address.ts";

/** Without a key nobody could sign the head of the chain, so that none is kept apart. */
const headOf = ({ secrets, stateDir }: Config): { readonly head: { readonly file: string; readonly key: Uint8Array } | null } => {
  const key = Buffer.from(readSecret(secrets.decisionKey, process.env) ?? "");
  if (secrets.decisionKey === undefined) return { head: null };
  if (key.length < 32) throw new OperationError("config-wrong", "secrets.decisionKey: the key has fewer than 32 bytes");
  return { head: { file: join(stateDir.absolute, "audit-head.json"), key } };
};

/** Opens the store that the config names; `onHeld` is told when another connection could have taken it. */
export const openStores = async (config: Config, onHeld: (isHeld: boolean) => void = () => {}): Promise<DeskStores> => {
  mkdirSync(config.stateDir.absolute, { recursive: true, mode: 0o750 });
  return openDeskStores(storeAddress(config), { ...headOf(config), onHeld });
};
