import { createRecentMap } from "../kit/recent-map.ts";
import { minuteMs } from "../kit/time-units.ts";
import type { Span } from "../ports/log-format.ts";
import type { KnownAccount } from "./directory.ts";
import type { MailLine } from "./mail-line.ts";
import type { OpenMessage } from "./open-messages.ts";
import { createUnnamedScripts } from "./unnamed-scripts.ts";

/** Which script stands behind a message, from lines that name it apart from the queue id; bounded. */
export interface ScriptMemory {
  /** Takes a line of PHP's mail.log, an Exim cwd line or script details. */
  readonly learn: (line: MailLine, text: (span: Span) => string, ownerOf: (script: string) => KnownAccount | null) => void;
  /** Fills in the script of a message whose message-id or process was seen. */
  readonly attach: (message: OpenMessage, pid: number) => void;
}

/** A line that names a script stands within moments of the message's own lines. */
const remembered = 4_096;
/** Messages that wait before any line told a script: without such lines in the run none need to. */
const firstMessages = 4_096;
/** Process ids come round again. */
const processMs = minuteMs;

/** Exim writes it right before the message's first line. */
const besideMs = 2_000;

interface WorkingDirectory {
  readonly path: string;
  readonly time: number;
}

export const createScriptMemory = (): ScriptMemory => {
  const byMessageId = createRecentMap<string, string>(remembered);
  const byProcess = createRecentMap<string, WorkingDirectory>(remembered);
  /** Messages still without a script, by message-id: PHP may write its line after the mail server wrote its own. */
  const waiting = createRecentMap<string, OpenMessage>(remembered);
  /** The same where the log names no process: the account's next message. */
  const byOwner = createRecentMap<KnownAccount, WorkingDirectory>(remembered);
  const details = createRecentMap<string, { readonly script: string; readonly client: string }>(remembered);

  const unnamed = createUnnamedScripts();
  let hasLearnt = false;
  let attached = 0;

  const learnDetails = (line: MailLine, text: (span: Span) => string, ownerOf: (script: string) => KnownAccount | null): void => {
    const { fields } = line;
    const queueId = text(fields.queueId);
    if (queueId !== "") {
      details.set(`${line.hostId} ${queueId}`, { script: text(fields.script), client: text(fields.client) });
      return;
    }
    const directory = { path: text(fields.workingDirectory), time: line.time };
    if (fields.pid > 0) return byProcess.set(`${line.hostId} ${fields.pid}`, directory);
    const owner = ownerOf(directory.path);
    if (owner !== null) byOwner.set(owner, directory);
  };

  const learn: ScriptMemory["learn"] = (line, text, ownerOf) => {
    hasLearnt = true;
    const { fields } = line;
    if (fields.kind === "script-details") return learnDetails(line, text, ownerOf);
    const messageId = text(fields.messageId);
    const script = text(fields.script);
    if (messageId === "") return learnUnnamed(ownerOf(script), script, line.time);
    const message = waiting.get(messageId);
    if (message !== undefined) message.script = script;
    else byMessageId.set(messageId, script);
  };

  const learnUnnamed = (owner: KnownAccount | null, script: string, time: number): void => {
    if (owner !== null) unnamed.learn(owner, script, time);
  };

  const attachDetails = (message: OpenMessage): boolean => {
    if (details.size() === 0) return false;
    const detail = details.get(`${message.hostId} ${message.queueId}`);
    if (detail === undefined) return false;
    message.script = detail.script || null;
    message.client ??= detail.client || null;
    return true;
  };

  const attachOwners = (message: OpenMessage): void => {
    const account = message.account as KnownAccount | null;
    if (account === null || byOwner.size() === 0) return;
    const directory = byOwner.get(account);
    byOwner.delete(account);
    if (directory !== undefined && message.time - directory.time <= besideMs) message.workingDirectory = directory.path;
  };

  const attachDirectory = (message: OpenMessage, pid: number): void => {
    if (pid === 0) return attachOwners(message);
    if (byProcess.size() === 0) return;
    const key = `${message.hostId} ${pid}`;
    const directory = byProcess.get(key);
    byProcess.delete(key);
    if (directory !== undefined && message.time - directory.time <= processMs) message.workingDirectory = directory.path;
  };

  const attach = (message: OpenMessage, pid: number): void => {
    if (attachDetails(message)) return;
    attachDirectory(message, pid);
    const { messageId } = message;
    if (messageId === null) return;
    message.script = byMessageId.get(messageId) ?? null;
    if (message.script === null) unnamed.attach(message);
    if (message.script === null && (hasLearnt || ++attached < firstMessages)) waiting.set(messageId, message);
  };

  return { learn, attach };
};
