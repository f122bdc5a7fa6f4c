import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isHeldOut } from "./held-out.ts";
import { replyMail } from "./reply-mail.ts";
import { readWritten, writtenFiles } from "./written-reply.ts";

const read = (path: string): Buffer => readFileSync(new URL(path, import.meta.url));

describe.each(writtenFiles)("the written replies in $name", (file) => {
  const replies = readWritten(read(`./written/${file.name}.txt`).toString("utf8"), file);

  it("stand in mails/ as write-mails.ts makes them", () => {
    const changed = replies.filter((reply) => {
      const mail = replyMail(reply).equals(read(`./mails/${reply.name}.eml`));
      return !mail || JSON.stringify(reply.expected) !== JSON.stringify(JSON.parse(read(`./mails/${reply.name}.json`).toString("utf8")));
    });
    expect(changed.map(({ name }) => name)).toEqual([]);
    expect(replies.length).toBeGreaterThan(file.name.startsWith("more-") ? 30 : 95);
  });

  // The second batch was written for development alone.
  it("are held out by a third or so, or not at all", () => {
    if (file.name.startsWith("more-")) return expect(replies.filter(({ name }) => isHeldOut(name))).toEqual([]);
    const share = replies.filter(({ name }) => isHeldOut(name)).length / replies.length;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.42);
  });
});
