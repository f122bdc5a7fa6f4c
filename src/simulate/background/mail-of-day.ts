import { addressOf } from "../address-book.ts";
import type { Chance } from "../chance.ts";
import { dayMs, hourMs, momentOf, weekdayFactor } from "../habits.ts";
import { accountLetter } from "../letters.ts";
import { localPerson } from "../mail-people.ts";
import type { Account, Letter, Mailbox } from "../model.ts";
import type { Tape } from "../tape.ts";

/** Mail that has nothing to do with web sites: people with their mailboxes, and cron jobs that report. */

interface Day {
  readonly day: number;
  readonly start: number;
  readonly chance: Chance;
}

const sent = (account: Account, mailbox: Mailbox, at: number, chance: Chance): Letter => {
  const count = chance.bool(0.85) ? 1 : chance.bool(0.9) ? chance.int([2, 4]) : chance.int([8, 30]);
  return {
    at,
    account,
    site: account.sites.find(({ domain }) => mailbox.address.endsWith(`@${domain}`)) ?? null,
    route: { kind: "auth", source: chance.pick(mailbox.addresses), helo: mailbox.helo, mailbox: mailbox.address },
    sender: mailbox.address,
    recipients: chance.shuffled(mailbox.correspondents).slice(0, count),
    bytes: Math.round(chance.logNormal(6000, 1.4)) + 900,
    subject: "Re: 打ち合わせの件",
    script: null,
    requestPath: null,
    visitor: null,
    incident: null,
    isHarmful: false,
    isCounted: true,
    forwardedFrom: null,
  };
};

const received = (account: Account, mailbox: Mailbox, at: number, chance: Chance): Letter => {
  const from = chance.pick(mailbox.correspondents);
  return {
    ...sent(account, mailbox, at, chance),
    route: {
      kind: "inbound",
      source: from.server?.address ?? addressOf("mail", "JP", chance),
      helo: from.server?.name ?? "mail.company1.example",
    },
    sender: from.address,
    recipients: [localPerson(mailbox.address)],
    isCounted: false,
  };
};

const peopleMail = (tape: Tape, account: Account, { day, start, chance }: Day): void => {
  for (const mailbox of account.mailboxes) {
    const factor = weekdayFactor(mailbox.rhythm, day);
    for (let left = chance.poisson(mailbox.lettersPerDay * factor); left > 0; left--)
      tape.letter(sent(account, mailbox, momentOf(mailbox.rhythm, start, chance), chance));
    for (let left = chance.poisson(mailbox.lettersInPerDay * factor); left > 0; left--)
      tape.letter(received(account, mailbox, momentOf(mailbox.rhythm, start, chance), chance));
  }
};

const cronMail = (tape: Tape, account: Account, { start, chance }: Day): void => {
  const owner = account.sites[0]?.owner;
  if (owner === undefined) return;
  for (const hour of account.cronHours) {
    const at = start + hour * hourMs + (account.uid % 12) * 300_000 + chance.int([400, 2500]);
    if (at < start + dayMs)
      tape.letter(
        accountLetter(account, {
          at,
          to: [owner],
          bytes: chance.int([700, 1400]),
          subject: `Cron <${account.name}@${account.host.name}> backup.sh`,
        }),
      );
  }
};

export const mailOfDay = (tape: Tape, account: Account, day: Day): void => {
  peopleMail(tape, account, day);
  cronMail(tape, account, day);
};
