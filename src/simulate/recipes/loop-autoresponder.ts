import { accountLetter } from "../letters.ts";
import { domesticPerson } from "../mail-people.ts";
import { draw, openIncident, type Recipe, type Stage } from "../stage.ts";

/** Two automatic replies answer each other, until somebody switches one off. Facts: kind 14. */

const shows = { mail: true, web: false };
const seconds = { usual: [2, 40], outside: [[120, 400]] } as const;
const rounds = { usual: [80, 1200], outside: [[25, 50]] } as const;

const play = (stage: Stage): void => {
  const { tape, account, chance, end } = stage;
  const mailbox = chance.pick(account.mailboxes);
  const site = account.sites.find(({ domain }) => mailbox.address.endsWith(`@${domain}`)) ?? null;
  const incident = openIncident(stage, {
    kind: "loop-autoresponder",
    class: "mail-loop",
    site: null,
    cause: { layer: "none", mailbox: mailbox.address },
    shows,
    harmfulMeasures: ["stop-mail", "deny-writes", "deny-foreign", "quarantine-file"],
  });
  const other = domesticPerson(chance, { bounces: 0, late: 0 });
  const gap = draw(stage, seconds) * 1000;
  let at = stage.start;
  let bytes = 1500;
  for (let left = Math.min(draw(stage, rounds), stage.mailLimit); left > 0 && at < end - 60_000; left--) {
    const route = {
      kind: "inbound",
      source: other.server?.address ?? "242.210.0.1",
      helo: other.server?.name ?? "mx.freemail.example",
    } as const;
    const reply = accountLetter(account, {
      at: at + chance.int([300, 1500]),
      to: [other],
      bytes,
      subject: "Re: 不在通知",
      sender: mailbox.address,
      incident,
    });
    tape.letter({
      ...reply,
      at,
      site,
      route,
      sender: other.address,
      recipients: [{ address: mailbox.address, server: null, fate: "sent" }],
      incident: null,
      isCounted: false,
    });
    tape.letter({ ...reply, site });
    bytes += chance.int([0, 90]);
    at += Math.floor(gap * chance.float([0.7, 1.6])) + 1600;
  }
};

export const loopAutoresponder: Recipe = {
  kind: "loop-autoresponder",
  class: "mail-loop",
  share: 1,
  days: 2,
  shows,
  startsAt: "any",
  variants: ["plain"],
  fits: (site) => site.account.mailboxes.length > 0 && site.account.host.hasMailLog,
  play,
};
