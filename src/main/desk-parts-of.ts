import { randomUUID } from "node:crypto";
import { checks } from "../catalog/index.ts";
import { loadPolicy } from "../config/load-policy.ts";
import type { Config } from "../config.ts";
import { createAskSite } from "../desk/ask-site.ts";
import type { DeskParts } from "../desk/desk-parts.ts";
import type { LogReadings } from "../desk/log-readings.ts";
import type { PolicySheet } from "../domain/policy/policy-sheet.ts";
import type { Clock } from "../kit/clock.ts";
import type { CaseFates } from "../ports/held-mail.ts";
import type { DeskStores } from "../stores/open-store.ts";
import { contactBook, siteBook } from "./desk-books.ts";
import { openCallStaff } from "./open-call-staff.ts";
import { openDeliver } from "./open-deliver.ts";
import { openEnforcers } from "./open-enforcers.ts";
import type { OpenedMailer } from "./open-mailer.ts";
import { openHeldMail } from "./order-client-of.ts";

/** The time of this machine. */
export const clock: Clock = { now: Date.now };

const machineZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The policy in force, with the reason of each number. */
export const sheetOf = (config: Config): PolicySheet => loadPolicy(config.policy ?? null, config.timezone ?? machineZone());

interface PartsMore {
  readonly version: string;
  readonly sender: OpenedMailer | null;
  /** What agents told of the logs; a desk that is opened for one command knows of none. */
  readonly readings: LogReadings;
  /** What the agent in this process found of messages, and what others told of them. */
  readonly fatesOf: CaseFates;
}

/** What a desk of this config stands on. */
export const partsOf = (
  config: Config,
  { cases: store, replies, noticeTexts }: DeskStores,
  { version, sender, readings, fatesOf }: PartsMore,
): DeskParts => {
  const { policy } = sheetOf(config);
  const contact = config.operator?.contact ?? config.operator?.url;
  return {
    ...{ store, clock, policy: () => policy, hasContact: contactBook(config), enforcers: openEnforcers(config), checks },
    heldMail: openHeldMail(config),
    fatesOf,
    sightOf: readings.sightOf,
    askSite: createAskSite({
      siteOf: siteBook(config),
      userAgent: `Sekisho-Check/${version}${contact === undefined ? "" : ` (+${contact})`}`,
    }),
    deliver: openDeliver(config, { clock, store, replies, noticeTexts, sender }),
    callStaff: openCallStaff(config, clock, sender),
    newId: randomUUID,
  };
};
