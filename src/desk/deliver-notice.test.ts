import { describe, expect, it } from "vitest";
import { detected, monday } from "../../test/case-builder.ts";
import { begin } from "../domain/case/advance.ts";
import type { Notice } from "../domain/case/notice.ts";
import type { Delivery, Letter } from "../ports/mailer.ts";
import { createDeliver } from "./deliver-notice.ts";

const one = begin(detected(monday)).case;
const notice = { id: "2026-000123.1.9", tells: ["contained"], state: "due" } as unknown as Notice;

/** Delivers to a Japanese and an English reader; what the server says is asked for each letter. */
const delivering = (answer: (letter: Letter) => Delivery) => {
  const asked: string[] = [];
  const deliver = createDeliver({
    mailer: {
      send: async (letter) => {
        asked.push(letter.language);
        return answer(letter);
      },
      stop: () => undefined,
    },
    readersOf: () => ({
      kind: "mail",
      to: [
        { name: null, address: "a@elsewhere.example", language: "ja" },
        { name: null, address: "b@elsewhere.example", language: "en" },
      ],
    }),
    compose: async () => ({ subject: "s", text: "t", html: "h" }),
    replyTo: async () => "abuse@host.example",
  });
  return { asked, deliver };
};

describe("a notice in two languages", () => {
  it("is not sent again in the one that was taken", async () => {
    let isBusy = true;
    const { asked, deliver } = delivering(({ language }) =>
      language === "en" && isBusy ? { outcome: "put-off", said: "450 busy" } : { outcome: "sent", said: "250 ok", refused: [] },
    );
    expect((await deliver(one, notice)).kind).toBe("put-off");
    isBusy = false;
    expect((await deliver(one, notice)).kind).toBe("sent");
    expect(asked).toEqual(["ja", "en", "en"]);
  });

  it("says which addresses the server did not take", async () => {
    const refused = [{ address: "c@elsewhere.example", said: "550 no such user" }];
    const { deliver } = delivering(() => ({ outcome: "sent", said: "250 ok", refused }));
    expect((await deliver(one, notice)).detail).toContain("not taken for c@elsewhere.example: 550 no such user");
  });
});
