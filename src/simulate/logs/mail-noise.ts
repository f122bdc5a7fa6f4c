import { addressOf, countryOfAttackers } from "../address-book.ts";
import type { MailWriting } from "./mail-lines.ts";

/** What every mail server's log holds besides letters: guessed passwords, refused relays, clients that only knock. */

const names = ["info", "admin", "test", "sales", "office", "postmaster", "scan"];

const postfixNoise = (at: number, { chance, add }: MailWriting): void => {
  const source = addressOf("hosting", countryOfAttackers(chance), chance);
  const daemon = `postfix/smtpd[${chance.int([20_000, 60_000])}]`;
  add(at, `${daemon}: connect from unknown[${source}]`);
  const drawn = chance.next();
  if (drawn < 0.6)
    add(
      at + 1500,
      `${daemon}: warning: unknown[${source}]: SASL LOGIN authentication failed: ${chance.bool(0.5) ? "UGFzc3dvcmQ6" : "authentication failure"}`,
    );
  else if (drawn < 0.8) {
    const to = `${chance.word(7)}@mail.example.net`;
    add(
      at + 800,
      `${daemon}: NOQUEUE: reject: RCPT from unknown[${source}]: 454 4.7.1 <${to}>: Relay access denied; from=<${chance.word(6)}@mail.example.org> to=<${to}> proto=ESMTP helo=<${chance.word(8)}>`,
    );
  } else add(at + 300, `${daemon}: lost connection after AUTH from unknown[${source}]`);
  add(at + 1900, `${daemon}: disconnect from unknown[${source}] ehlo=1 auth=0/1 quit=1 commands=2/3`);
};

const eximNoise = (at: number, { chance, add, host }: MailWriting): void => {
  const source = addressOf("hosting", countryOfAttackers(chance), chance);
  const pid = host.logsPid ? `[${chance.int([10_000, 60_000])}] ` : "";
  if (chance.bool(0.7))
    add(
      at,
      `${pid}dovecot_login authenticator failed for (${chance.word(8)}) [${source}]:${chance.int([20_000, 64_000])}: 535 Incorrect authentication data (set_id=${chance.pick(names)})`,
    );
  else
    add(
      at,
      `${pid}H=(${chance.word(8)}) [${source}]:${chance.int([20_000, 64_000])} F=<${chance.word(6)}@mail.example.org> rejected RCPT <${chance.word(7)}@mail.example.net>: relay not permitted`,
    );
};

export const noiseLines = (writing: MailWriting, start: number): void => {
  const { host, chance } = writing;
  if (!host.hasMailLog) return;
  const count = chance.poisson(host.name.startsWith("vps") ? 8 : 40);
  for (let left = count; left > 0; left--) {
    const at = start + Math.floor(chance.next() * 86_400_000);
    if (host.kind === "exim") eximNoise(at, writing);
    else postfixNoise(at, writing);
  }
};
