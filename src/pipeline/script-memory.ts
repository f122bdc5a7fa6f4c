import type { Span } from "../ports/log-format.ts";
import type { MailLine } from "./mail-line.ts";
import type { OpenMessage } from "./open-messages.ts";

/** Which script stands behind a message, from lines that name it apart from the queue id; bounded. */
export interface ScriptMemory {
  /** Takes a line of PHP's mail.log, an Exim cwd line or script details. */
  readonly learn: (line: MailLine, text: (span: Span) => string) => void;
  /** Fills in the script of a message whose message-id or process was seen. */
  readonly attach: (message: OpenMessage, pid: number) => void;
}

const remembered = 20_000;

const put = <Value>(map: Map<string, Value>, key: string, value: Value): void => {
  if (map.size >= remembered) map.delete(map.keys().next().value as string);
  map.set(key, value);
};

export const createScriptMemory = (): ScriptMemory => {
  const byMessageId = new Map<string, string>();
  const byProcess = new Map<string, string>();
  /** Messages still without a script, by message-id: PHP may write its line after the mail server wrote its own. */
  const waiting = new Map<string, OpenMessage>();
  const details = new Map<string, { script: string; client: string }>();

  const learnDetails = (line: MailLine, text: (span: Span) => string): void => {
    const { fields } = line;
    const queueId = text(fields.queueId);
    if (queueId !== "") put(details, `${line.hostId} ${queueId}`, { script: text(fields.script), client: text(fields.client) });
    else if (fields.pid > 0) put(byProcess, `${line.hostId} ${fields.pid}`, text(fields.workingDirectory));
  };

  const learn = (line: MailLine, text: (span: Span) => string): void => {
    const { fields } = line;
    if (fields.kind === "script-details") return learnDetails(line, text);
    const messageId = text(fields.messageId);
    if (messageId === "") return;
    const script = text(fields.script);
    const message = waiting.get(messageId);
    if (message !== undefined) message.script = script;
    else put(byMessageId, messageId, script);
  };

  const attach = (message: OpenMessage, pid: number): void => {
    const detail = details.get(`${message.hostId} ${message.queueId}`);
    if (detail !== undefined) {
      message.script = detail.script || null;
      message.client ??= detail.client || null;
      return;
    }
    const script = message.messageId === null ? undefined : byMessageId.get(message.messageId);
    message.script = script ?? (pid > 0 ? (byProcess.get(`${message.hostId} ${pid}`) ?? null) : null);
    if (message.script === null && message.messageId !== null) put(waiting, message.messageId, message);
  };

  return { learn, attach };
};
