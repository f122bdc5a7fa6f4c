import { chmod, chown, readFile, rm, stat } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import { dirname } from "node:path";
import { type PolicyRequest, servePolicy } from "../../../kit/policy-protocol.ts";
import { socketOwner } from "../../../kit/socket-owner.ts";
import { openLedger } from "./ledger.ts";
import { noOrders, type PolicyOrders, readPolicyOrders } from "./policy-orders.ts";

export interface PolicyServerConfig {
  /** Where smtpd asks; below Postfix' queue directory, since smtpd may be chrooted there. */
  readonly socket: string;
  /**
   * Who may ask: Postfix' own user. No other: an answer tells which accounts are stopped. Null where this process cannot give the socket away: then the
   * folder has to keep strangers out, and where it does not, nobody but this process' own user may ask.
   */
  readonly postfixUid: number | null;
  /** The enforcer's file; without it nobody is stopped. */
  readonly orders: string;
  readonly ledgerDir: string;
}

/** Answers Postfix at the end of each message that comes over SMTP. It holds nothing by itself: without it such mail passes. */
export interface PolicyServer {
  readonly close: () => Promise<void>;
}

const unknownOwner = "DEFER_IF_PERMIT 4.7.1 The process that sends this mail cannot be told; wait for the answer before closing";

/** Reads the file again only when it is another one. */
const createOrders = (path: string): (() => Promise<PolicyOrders>) => {
  let known: { readonly version: string; readonly orders: PolicyOrders } = { version: "", orders: noOrders };
  return async () => {
    const found = await stat(path).catch(() => null);
    const version = found === null ? "" : `${found.ino} ${found.mtimeMs} ${found.size}`;
    if (version !== known.version) known = { version, orders: version === "" ? noOrders : readPolicyOrders(await readFile(path, "utf8")) };
    return known.orders;
  };
};

const isOwnAddress = (address: string): boolean =>
  Object.values(networkInterfaces()).some((all) => all?.some((one) => one.address === address)) || /^(?:127\.|::1$)/.test(address);

const actionFor = ({ action, caseId }: PolicyOrders["uids"][string]): string =>
  action === "hold" ? `HOLD sekisho ${caseId}` : `REJECT 5.7.1 Mail from this account is stopped (case ${caseId})`;

const lockedFor = (orders: PolicyOrders, login: string | undefined): string | null => {
  const caseId = login === undefined ? undefined : orders.logins[login.toLowerCase()];
  return caseId === undefined ? null : `REJECT 5.7.1 Mail from this log-in is stopped (case ${caseId})`;
};

/** What it would answer to a uid or login; asked by the enforcer's probe. */
const wouldAnswer = (orders: PolicyOrders, request: PolicyRequest): string => {
  const order = orders.uids[request.get("uid") ?? ""];
  return order === undefined ? (lockedFor(orders, request.get("login")) ?? "DUNNO") : actionFor(order);
};

const portOf = (text: string | undefined): number => (/^\d{1,5}$/.test(text ?? "") ? Number(text) : 0);

const ownerOf = (request: PolicyRequest): Promise<number | null> =>
  socketOwner(
    { address: request.get("client_address") ?? "", port: portOf(request.get("client_port")) },
    { address: request.get("server_address") ?? "", port: portOf(request.get("server_port")) },
  );

const isClosed = async (folder: string): Promise<boolean> => ((await stat(folder)).mode & 0o007) === 0;

/** Starts it at its socket; one that a killed process left there is replaced. */
export const openPolicyServer = async ({ socket, postfixUid, orders: path, ledgerDir }: PolicyServerConfig): Promise<PolicyServer> => {
  const ordersNow = createOrders(path);
  const ledger = await openLedger(ledgerDir);

  const fromHere = async (request: PolicyRequest, orders: PolicyOrders): Promise<string> => {
    const uid = await ownerOf(request);
    // Who closes before the answer would go uncounted; nobody who waits for it is met.
    if (uid === null) return Object.keys(orders.uids).length > 0 ? unknownOwner : "DUNNO";
    const order = orders.uids[uid];
    await ledger.note(request.get("queue_id") ?? "", uid, order?.action === "hold");
    return order === undefined ? "DUNNO" : actionFor(order);
  };

  const answer = async (request: PolicyRequest): Promise<string> => {
    const orders = await ordersNow();
    if (request.get("request") === "sekisho_probe") return wouldAnswer(orders, request);
    const locked = lockedFor(orders, request.get("sasl_username") || undefined);
    if (locked !== null) return locked;
    return isOwnAddress(request.get("client_address") ?? "") ? fromHere(request, orders) : "DUNNO";
  };

  const open = new Set<Socket>();
  const server = createServer((connection) => {
    open.add(connection.once("close", () => open.delete(connection)));
    servePolicy(connection, answer);
  });
  await rm(socket, { force: true });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(socket, resolve));
  await chmod(socket, postfixUid === null && (await isClosed(dirname(socket))) ? 0o666 : 0o600);
  if (postfixUid !== null) await chown(socket, postfixUid, 0);
  return {
    close: async () => {
      for (const connection of open) connection.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await ledger.close();
    },
  };
};
