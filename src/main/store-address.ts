import type { Config } from "../config.ts";
import { readSecret } from "./read-secret.ts";

/** Where the store of a config lies, with the password out of its file. Throws `input-unreadable`. */
export const storeAddress = ({ store, secrets }: Pick<Config, "store" | "secrets">): string => {
  const password = store.startsWith("postgres") ? readSecret(secrets.storePassword, process.env) : null;
  if (password === null) return store;
  const address = new URL(store);
  address.password = encodeURIComponent(password);
  return address.href;
};
