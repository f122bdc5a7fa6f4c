import { createOrderClient, type OrderClient } from "../agent/orders/order-client.ts";
import { signingKeyOf } from "../agent/orders/order-key.ts";
import { createRemoteHeldMail } from "../agent/orders/remote-held-mail.ts";
import type { Config } from "../config.ts";
import { OperationError } from "../domain/operation-error.ts";
import type { HeldMail } from "../ports/held-mail.ts";
import { readSecret } from "./read-secret.ts";

const clock = { now: Date.now };

/** The desk's signing key. Throws `config-wrong` without the secret that it is made from. */
export const signingOf = ({ secrets }: Config): ReturnType<typeof signingKeyOf> => {
  const secret = Buffer.from(readSecret(secrets.decisionKey, process.env) ?? "");
  if (secret.length < 32)
    throw new OperationError("config-wrong", "secrets.decisionKey: orders are signed with it; name a file that holds 32 bytes or more");
  return signingKeyOf(secret);
};

/** What the orders of a config without a name of its own mean. */
export const serverOf = ({ enforcer }: Config): string => enforcer.server ?? "local";

const clients = new WeakMap<Config, OrderClient>();

/** Who gives orders to the enforcer process of this machine: one for each config, so that two never count their orders beside each other. */
export const orderClientOf = (config: Config): OrderClient => {
  const made =
    clients.get(config) ??
    createOrderClient({ socket: config.enforcer.socket.absolute, server: serverOf(config), signing: signingOf(config), clock });
  clients.set(config, made);
  return made;
};

/** Held mail of this machine's Postfix, by orders; null where the config names none. */
export const openHeldMail = (config: Config): HeldMail | null =>
  config.servers.postfix === undefined || config.secrets.decisionKey === undefined ? null : createRemoteHeldMail(orderClientOf(config));
