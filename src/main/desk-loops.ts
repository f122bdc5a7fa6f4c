import type { Config } from "../config.ts";
import type { DeskParts } from "../desk/desk-parts.ts";
import { purgeOld } from "../desk/purge-old.ts";
import { readInbox } from "../desk/read-inbox.ts";
import { type DeskLoop, runDesk } from "../desk/run-desk.ts";
import { dayMs } from "../kit/time-units.ts";
import type { KeptMails } from "../ports/kept-mails.ts";
import { clock } from "./desk-parts-of.ts";
import { type InboxReading, tallyLine } from "./inbox-reading.ts";
import { openInbox } from "./open-inbox.ts";
import { openReplyReader } from "./open-reply-reader.ts";

const mailEveryMs = 30_000;

/** What a running desk says, on standard error. */
export interface Voice {
  readonly say: (line: string) => void;
  readonly onFailure: (error: unknown) => void;
}

/** Reads answers while the desk runs; where the config names no inbox there is nothing to read. */
export const readMail = (config: Config, parts: DeskParts, mail: InboxReading, { say, onFailure }: Voice): DeskLoop => {
  const inbox = openInbox(config);
  if (inbox === null) return { wake: () => {}, stop: async () => {} };
  const reader = openReplyReader(config, { clock, secrets: mail.replies });
  const read = async (): Promise<void> => {
    const tally = await readInbox(parts, { reader, inbox, kept: mail.kept });
    mail.count(tally);
    const line = tallyLine(tally);
    if (line !== null) say(line);
  };
  const loop = runDesk(read, onFailure, mailEveryMs);
  return { wake: loop.wake, stop: () => loop.stop().then(inbox.close) };
};

/** Mail that nobody could read is no case's. Source: the retention table. */
const keptMailDays = 7;

/** Removes once a day what is too old. */
export const purgeDaily = (parts: DeskParts, kept: KeptMails, { say, onFailure }: Voice): DeskLoop => {
  const purge = async (): Promise<void> => {
    const gone = await kept.removeBefore(clock.now() - keptMailDays * dayMs);
    if (gone > 0) say(`mail: ${gone} that could not be read or routed deleted after ${keptMailDays} days`);
    await purgeOld(parts);
  };
  return runDesk(purge, onFailure, dayMs);
};
