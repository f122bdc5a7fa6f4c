import { describe, expect, it } from "vitest";
import { buildMessage, start } from "../../test/event-builders.ts";
import type { RecipientOutcome } from "./mail-event.ts";
import { type RecipientPlaces, WaveRecipients } from "./wave-recipients.ts";

const abroad = "198.51.100.9";
const home = "203.0.113.9";

const outcome = (recipient: number, recipientDomain: string, relayAddress: string | null = null): RecipientOutcome => ({
  kind: "delivery",
  time: start,
  message: buildMessage(recipient, start),
  recipient,
  recipientDomain,
  status: "sent",
  relayAddress,
  first: true,
  place: { input: "mail.log", offset: recipient, length: 1 },
});

const places: RecipientPlaces = { home: "JP", isAbroad: (address) => (address === abroad ? true : address === home ? false : null) };

const countsOf = (outcomes: readonly RecipientOutcome[], told: RecipientPlaces = places): [all: number, foreign: number] => {
  const recipients = new WaveRecipients(told);
  for (const one of outcomes) recipients.add(one);
  return [recipients.count, recipients.foreignCount];
};

describe("the recipients of a wave", () => {
  it("are counted once each, however often they got mail", () => {
    expect(countsOf([outcome(1, "mail.fr"), outcome(1, "mail.fr"), outcome(2, "mail.fr")])).toEqual([2, 2]);
  });

  it("are abroad by a country's domain abroad, and at home by the own country's", () => {
    expect(countsOf([outcome(1, "mail.fr"), outcome(2, "mail.jp"), outcome(3, "mail.example")])).toEqual([3, 1]);
  });

  it("are abroad by a server abroad that took the mail, where the domain says nothing", () => {
    expect(countsOf([outcome(1, "mail.example", abroad), outcome(2, "post.example", home), outcome(3, "post.example", null)])).toEqual([
      3, 1,
    ]);
  });

  it("are not abroad behind a server that takes mail for many domains", () => {
    const relayed = [1, 2, 3].map((at) => outcome(at, `mail${at}.example`, abroad));
    expect(countsOf(relayed.slice(0, 2))).toEqual([2, 2]);
    expect(countsOf(relayed)).toEqual([3, 0]);
  });

  it("are not abroad by a freemail provider's server, nor at home by a domain of the own country behind one abroad", () => {
    expect(countsOf([outcome(1, "gmail.com", abroad), outcome(2, "yahoo.fr", abroad), outcome(3, "mail.jp", abroad)])).toEqual([3, 0]);
  });

  it("are of no known place where the home is not told", () => {
    expect(countsOf([outcome(1, "mail.fr")], { home: null, isAbroad: () => null })).toEqual([1, 0]);
  });
});
