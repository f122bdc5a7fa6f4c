import { describe, expect, it } from "vitest";
import {
  buildMessage,
  buildRequest,
  endpointOf,
  hour,
  minute,
  nowhere,
  outcomeOf,
  second,
  site,
  sourceOf,
  start,
} from "../../../test/event-builders.ts";
import type { Detection } from "../../domain/detection.ts";
import type { JoinedMail } from "../../domain/joined-mail.ts";
import type { DeliveryStatus, MailMessage } from "../../domain/mail-event.ts";
import type { Placement } from "../../domain/source.ts";
import { VisitorTally } from "../../domain/visitor-tally.ts";
import type { DetectorContext, TrafficView } from "../../ports/detector.ts";
import { cronMailer } from "../classes/cron-mailer.ts";
import { injectedMailer } from "../classes/injected-mailer.ts";
import { mailLoop } from "../classes/mail-loop.ts";
import { relayedForm } from "../classes/relayed-form.ts";
import { scriptMailer } from "../classes/script-mailer.ts";
import { smtpCredentialAbuse } from "../classes/smtp-credential-abuse.ts";
import { mailBursts } from "./mail-bursts.ts";

const mailbox = "info@shop.example";
const root = "/home/u10123/public_html";
const placed = { ...site, root };

const traffic: TrafficView = {
  hasMailLog: () => true,
  ownerOf: () => site.account,
  periodStart: () => start,
  siteTally: () => ({ requests: 0, foreignRequests: 0, writes: 0, foreignWrites: 0 }),
  sourceTally: () => ({ requests: 0, writes: 0, assets: 0 }),
  sitesOf: () => ({ sites: 1, unseenSites: 0 }),
  scriptReads: () => ({ own: 0, others: 0 }),
  mailboxMessages: () => 500,
  siteOfFile: (file) => (file.startsWith(`${root}/`) ? placed : null),
  accountMessages: () => 600,
  accountMessagesBetween: () => 0,
  messagesElsewhere: () => 0,
  siteVisitors: () => new VisitorTally(),
  trails: () => [],
};

/** Every block of documentation addresses in a country of its own. */
const place = (address: string): Placement => ({
  ...nowhere,
  country: address.slice(0, 9),
  network: address.slice(0, 11),
  origin: "foreign",
});

const runMail = (messages: readonly MailMessage[]): readonly Detection[] => {
  const context: DetectorContext = { traffic, home: "JP", isAbroad: () => null, place };
  const run = mailBursts([smtpCredentialAbuse, scriptMailer, cronMailer]).start(context);
  const told = messages
    .toSorted((a, b) => a.time - b.time)
    .flatMap((message) => run.onMail({ message, trigger: null, candidates: 0, settledAt: message.time + 5 * second }));
  return [...told, ...run.finish()];
};

const sent = (id: number, time: number, client: string): MailMessage =>
  buildMessage(id, time, { submission: "smtp-auth", mailbox, client });

const ownersDays = Array.from({ length: 20 }, (_, at) => sent(at, start + at * 6 * hour, "192.0.2.10"));
const attackAt = start + 20 * 6 * hour;
const strangers = Array.from({ length: 200 }, (_, at) => sent(100 + at, attackAt + at * minute, `2001:db8:${(at % 90).toString(16)}::1`));

describe("a burst of a mailbox's mail", () => {
  it("is told without what the owner sends meanwhile from the line that the mailbox always used", () => {
    const meanwhile = [20, 80, 140].map((at) => sent(400 + at, attackAt + at * minute + second, "192.0.2.99"));
    const last = runMail([...ownersDays, ...strangers, ...meanwhile]).at(-1);
    expect(last).toMatchObject({ class: "smtp-credential-abuse", mailbox, counts: { messages: 200, sources: 90 } });
    expect(last?.reach?.mailboxMessages).toBe(500);
  });

  it("is told whole where it comes from the owner's own line", () => {
    const mixed = strangers.map((message, at) => (at % 3 === 0 ? message : { ...message, client: "192.0.2.10" }));
    const last = runMail([...ownersDays, ...mixed]).at(-1);
    expect(last?.counts.messages).toBe(200);
  });
});

