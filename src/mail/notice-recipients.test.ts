import { describe, expect, it } from "vitest";
import { containedView } from "../../test/golden/notice-views.ts";
import type { Case } from "../domain/case/case.ts";
import { recipientsFor } from "./notice-recipients.ts";

const contact = (address: string) => ({ name: null, address, language: "ja" });
const elsewhere = contact("owner@elsewhere.example");
const onSite = contact("owner@shop.example");
const mailbox = contact("INFO@shop.example");
const own = ["shop.example"];

const held = containedView("cron-mailer").case;
const locked = containedView("smtp-credential-abuse").case;
const open = containedView("form-relay").case;

const lifted = (found: Case): Case => ({
  ...found,
  containments: found.containments.map((one) => ({ ...one, state: "lifted" as const })),
});

describe("a notice", () => {
  it("goes to every contact where no mail is held", () => {
    expect(recipientsFor(open, [onSite, elsewhere], own)).toEqual({ kind: "mail", to: [onSite, elsewhere] });
    expect(recipientsFor(open, [onSite], own)).toEqual({ kind: "mail", to: [onSite] });
  });

  it("goes to an address that the case holds only beside one that it does not", () => {
    expect(recipientsFor(held, [onSite, elsewhere], own)).toEqual({ kind: "mail", to: [onSite, elsewhere] });
    expect(recipientsFor(held, [onSite], own)).toEqual({ kind: "call", reason: "only-held-addresses" });
    expect(recipientsFor(held, [contact("a@mail.shop.example")], own)).toEqual({ kind: "call", reason: "only-held-addresses" });
    expect(recipientsFor(held, [contact("a@notshop.example")], own).kind).toBe("mail");
  });

  it("never goes to the mailbox whose password strangers have, locked or not", () => {
    expect(recipientsFor(locked, [mailbox, elsewhere], own)).toEqual({ kind: "mail", to: [elsewhere] });
    expect(recipientsFor(locked, [mailbox], own)).toEqual({ kind: "call", reason: "only-held-addresses" });
    expect(recipientsFor(lifted(locked), [mailbox], own)).toEqual({ kind: "call", reason: "only-held-addresses" });
  });

  it("goes there again once the mail is let go", () => expect(recipientsFor(lifted(held), [onSite], own).kind).toBe("mail"));

  it("is a call where there is nobody to write to", () => {
    expect(recipientsFor(open, [], own)).toEqual({ kind: "call", reason: "no-contact" });
    expect(recipientsFor(open, [contact('"a b"@c.example')], own)).toEqual({ kind: "call", reason: "no-fit-address" });
  });
});
