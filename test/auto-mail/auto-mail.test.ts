import { describe, expect, it } from "vitest";
import { readReply } from "../../src/mail/reply/read-reply.ts";
import { machineMails } from "./machines.ts";
import { personMails } from "./people.ts";

const terms = {
  asked: ["form-protected"],
  questions: ["The form no longer mails strangers"],
  own: { header: "x-sekisho-notice", messageIdDomain: "desk.host.example" },
} as const;

const read = async ({ headers, body }: { readonly headers: readonly string[]; readonly body: string }) => {
  const reading = await readReply(Buffer.from([...headers, "", body].join("\r\n"), "utf8"), terms);
  if ("problem" in reading) throw new Error(reading.problem);
  return reading;
};

describe("mail by machines", () => {
  it("is told from people's, each of at least 200 samples, and claims nothing", async () => {
    const wrong: string[] = [];
    for (const mail of machineMails) {
      const { auto, claims, lawful } = await read(mail);
      if (auto?.kind !== mail.kind || claims.length > 0 || lawful)
        wrong.push(`${mail.name}: ${auto?.kind ?? "a person's"}, ${claims.length} claims`);
    }
    expect(wrong).toEqual([]);
    expect(machineMails.length).toBeGreaterThanOrEqual(200);
    expect(new Set(machineMails.map(({ headers, body }) => headers.join() + body)).size).toBe(machineMails.length);
  });
});

describe("mail by people", () => {
  it("is taken for theirs, each of at least 100 samples, whatever their programs put around it", async () => {
    const wrong: string[] = [];
    for (const mail of personMails) {
      const { auto, claims } = await read(mail);
      if (auto !== null || claims.length !== 1) wrong.push(`${mail.name}: ${auto?.kind}`);
    }
    expect(wrong).toEqual([]);
    expect(personMails.length).toBeGreaterThanOrEqual(100);
  });
});