describe("mail that a mailbox passes on", () => {
  const passOn = (fates: readonly DeliveryStatus[]): readonly Detection[] => {
    const context: DetectorContext = { traffic, home: "JP", isAbroad: () => null, place };
    const run = mailBursts([smtpCredentialAbuse, mailLoop]).start(context);
    const told = Array.from({ length: 60 }, (_, at) => {
      const time = start + 30 * hour + at * minute;
      const message = buildMessage(at, time, { submission: "forwarded", mailbox, client: `2001:db8:${at}::1` });
      const mail: JoinedMail = { message, trigger: null, candidates: 0, settledAt: time };
      const status = fates[at % fates.length] as DeliveryStatus;
      return run.onForwarded({ mail, outcome: outcomeOf(message, { address: 7, status }), isFirst: true });
    });
    return [...told.flat(), ...run.finish()];
  };

  it("is a loop where the other side refuses much of it or puts it off, whoever wrote it", () => {
    const last = passOn(["sent", "deferred", "bounced"]).at(-1);
    expect(last).toMatchObject({ class: "mail-loop", causeKind: "forward", mailbox, site: null });
    expect(last?.counts).toMatchObject({ messages: 60, recipients: 1, bounced: 20 });
    expect(last?.accountMessages).toBe(60);
  });

  it("is nothing where the other side takes it, however much it is", () => {
    expect(passOn(["sent", "sent", "sent", "sent", "sent", "sent", "sent", "sent", "sent", "deferred"])).toEqual([]);
  });
});

describe("mail after requests to one program of the site", () => {
  const follow = (path: string, to: (at: number) => number): Detection | undefined => {
    const context: DetectorContext = { traffic, home: "JP", isAbroad: () => null, place };
    const run = mailBursts([mailLoop, relayedForm, injectedMailer]).start(context);
    const told = Array.from({ length: 60 }, (_, at) => {
      const time = start + 30 * hour + at * minute;
      const trigger = buildRequest(at, time, { endpoint: endpointOf(7, path), source: sourceOf(at % 8, "foreign") });
      const mail: JoinedMail = { message: buildMessage(at, time + second), trigger, candidates: 1, settledAt: time + 5 * second };
      const outcome = outcomeOf(mail.message, { address: to(at), status: at % 4 === 0 ? "bounced" : "sent" });
      return [...run.onMail(mail), ...run.onOutcome(mail, outcome)];
    });
    return [...told.flat(), ...run.finish()].at(-1);
  };

  it("is no loop where a form tells its owner of each", () => {
    expect(follow("/reserve/thanks.php", () => 1)).toBeUndefined();
  });

  it("is a relay where a form may lie, and an injected mailer where none can", () => {
    expect(follow("/reserve/thanks.php", (at) => at)?.class).toBe("form-relay");
    expect(follow("/wp-content/themes/plain/404.php", (at) => at)?.class).toBe("injected-mailer");
  });
});

describe("a wave that is over", () => {
  const ordinary = Array.from({ length: 9 }, (_, at) => sent(500 + at, attackAt + (10 + at * 7) * hour, "2001:db8:ffff::1"));
  const strange = (id: number, from: number) =>
    Array.from({ length: 60 }, (_, at) => sent(id + at, from + at * minute, `2001:db8:${(at % 50).toString(16)}::1`));

  it("takes no ordinary mail that comes later, and ends when it was seen last", () => {
    const last = runMail([...ownersDays, ...strangers, ...ordinary]).at(-1);
    expect(last).toMatchObject({ counts: { messages: 200 }, lastSeen: attackAt + 199 * minute });
  });

  it("goes on with a burst of its own, from its first message on", () => {
    const last = runMail([...ownersDays, ...strangers, ...ordinary, ...strange(600, attackAt + 70 * hour)]).at(-1);
    expect(last).toMatchObject({ counts: { messages: 260 }, lastSeen: attackAt + 70 * hour + 59 * minute });
  });
});

describe("a burst of a script's mail", () => {
  const run = (script: string): Detection | undefined =>
    runMail(Array.from({ length: 60 }, (_, at) => buildMessage(at, start + 30 * hour + at * second, { script }))).at(-1);

  it("belongs to the site whose root the file lies under, and to none where it lies outside", () => {
    const path = "/wp-content/uploads/x.php";
    expect(run(`${root}${path}`)).toMatchObject({ class: "script-mailer", file: `${root}${path}`, site: placed });
    expect(run(`${root}${path}`)?.reach?.path?.path).toBe(path);
    expect(run("/home/u10123/tmp/.x/m.php")).toMatchObject({ site: null, reach: { path: null } });
  });
});
