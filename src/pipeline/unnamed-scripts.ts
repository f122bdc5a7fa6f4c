import { createRecentMap } from "../kit/recent-map.ts";
import type { KnownAccount } from "./directory.ts";
import type { OpenMessage } from "./open-messages.ts";

/**
 * Lines of PHP's mail.log without a message-id (`mail()` called without that header): each stands for the account's next message, since PHP
 * writes the line and then hands the mail in, one after the other. Both stamps are the same clock's, cut to seconds.
 */
export interface UnnamedScripts {
  readonly learn: (account: KnownAccount, script: string, time: number) => void;
  /** Fills in the script of a message that no line names. */
  readonly attach: (message: OpenMessage) => void;
}

/** A message is handed in this long after its line at the latest. */
const latestMs = 3_000;
/** Lines of one account that wait for their message: more come only when messages' lines are lost. */
const linesKept = 256;
const accountsKept = 1_024;

interface Waiting {
  /** Lines without a message, and messages without a line, oldest first; one of the two is empty. */
  lines: { readonly script: string; readonly time: number }[];
  messages: OpenMessage[];
}

export const createUnnamedScripts = (): UnnamedScripts => {
  const byAccount = createRecentMap<KnownAccount, Waiting>(accountsKept);

  const waitingOf = (account: KnownAccount): Waiting => {
    const known = byAccount.get(account);
    if (known !== undefined) return known;
    const made: Waiting = { lines: [], messages: [] };
    byAccount.set(account, made);
    return made;
  };

  const learn = (account: KnownAccount, script: string, time: number): void => {
    const waiting = waitingOf(account);
    waiting.messages = waiting.messages.filter((message) => message.time >= time && message.script === null);
    const message = waiting.messages.shift();
    if (message !== undefined) message.script = script;
    else if (waiting.lines.push({ script, time }) > linesKept) waiting.lines.shift();
  };

  const attach = (message: OpenMessage): void => {
    const waiting = message.account === null ? undefined : byAccount.get(message.account);
    if (waiting === undefined || message.submission !== "local") return;
    waiting.lines = waiting.lines.filter(({ time }) => time >= message.time - latestMs);
    const line = waiting.lines.shift();
    if (line !== undefined) message.script = line.script;
    else if (waiting.messages.push(message) > linesKept) waiting.messages.shift();
  };

  return { learn, attach };
};
