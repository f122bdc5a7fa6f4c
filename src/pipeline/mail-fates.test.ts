import { describe, expect, it } from "vitest";
import { buildMessage, buildRequest, start } from "../../test/event-builders.ts";
import type { FateCause } from "../domain/mail-fate.ts";
import { createMailFates } from "./mail-fates.ts";

const endpoint = { method: "POST", path: "/contact/", query: null, requests: 5, messages: 5 };
const form: FateCause = {
  site: "shop.example",
  cause: { layer: "form", file: null, path: "/contact/", mailbox: null, endpoints: [endpoint] },
};

const spam = (queueId: string) => ({
  message: buildMessage(1, start, { queueId }),
  trigger: buildRequest(1, start, { agent: "library", referer: "bare", refererPath: null }),
  ...{ candidates: 1, settledAt: start },
});

describe("createMailFates", () => {
  it("answers by server and queue id, and does not know what it never saw", () => {
    const fates = createMailFates();
    fates.note(spam("4jYtQc2zjnzKblq"));
    expect([...fates.fatesOf(form, "sv1", ["4jYtQc2zjnzKblq", "4jYtQc2zjnzKblr"])]).toEqual([
      ["4jYtQc2zjnzKblq", "caused"],
      ["4jYtQc2zjnzKblr", "unknown"],
    ]);
    expect(fates.fatesOf(form, "sv2", ["4jYtQc2zjnzKblq"]).get("4jYtQc2zjnzKblq")).toBe("unknown");
  });

  it("knows the server that a config does not name, as long as there is one", () => {
    const fates = createMailFates();
    fates.note(spam("4jYtQc2zjnzKblq"));
    expect(fates.fatesOf(form, "local", ["4jYtQc2zjnzKblq"]).get("4jYtQc2zjnzKblq")).toBe("caused");
    fates.note({ ...spam("4jYtQc2zjnzKblr"), message: buildMessage(2, start, { queueId: "4jYtQc2zjnzKblr", host: "sv2" }) });
    expect(fates.fatesOf(form, "local", ["4jYtQc2zjnzKblq"]).get("4jYtQc2zjnzKblq")).toBe("unknown");
  });

  it("forgets the oldest, and then does not know", () => {
    const fates = createMailFates(10);
    for (let at = 0; at < 100; at++) fates.note(spam(`4jYtQc2zj${at}`));
    expect(fates.fatesOf(form, "sv1", ["4jYtQc2zj0", "4jYtQc2zj99"])).toEqual(
      new Map([
        ["4jYtQc2zj0", "unknown"],
        ["4jYtQc2zj99", "caused"],
      ]),
    );
  });
});
