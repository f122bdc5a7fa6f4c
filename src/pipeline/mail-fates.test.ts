import { describe, expect, it } from "vitest";
import { buildMessage, buildRequest, start } from "../../test/event-builders.ts";
import type { FateClaim } from "../domain/mail-fate.ts";
import { createMailFates } from "./mail-fates.ts";

const endpoint = { method: "POST", path: "/contact/", query: null, requests: 5, messages: 5 };
const form: FateClaim = {
  host: "sv1",
  key: "web1 form /contact/",
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
    expect([...fates.fatesOf(form, ["4jYtQc2zjnzKblq", "4jYtQc2zjnzKblr"])]).toEqual([
      ["4jYtQc2zjnzKblq", "caused"],
      ["4jYtQc2zjnzKblr", "unknown"],
    ]);
    expect(fates.fatesOf({ ...form, host: "sv2" }, ["4jYtQc2zjnzKblq"]).get("4jYtQc2zjnzKblq")).toBe("unknown");
  });

  it("knows the server that a config does not name, as long as there is one", () => {
    const fates = createMailFates();
    fates.note(spam("4jYtQc2zjnzKblq"));
    expect(fates.fatesOf({ ...form, host: "local" }, ["4jYtQc2zjnzKblq"]).get("4jYtQc2zjnzKblq")).toBe("caused");
    fates.note({ ...spam("4jYtQc2zjnzKblr"), message: buildMessage(2, start, { queueId: "4jYtQc2zjnzKblr", host: "sv2" }) });
    expect(fates.fatesOf({ ...form, host: "local" }, ["4jYtQc2zjnzKblq"]).get("4jYtQc2zjnzKblq")).toBe("unknown");
  });

  it("goes by what a replay told of a claim where it has seen nothing itself", () => {
    const fates = createMailFates();
    const ids = ["4jYtQc2zjnzKblq", "4jYtQc2zjnzKblr", "4jYtQc2zjnzKbls"] as const;
    fates.take({ host: "sv1", key: form.key, caused: [ids[1]], notCaused: [ids[0], ids[2]] });
    fates.note(spam(ids[0]));
    expect([...fates.fatesOf(form, ids).values()]).toEqual(["caused", "caused", "not-caused"]);
    for (const other of [{ host: "sv2" }, { key: "web2 form /contact/" }])
      expect([...fates.fatesOf({ ...form, ...other }, [ids[1], ids[2]]).values()]).toEqual(["unknown", "unknown"]);
  });

  it("forgets the oldest, and then does not know", () => {
    const fates = createMailFates(10);
    for (let at = 0; at < 100; at++) fates.note(spam(`4jYtQc2zj${at}`));
    expect(fates.fatesOf(form, ["4jYtQc2zj0", "4jYtQc2zj99"])).toEqual(
      new Map([
        ["4jYtQc2zj0", "unknown"],
        ["4jYtQc2zj99", "caused"],
      ]),
    );
  });
});
