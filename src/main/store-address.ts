import { join } from "node:path";
import type { Config } from "../config.ts";
import { readSecret } from "./read-secret.ts";

/** Where the store of a config lies, with the password out of its file. Throws `input-unreadable`. */
export const storeAddress = ({ store, stateDir, secrets }: Pick<Config, "store" | "stateDir" | "secrets">): string => {
  if (store === undefined) return `sqlite:${join(stateDir.absolute, "desk.db")}`;
  const password = store.startsWith("postgres") ? readSecret(secrets.storePassword, process.env) : null;
  if (password === null) return store;
  const address = new URL(store);
  address.password = encodeURIComponent(password);
  return address.href;
};
