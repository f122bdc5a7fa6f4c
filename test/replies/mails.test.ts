import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isHeldOut } from "./held-out.ts";
import { replyMail } from "./reply-mail.ts";
import { readWritten } from "./written-reply.ts";

const read = (path: string): Buffer => readFileSync(new URL(path, import.meta.url));

describe.each(["ja", "en"] as const)("the written replies in %s", (language) => {
  const replies = readWritten(read(`./written/${language}.txt`).toString("utf8"), language);

  it("stand in mails/ as write-mails.ts makes them", () => {
    const changed = replies.filter((reply) => {
      const mail = replyMail(reply).equals(read(`./mails/${reply.name}.eml`));
      return !mail || JSON.stringify(reply.expected) !== JSON.stringify(JSON.parse(read(`./mails/${reply.name}.json`).toString("utf8")));
    });
    expect(changed.map(({ name }) => name)).toEqual([]);
    expect(replies.length).toBeGreaterThan(95);
  });

  it("are held out by a third or so", () => {
    const share = replies.filter(({ name }) => isHeldOut(name)).length / replies.length;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.42);
  });
});
