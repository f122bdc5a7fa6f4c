import { describe, expect, it } from "vitest";
import { phpMail } from "../catalog/formats/php-mail.ts";
import type { MailMessage, RecipientOutcome } from "../domain/mail-event.ts";
import { clearMailFields, createMailFields } from "../ports/log-format.ts";
import { createDirectory, type ToldAccount } from "./directory.ts";
import { createMailJoin } from "./mail-join.ts";

interface ScriptMail {
  readonly messages: readonly MailMessage[];
  readonly outcomes: readonly RecipientOutcome[];
}

const read = (lines: readonly string[], onlyPrograms: boolean, told: readonly ToldAccount[] = []): ScriptMail => {
  const messages: MailMessage[] = [];
  const outcomes: RecipientOutcome[] = [];
  const mailJoin = createMailJoin({
    onlyPrograms,
    directory: createDirectory(told),
    loginFailed: () => undefined,
    forwarded: () => undefined,
    emit: (event) => {
      if (event.kind === "submitted") messages.push(event.message);
      else outcomes.push(event);
    },
  });
  const fields = createMailFields();
  for (const [at, line] of lines.entries()) {
    const bytes = Buffer.from(line, "latin1");
    clearMailFields(fields);
    expect(phpMail.read(bytes, 0, bytes.length, fields)).toBeNull();
    const place = { input: "php-mail.log", offset: at, length: bytes.length };
    mailJoin.accept({ fields, time: at * 1_000, host: "sv1", hostId: 0, place: () => place });
  }
  mailJoin.finish();
  return { messages, outcomes };
};

const call = (script: string, to = "v@mail.example"): string =>
  `[24-Nov-2026 03:00:00 UTC] mail() on [${script}:27]: To: ${to} -- Headers: From: shop@site.example  Message-ID: <abc@site.example>`;

const homeScript = "/home/anna/public_html/contact.php";

describe("the join where PHP's mail.log is all there is", () => {
  it("takes a call of mail() for a submission of the account in whose home the script lies", () => {
    const { messages } = read([call(homeScript)], true);
    expect(messages).toMatchObject([
      { submission: "local", account: { name: "anna", host: "sv1" }, script: homeScript, messageId: "abc@site.example" },
    ]);
  });

  it("counts what was handed in as sent to its recipient", () => {
    const { messages, outcomes } = read([call(homeScript)], true);
    expect(outcomes).toMatchObject([{ status: "sent", recipientDomain: "mail.example", first: true, relayAddress: null }]);
    expect(outcomes[0]?.message).toBe(messages[0]);
  });

  it("makes a message of its own of every call, and one account of one home", () => {
    const { messages } = read([call(homeScript), call(homeScript), call("/home2/bert/www/form.php")], true);
    expect(new Set(messages.map(({ id }) => id)).size).toBe(3);
    expect(messages.map(({ account }) => account?.name)).toEqual(["anna", "anna", "bert"]);
    expect(messages[0]?.account).toBe(messages[1]?.account);
  });

  it("believes the config's roots before the home", () => {
    const sites = [{ domain: "site.example", aliases: [], root: "/home/anna/public_html" }];
    const { messages } = read([call(homeScript)], true, [{ name: "u1", uid: 1_001, host: null, sites }]);
    expect(messages.map(({ account }) => account?.name)).toEqual(["u1"]);
  });

  it("knows no account of a script outside of homes and told roots", () => {
    expect(read([call("/var/www/html/contact.php")], true).messages).toMatchObject([{ account: null }]);
  });

  it("makes no message of such a line where a mail server's log is read as well", () => {
    expect(read([call(homeScript)], false)).toEqual({ messages: [], outcomes: [] });
  });
});
