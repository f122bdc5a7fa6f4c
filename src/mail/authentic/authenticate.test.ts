import { describe, expect, it } from "vitest";
import { createRandom } from "../../../bench/random.ts";
import { contact, forgeries, genuine, recordResolver } from "../../../test/proofs/forged-reply-mails.ts";
import { authenticate, type DoubtReason } from "./authenticate.ts";

const targets = { right: "desk+a@host.example", otherCase: "desk+b@host.example", wrong: "desk+c@host.example" };
const terms = { secretFits: true, contacts: [contact], resolver: recordResolver, now: Date.now() };

const reasonsFor = async (name: string, changed: Partial<Parameters<typeof authenticate>[1]> = {}) => {
  const text = (await (forgeries[name] ?? genuine[name])?.(createRandom(1), targets)) ?? "";
  return (await authenticate(Buffer.from(text, "utf8"), { ...terms, ...changed })).reasons;
};

const why: readonly (readonly [string, DoubtReason])[] = [
  ["spoofed From, unsigned", "not-signed"],
  ["spoofed From, signed by the attacker", "not-aligned"],
  ["forged Authentication-Results", "not-signed"],
  ["forged ARC chain", "not-signed"],
  ["address in the display name", "unclear-sender"],
  ["encoded display name", "not-a-contact"],
  ["look-alike domain", "not-a-contact"],
  ["text appended under l=", "signature-partial"],
  ["l=0", "signature-partial"],
  ["two From headers, forged one above", "doubled-header"],
  ["another case's mail with Cc added", "recipient-unsigned"],
  ["mail to a friend, recipient unsigned", "recipient-unsigned"],
  ["expired signature", "signature-expired"],
  ["signature from the future", "signature-expired"],
  ["tampered body", "signature-fails"],
  ["smuggled and signed", "smuggled"],
  ["twenty signatures", "too-many-signatures"],
  ["a line that is no header", "broken-headers"],
];

describe("authenticate", () => {
  it.each(why)("says of %s: %s", async (name, reason) => {
    expect(await reasonsFor(name)).toContain(reason);
  });

  it("takes a signed mail of a contact with the right secret, and without the secret it does not", async () => {
    expect(await reasonsFor("plain")).toEqual([]);
    expect(await reasonsFor("plain", { secretFits: false })).toEqual(["wrong-secret"]);
    expect(await reasonsFor("plain", { contacts: ["else@elsewhere.example"] })).toEqual(["not-a-contact"]);
  });

  it("says that it could not check where the name servers fail, and takes nothing then", async () => {
    const resolver = async () => Promise.reject(Object.assign(new Error("timeout"), { code: "ETIMEOUT" }));
    expect(await reasonsFor("plain", { resolver })).toContain("not-checked");
  });

  it("takes an unsigned mail on SPF alone only where the last hop is known and the domain's policy passes", async () => {
    const withSpf = async (domain: string, kind: string) =>
      domain === "elsewhere.example" && kind === "TXT" ? [["v=spf1 ip4:192.0.2.1 -all"]] : recordResolver(domain, kind);
    const hop = { ip: "192.0.2.1", helo: "mail.elsewhere.example", sender: contact };
    expect(await reasonsFor("spoofed From, unsigned", { resolver: withSpf, hop })).toEqual([]);
    expect(await reasonsFor("spoofed From, unsigned", { resolver: withSpf, hop: { ...hop, ip: "192.0.2.2" } })).toContain("dmarc-fails");
    expect(await reasonsFor("spoofed From, unsigned", { resolver: withSpf })).toContain("not-signed");
    expect(await reasonsFor("tampered body", { resolver: withSpf, hop })).toContain("signature-fails");
  });
});
