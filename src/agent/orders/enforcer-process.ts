import type { KeyObject } from "node:crypto";
import type { Clock } from "../../kit/clock.ts";
import { answerOrder, type Obeying } from "./answer-order.ts";
import type { Order, OrderAnswer } from "./order.ts";
import { createOrderGate, type SequenceStore } from "./order-gate.ts";
import { serveOrders } from "./serve-orders.ts";

/** What the enforcer process stands on. */
export interface EnforcerProcessParts extends Obeying {
  readonly socket: string;
  readonly key: KeyObject;
  /** This server's name, as orders name it. */
  readonly server: string;
  readonly clock: Clock;
  readonly sequences: SequenceStore;
  /** Finishes or takes back what a crash left half done; a line for each. */
  readonly recover: () => Promise<readonly string[]>;
  /** Tells the operator; a line each. */
  readonly say: (line: string) => void;
}

const keepEveryMs = 3_000;
const driftEveryMs = 30_000;

/** Does something again and again, never twice at once; what it rejects with is told and it goes on. */
const every = (ms: number, work: () => Promise<void>, say: (line: string) => void): { readonly stop: () => Promise<void> } => {
  let under: Promise<void> = Promise.resolve();
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    under = work()
      .catch((error: unknown) => say(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        isBusy = false;
      });
  }, ms);
  return {
    stop: () => {
      clearInterval(timer);
      return under;
    },
  };
};

const remindAfterMs = 10 * 60_000;

/** What goes on is told again after ten minutes, not every few seconds. */
const createReminder = (say: (line: string) => void, clock: Clock) => {
  const told = new Map<string, number>();
  return (line: string): void => {
    const last = told.get(line);
    if (last !== undefined && clock.now() - last < remindAfterMs) return;
    told.set(line, clock.now());
    if (told.size > 1_000) told.clear();
    say(line);
  };
};

/** Tells what is new since it was told last, and what is over. */
const createTeller = (say: (line: string) => void) => {
  let told: ReadonlySet<string> = new Set();
  return (lines: readonly string[]): void => {
    const now = new Set(lines);
    for (const line of now) if (!told.has(line)) say(line);
    for (const line of told) if (!now.has(line)) say(`no longer: ${line}`);
    told = now;
  };
};

const ended = ({ verb, held }: Order, answer: OrderAnswer): string => {
  // No address of a mailbox stands in a log.
  const whose = held !== undefined && "account" in held.owner ? held.owner.account : "a mailbox";
  if (answer.kind !== "held-ended") return `${verb} of ${whose}: ${answer.kind === "failed" ? answer.message : answer.kind}`;
  const counts = [...Map.groupBy(answer.ends, ({ outcome }) => outcome)].map(([outcome, of]) => `${of.length} ${outcome}`);
  return `${verb} of ${whose}: ${counts.join(", ") || "nothing"}`;
};

/** What the operator is told of an order that changes something; null of one that looks. */
const lineOf = (order: Order, answer: OrderAnswer): string | null => {
  const { verb, imposition } = order;
  if (verb === "held-deliver" || verb === "held-delete") return ended(order, answer);
  if (verb !== "apply" && verb !== "lift") return null;
  return `${verb} ${imposition?.measure} of ${imposition?.caseId}: ${answer.kind === "failed" ? answer.message : answer.kind}`;
};

/**
 * The small process that may touch the servers: it obeys signed orders at a Unix socket and nothing else, keeps in place what must never be
 * missing, and looks every half minute whether its files are as it left them. When it ends, what is in force stays.
 */
export const createEnforcerProcess = (parts: EnforcerProcessParts) => {
  const { socket, enforcers, drift, say } = parts;
  const gate = createOrderGate(parts);
  let running: readonly { readonly stop: () => Promise<void> }[] = [];

  const answer = async (line: string): Promise<OrderAnswer> => {
    const opened = await gate(line);
    if ("why" in opened) {
      say(`an order was refused: ${opened.why}`);
      return { kind: "refused", ...opened };
    }
    const answered = await answerOrder(parts, opened.order);
    const telling = lineOf(opened.order, answered);
    if (telling !== null) say(telling);
    return answered;
  };

  const sayNow = createReminder(say, parts.clock);
  const keep = async (): Promise<void> => {
    for (const enforcer of enforcers) {
      const lines = await (enforcer.keep?.() ?? Promise.resolve([])).catch((error: unknown) => [
        error instanceof Error ? error.message : String(error),
      ]);
      for (const line of lines) sayNow(`${enforcer.name}: ${line}`);
    }
  };

  const tellDrift = createTeller(say);
  const watch = async (): Promise<void> => {
    const lines = (await drift()).map((path) => `${path} is not as it was left`);
    for (const enforcer of enforcers)
      for (const one of await enforcer.standing()) {
        const { state, proof } = await enforcer.probe(one);
        if (state !== "in-force") lines.push(`${one.measure} of ${one.caseId} is ${state}: ${proof}`);
      }
    tellDrift(lines);
  };

  return {
    name: "enforcer",
    start: async (): Promise<void> => {
      for (const line of await parts.recover()) say(line);
      await keep();
      const served = await serveOrders(socket, answer);
      running = [served, every(keepEveryMs, keep, say), every(driftEveryMs, watch, say)];
    },
    stop: async (): Promise<void> => {
      await Promise.all(running.map((one) => one.stop()));
    },
  };
};
