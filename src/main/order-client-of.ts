import { createOrderClient, type OrderClient } from "../agent/orders/order-client.ts";
import { signingKeyOf } from "../agent/orders/order-key.ts";
import { createRemoteHeldMail } from "../agent/orders/remote-held-mail.ts";
import type { Config } from "../config.ts";
import { OperationError } from "../domain/operation-error.ts";
import type { HeldMail } from "../ports/held-mail.ts";
import { readSecret } from "./read-secret.ts";

const clock = { now: Date.now };

/** Who gives orders to the enforcer process of this machine. Throws `config-wrong` without the secret that signs them. */
const orderClientOf = ({ enforcer, secrets }: Config): OrderClient => {
  const secret = Buffer.from(readSecret(secrets.decisionKey, process.env) ?? "");
  if (secret.length < 32)
    throw new OperationError("config-wrong", "secrets.decisionKey: orders are signed with it; name a file that holds 32 bytes or more");
  return createOrderClient({
    ...{ socket: enforcer.socket.absolute, server: enforcer.server ?? "local", signing: signingKeyOf(secret), clock },
  });
};

/** Held mail of this machine's Postfix, by orders; null where the config names none. */
export const openHeldMail = (config: Config): HeldMail | null =>
  config.servers.postfix === undefined ? null : createRemoteHeldMail(orderClientOf(config));
