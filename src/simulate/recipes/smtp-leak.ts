import { addressOf, countryOfAttackers } from "../address-book.ts";
import { victim } from "../mail-people.ts";
import { arrivals, draw, drawCount, openIncident, type Recipe, type Stage } from "../stage.ts";

/** A mailbox whose password others know: one login, many networks, many recipients, while its owner goes on using it. Facts: kind 5. */

const shows = { mail: true, web: false };
const perHour = {
  usual: [8, 240],
  outside: [
    [1, 2.5],
    [700, 1500],
  ],
} as const;
const recipients = { usual: [8, 50], outside: [[1, 1.9]] } as const;
const sources = { usual: [20, 300], outside: [[1, 4]] } as const;
const helos = ["WIN-8H3K2", "[127.0.0.1]", "User", "localhost.localdomain", "ylmf-pc", "DESKTOP-QW12"];

const play = (stage: Stage): void => {
  const { tape, account, chance, variant } = stage;
  const mailbox = chance.pick(account.mailboxes);
  const site = account.sites.find(({ domain }) => mailbox.address.endsWith(`@${domain}`)) ?? null;
  const incident = openIncident(stage, {
    kind: "smtp-leak",
    class: "smtp-credential-abuse",
    site: null,
    cause: { layer: "smtp-auth", mailbox: mailbox.address },
    bestMeasures: ["lock-mailbox", "hold-mail"],
    harmfulMeasures: ["deny-foreign", "deny-foreign-writes", "deny-writes", "stop-mail"],
    shows,
    tags: variant === "plain" ? [] : [`hard:${variant}`],
  });
  const isDomestic = variant === "domestic";
  const addresses = Array.from({ length: drawCount(stage, sources) }, () =>
    isDomestic ? addressOf("home", "JP", chance) : addressOf(chance.bool(0.5) ? "hosting" : "home", countryOfAttackers(chance), chance),
  );
  const size = draw(stage, recipients);
  const rate = draw(stage, perHour);
  const bounces = chance.float([0.3, 0.6]);
  const hours = Math.max(2, Math.min(chance.scale([3, 40]), stage.mailLimit / 1.5 / rate));
  for (const at of arrivals(stage, { perHour: rate, hours, slowStart: variant === "slow-start" ? 0.6 : 0 })) {
    const to = Array.from({ length: Math.max(1, Math.round(size * chance.float([0.6, 1.2]))) }, () =>
      victim(chance, { bounces, late: 0.06 }),
    );
    tape.letter({
      at,
      account,
      site,
      route: { kind: "auth", source: chance.pick(addresses), helo: chance.pick(helos), mailbox: mailbox.address },
      sender: chance.bool(0.85) ? mailbox.address : `billing@${chance.word(7)}.example`,
      recipients: to,
      bytes: 3200 + chance.int([0, 4000]),
      subject: "Payment reminder",
      script: null,
      requestPath: null,
      visitor: null,
      incident,
      isHarmful: true,
      isCounted: true,
      forwardedFrom: null,
    });
  }
};

export const smtpLeak: Recipe = {
  kind: "smtp-leak",
  class: "smtp-credential-abuse",
  share: 4,
  days: 3,
  shows,
  startsAt: "any",
  variants: ["plain", "slow-start", "domestic", "plain", "plain"],
  fits: (site) => site.account.mailboxes.length > 0 && site.account.host.hasMailLog,
  play,
};
