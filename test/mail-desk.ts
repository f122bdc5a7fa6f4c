import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { simpleParser } from "mailparser";
import { loadConfig } from "../src/config.ts";
import type { DeskParts } from "../src/desk/desk-parts.ts";
import type { Policy } from "../src/domain/policy/policy.ts";
import { createSetClock } from "../src/kit/clock.ts";
import { openDeliver } from "../src/main/open-deliver.ts";
import { openDeskStores } from "../src/stores/open-store.ts";
import { monday } from "./case-builder.ts";
import { createTestDesk } from "./desk-builder.ts";
import { startSmtpSink } from "./smtp-sink.ts";

/** A letter as its reader sees it. */
export interface ReadLetter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** What the config says besides the mail server. */
export interface MailDeskOptions {
  readonly accounts: string;
  readonly web?: string;
  readonly policy?: Policy;
  readonly parts?: Partial<DeskParts>;
}

/** A desk whose notices go out over SMTP to a server on loopback, from a config file as an operator writes it. */
export const openMailDesk = async ({ accounts, web = "", policy, parts = {} }: MailDeskOptions) => {
  const sink = await startSmtpSink();
  const folder = mkdtempSync(join(tmpdir(), "sekisho-mail-"));
  writeFileSync(join(folder, "link.key"), "0123456789abcdef0123456789abcdef\n");
  const text = `home: JP
timezone: Asia/Tokyo
operator: { name: 例ホスティング, contact: abuse@host.example }
smtp: { url: "smtp://127.0.0.1:${sink.port}", from: "Abuse desk <abuse@host.example>" }
secrets: { linkKey: { file: link.key } }
${web}
accounts:
${accounts}
`;
  writeFileSync(join(folder, "sekisho.yaml"), text);
  const config = loadConfig("sekisho.yaml", folder);
  const stores = await openDeskStores("sqlite::memory:");
  const clock = createSetClock(monday);
  const deliver = openDeliver(config, { clock, store: stores.cases, replies: stores.replies, noticeTexts: stores.noticeTexts });
  const made = await createTestDesk(policy, { store: stores.cases, clock, deliver, ...parts });
  return {
    ...made,
    ...{ config, stores, sink, clock },
    letters: (): Promise<readonly ReadLetter[]> =>
      Promise.all(
        sink.mails.map(async ({ raw, to }) => {
          const mail = await simpleParser(Buffer.from(raw, "latin1"));
          return { to: to.join(), subject: mail.subject ?? "", text: mail.text ?? "" };
        }),
      ),
    stop: async (): Promise<void> => {
      await stores.cases.close();
      await sink.stop();
      rmSync(folder, { recursive: true });
    },
  };
};

/** What {@link openMailDesk} gives. */
export type MailDesk = Awaited<ReturnType<typeof openMailDesk>>;
