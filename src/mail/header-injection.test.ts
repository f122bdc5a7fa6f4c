import PostalMime from "postal-mime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SmtpSink, startSmtpSink } from "../../test/smtp-sink.ts";
import type { Letter, Mailer } from "../ports/mailer.ts";
import { createSmtpMailer } from "./smtp-mailer.ts";

/** How a field, an address or a command could be ended. */
const ends = [
  "\r\n",
  "\n",
  "\r",
  "\0",
  "\r\n ",
  "\n\t",
  "\u2028",
  "\u0085",
  "\v",
  "%0d%0a",
  "=0D=0A",
  "=?utf-8?q?=0D=0A?=",
  ">\r\n",
  '"\r\n',
  ">, <",
  ";",
  ", ",
  "\\\r\n",
];

/** What would come after it. */
const payloads = [
  "Bcc: victim@evil.example",
  "To: victim@evil.example",
  "Subject: other",
  "Content-Type: text/html",
  "Auto-Submitted: no",
  "\r\n<script>alert(1)</script>",
  "victim@evil.example",
  "RCPT TO:<victim@evil.example>",
  ".\r\nMAIL FROM:<x@evil.example>\r\nRCPT TO:<victim@evil.example>\r\nDATA\r\n",
];

const base: Letter = {
  noticeId: "C-1/n1",
  firstNoticeId: "C-1/n0",
  to: [{ name: "Taro", address: "owner@elsewhere.example" }],
  replyTo: "case+k@host.example",
  language: "en",
  subject: "About your site",
  text: "Hello\n",
  html: "<p>Hello</p>\n",
};

/** Each place that a text of somebody else could get into. */
const places = {
  name: (bad) => ({ ...base, to: [{ name: `Taro${bad}`, address: "owner@elsewhere.example" }] }),
  address: (bad) => ({ ...base, to: [{ name: null, address: `owner@elsewhere.example${bad}` }] }),
  local: (bad) => ({ ...base, to: [{ name: null, address: `${bad}@elsewhere.example` }] }),
  reply: (bad) => ({ ...base, replyTo: `case+k@host.example${bad}` }),
  subject: (bad) => ({ ...base, subject: `About${bad}` }),
  notice: (bad) => ({ ...base, noticeId: bad }),
  first: (bad) => ({ ...base, firstNoticeId: bad }),
  language: (bad) => ({ ...base, language: `en${bad}` }),
  text: (bad) => ({ ...base, text: bad }),
} satisfies Readonly<Record<string, (bad: string) => Letter>>;

const corpus = ends.flatMap((end) => payloads.map((payload) => end + payload));
const letters = Object.entries(places).flatMap(([place, make]) => corpus.map((bad) => ({ place, bad, letter: make(bad) })));

const names = [
  "auto-submitted",
  "content-language",
  "content-type",
  "date",
  "from",
  "in-reply-to",
  "message-id",
  "mime-version",
  "references",
  "reply-to",
  "subject",
  "to",
  "x-auto-response-suppress",
];

describe(`of ${letters.length} letters made to smuggle something in`, () => {
  let sink: SmtpSink;
  let mailer: Mailer;
  beforeAll(async () => {
    sink = await startSmtpSink();
    mailer = createSmtpMailer({
      server: { host: "127.0.0.1", port: sink.port, secure: false, auth: null, name: "desk.host.example" },
      from: { name: "Abuse desk", address: "abuse@host.example" },
      returnPath: "bounces@host.example",
      returnKey: Buffer.alloc(32, 7),
      now: () => 0,
    });
  });
  afterAll(async () => {
    mailer.stop();
    await sink.stop();
  });

  it("has enough of them", () => {
    expect(sink.mails).toHaveLength(0);
    expect(new Set(letters.map(({ place, bad }) => place + bad)).size).toBeGreaterThanOrEqual(500);
  });

  it.each(Object.keys(places))("none by way of the %s has a field or a recipient more than it should", async (place) => {
    for (const { letter, bad } of letters.filter((one) => one.place === place)) {
      const before = sink.mails.length;
      const { outcome } = await mailer.send(letter);
      const got = sink.mails.slice(before);
      expect(got).toHaveLength(outcome === "sent" ? 1 : 0);
      for (const mail of got) {
        const read = await PostalMime.parse(Buffer.from(mail.raw, "latin1"));
        expect(read.headers.map(({ key }) => key).toSorted(), JSON.stringify(bad)).toEqual(names);
        expect(mail.to).toEqual(letter.to.map(({ address }) => address));
        expect(read.to?.map(({ address }) => address)).toEqual(mail.to);
        expect([read.cc, read.bcc]).toEqual([undefined, undefined]);
        expect(read.subject).toBe(letter.subject);
        expect(read.from?.address).toBe("abuse@host.example");
      }
    }
  });

  it("leaves those through that are only odd to look at", () => {
    // Percent signs, encoded words and commas within a name or a subject are text: they end nothing.
    expect(sink.mails.length).toBeGreaterThan(300);
    expect(sink.mails.length).toBeLessThan(letters.length / 2);
  });

  it("sends those on that only carry it in their text, unchanged", async () => {
    await mailer.send(places.text(".\r\nRCPT TO:<victim@evil.example>\r\n.\r\n"));
    const read = await PostalMime.parse(Buffer.from(sink.mails.at(-1)?.raw ?? "", "latin1"));
    expect(read.text?.trim()).toBe(
      ".\r\nRCPT TO:<victim@evil.example>\r\n.".replaceAll("\r\n", read.text?.includes("\r\n") ? "\r\n" : "\n"),
    );
  });
});
