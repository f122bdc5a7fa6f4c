import { domesticPerson, victim } from "../mail-people.ts";
import { arrivals, draw, openIncident, type Recipe, type Stage } from "../stage.ts";

/** A mailbox that passes everything on is flooded with spam, which the other side puts off or refuses. Facts: kind 14. */

const shows = { mail: true, web: false };
const perHour = {
  usual: [40, 500],
  outside: [
    [8, 15],
    [1200, 2000],
  ],
} as const;

const play = (stage: Stage): void => {
  const { tape, account, chance } = stage;
  const mailbox = chance.pick(account.mailboxes);
  const site = account.sites.find(({ domain }) => mailbox.address.endsWith(`@${domain}`)) ?? null;
  const incident = openIncident(stage, {
    kind: "loop-forwarder",
    class: "mail-loop",
    site: null,
    cause: { layer: "none", mailbox: mailbox.address },
    shows,
    harmfulMeasures: ["stop-mail", "lock-mailbox", "deny-writes", "deny-foreign"],
  });
  const target = domesticPerson(chance, { bounces: 0, late: 0 });
  const bounces = chance.float([0.2, 0.5]);
  const rate = draw(stage, perHour);
  for (const at of arrivals(stage, { perHour: rate, hours: Math.max(1, Math.min(chance.float([1, 12]), stage.mailLimit / rate)) })) {
    const from = victim(chance, { bounces: 0, late: 0 });
    const drawn = chance.next();
    const fate = drawn < bounces ? "bounced" : drawn < bounces + 0.35 ? "late" : "sent";
    tape.letter({
      at,
      account,
      site,
      route: { kind: "inbound", source: from.server?.address ?? "247.0.0.9", helo: from.server?.name ?? "mail.example" },
      sender: from.address,
      recipients: [{ ...target, fate }],
      bytes: 4000 + chance.int([0, 9000]),
      subject: "Special offer",
      script: null,
      requestPath: null,
      visitor: null,
      incident,
      isHarmful: false,
      isCounted: true,
      forwardedFrom: mailbox.address,
    });
  }
};

export const loopForwarder: Recipe = {
  kind: "loop-forwarder",
  class: "mail-loop",
  share: 1,
  days: 2,
  shows,
  startsAt: "any",
  variants: ["plain"],
  fits: (site) => site.account.mailboxes.length > 0 && site.account.host.hasMailLog,
  play,
};
