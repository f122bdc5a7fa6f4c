import { describe, expect, it } from "vitest";
import { buildMessage, site, start } from "../../test/event-builders.ts";
import type { MailMessage } from "./mail-event.ts";
import { mailWay } from "./mail-way.ts";

const wayOf = (parts: Partial<MailMessage>) =>
  mailWay({ message: buildMessage(1, start, parts), trigger: null, candidates: 0, settledAt: start }, () => site);

const root = "/home/u10123/public_html";

describe("the way of a message without a request", () => {
  it.each([
    ["a part of the program that no page calls", { script: `${root}/wp-blog-header.php` }, `${root}/wp-blog-header.php`],
    [
      "the folder of a plugin that the mail was handed in from",
      { workingDirectory: `${root}/wp-content/plugins/x` },
      `${root}/wp-content/plugins/x/`,
    ],
  ])("is %s", (_, parts, file) => {
    expect(wayOf(parts)).toMatchObject({ causeKind: "script", file, site });
  });

  it.each([
    ["the library that everything mails through", { script: `${root}/wp-includes/PHPMailer/PHPMailer.php` }],
    ["the program that serves all pages", { script: `${root}/index.php` }],
    ["the root of the site, where every page works", { workingDirectory: root }],
    ["the home that jobs start in", { workingDirectory: "/home/u10123" }],
  ])("is not told by %s", (_, parts) => {
    expect(wayOf(parts)?.causeKind).toBe("bulk");
  });
});
