import { generateKeyPairSync } from "node:crypto";
import { dkimSign } from "mailauth/lib/dkim/sign.js";
import type { Random } from "../../bench/random.ts";

/** Keys are made here, for this run alone. */
const keyOf = () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    secret: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    record: `v=DKIM1; k=rsa; p=${publicKey.export({ type: "spki", format: "der" }).toString("base64")}`,
  };
};

/** The customer's domain and an attacker's, who signs all that he likes with his own. */
const keys = { "elsewhere.example": keyOf(), "evil.example": keyOf(), "e1sewhere.example": keyOf() };
type Signer = keyof typeof keys;

const records: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(keys).map(([domain, { record }]) => [`s1._domainkey.${domain}`, record])),
  "_dmarc.elsewhere.example": "v=DMARC1; p=quarantine",
  "_dmarc.evil.example": "v=DMARC1; p=none",
  "_dmarc.e1sewhere.example": "v=DMARC1; p=reject",
};

/** Answers from memory, as the domain name system would. */
export const recordResolver = async (domain: string, kind: string): Promise<string[][]> => {
  const record = kind === "TXT" ? records[domain] : undefined;
  if (record === undefined) throw Object.assign(new Error(`${domain} has no ${kind}`), { code: "ENOTFOUND" });
  return [[record]];
};

/** The only contact of the case. */
export const contact = "owner@elsewhere.example";

/** What a mail is made for: addresses with the secret of the case, of another case, and of none. */
export interface Targets {
  readonly right: string;
  readonly otherCase: string;
  readonly wrong: string;
}

interface Draft {
  readonly from?: string;
  readonly to: string;
  readonly more?: readonly string[];
  readonly body?: string;
}

const crlf = (...lines: readonly string[]): string => `${lines.join("\r\n")}\r\n`;

const bodies = [
  "1. Done\r\n2. Done\r\n",
  "All points are done.\r\n",
  "パスワードを変更しました。\r\n",
  "The form has been removed, please lift the block.\r\n",
];

const draftOf = (random: Random, { from = `Owner <${contact}>`, to, more = [], body }: Draft): string =>
  crlf(
    `From: ${from}`,
    `To: ${to}`,
    "Subject: Re: [SK-2041] mail leaving site.example",
    `Date: ${new Date(Date.now() - 60_000).toUTCString()}`,
    `Message-ID: <${random.below(1e9)}@elsewhere.example>`,
    ...more,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "",
  ) + (body ?? bodies[random.below(bodies.length)] ?? "");

const headerList = "from:to:subject:date:message-id:mime-version:content-type";

const signed = async (text: string, domain: Signer, more: Record<string, unknown> = {}): Promise<string> => {
  const { signatures } = await dkimSign(text, {
    canonicalization: "relaxed/relaxed",
    headerList,
    ...more,
    signatureData: [{ signingDomain: domain, selector: "s1", privateKey: keys[domain].secret, ...more }],
  } as Parameters<typeof dkimSign>[1]);
  return signatures + text;
};

/** What is not there cannot be forged: a replacement that changes nothing would prove nothing. */
const swapped = (text: string, from: string | RegExp, to: string): string => {
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`nothing to replace: ${from}`);
  return changed;
};

type Maker = (random: Random, targets: Targets) => Promise<string>;

const other = (random: Random): string =>
  ["mallory@evil.example", "x@gmail.example", "owner@elsewhere.example.evil.example"][random.below(3)] ?? "";
const ours = "elsewhere.example";

/** Each way to forge, by what it does. */
export const forgeries: Readonly<Record<string, Maker>> = {
  "spoofed From, unsigned": async (random, { right }) => draftOf(random, { to: right }),
  "spoofed From, signed by the attacker": (random, { right }) => signed(draftOf(random, { to: right }), "evil.example"),
  "address in the display name": (random, { right }) =>
    signed(draftOf(random, { from: `"${contact}" <${other(random)}>`, to: right }), "evil.example"),
  "address as an unquoted display name": (random, { right }) =>
    signed(draftOf(random, { from: `${contact} <mallory@evil.example>`, to: right }), "evil.example"),
  "encoded display name": (random, { right }) =>
    signed(
      draftOf(random, { from: `=?utf-8?B?${Buffer.from(`<${contact}>`).toString("base64")}?= <mallory@evil.example>`, to: right }),
      "evil.example",
    ),
  "genuine signature, no secret": (random) => signed(draftOf(random, { to: "desk@host.example" }), ours),
  "genuine signature, wrong secret": (random, { wrong }) => signed(draftOf(random, { to: wrong }), ours),
  "thread headers without the secret": (random) =>
    signed(draftOf(random, { to: "desk@host.example", more: ["In-Reply-To: <n1@host.example>", "References: <n1@host.example>"] }), ours),
  "secret in thread headers and subject": (random, { right }) =>
    signed(draftOf(random, { to: "desk@host.example", more: [`References: <${right}>`, `X-Original-Message: ${right}`] }), ours),
  "another case's mail, replayed as it is": (random, { otherCase }) => signed(draftOf(random, { to: otherCase }), ours),
  "another case's mail with To replaced": async (random, { otherCase, right }) =>
    swapped(await signed(draftOf(random, { to: otherCase }), ours), `To: ${otherCase}`, `To: ${right}`),
  "another case's mail with a second To above": async (random, { otherCase, right }) =>
    `To: ${right}\r\n${await signed(draftOf(random, { to: otherCase }), ours)}`,
  "another case's mail with Cc added": async (random, { otherCase, right }) =>
    `Cc: ${right}\r\n${await signed(draftOf(random, { to: otherCase }), ours)}`,
  "another case's mail with Delivered-To": async (random, { otherCase, right }) =>
    `Delivered-To: ${right}\r\n${await signed(draftOf(random, { to: otherCase }), ours)}`,
  "mail to a friend, recipient unsigned": async (random, { right }) =>
    swapped(
      await signed(draftOf(random, { to: "friend@gmail.example" }), ours, { headerList: "from:subject:date" }),
      "friend@gmail.example",
      right,
    ),
  "look-alike domain": (random, { right }) => signed(draftOf(random, { from: "owner@e1sewhere.example", to: right }), "e1sewhere.example"),
  "longer domain": (random, { right }) =>
    signed(draftOf(random, { from: "owner@elsewhere.example.evil.example", to: right }), "evil.example"),
  "domain in other letters": (random, { right }) => signed(draftOf(random, { from: "owner@еlsewhere.example", to: right }), "evil.example"),
  "other user of the domain": (random, { right }) => signed(draftOf(random, { from: "guest@elsewhere.example", to: right }), ours),
  "text appended under l=": async (random, { right }) =>
    `${await signed(draftOf(random, { to: right, body: "I will look into it.\r\n" }), ours, { maxBodyLength: 22 })}All done.\r\n`,
  "l=0": (random, { right }) => signed(draftOf(random, { to: right }), ours, { maxBodyLength: 0 }),
  "forged Authentication-Results": async (random, { right }) =>
    `Authentication-Results: mx.host.example; dkim=pass header.d=elsewhere.example; dmarc=pass header.from=elsewhere.example\r\n${draftOf(random, { to: right })}`,
  "forged ARC chain": async (random, { right }) =>
    `ARC-Authentication-Results: i=1; mx.host.example; dmarc=pass header.from=elsewhere.example\r\nARC-Seal: i=1; a=rsa-sha256; cv=none; d=evil.example; s=s1; b=AAAA\r\n${draftOf(random, { to: right })}`,
  "forged Received and SPF": async (random, { right }) =>
    `Received-SPF: pass (elsewhere.example)\r\nReceived: from mail.elsewhere.example (mail.elsewhere.example [192.0.2.1]) by mx.host.example\r\n${draftOf(random, { to: right })}`,
  "two From headers, forged one above": async (random, { right }) =>
    `From: ${contact}\r\n${await signed(draftOf(random, { from: "mallory@evil.example", to: right }), "evil.example")}`,
  "two From headers, forged one below": async (random, { right }) =>
    swapped(
      await signed(draftOf(random, { from: "mallory@evil.example", to: right }), "evil.example"),
      "\r\nTo:",
      `\r\nFrom: ${contact}\r\nTo:`,
    ),
  "genuine signature below a second From": async (random, { right }) =>
    `From: mallory@evil.example\r\n${await signed(draftOf(random, { to: right }), ours)}`,
  "two mailboxes in From": (random, { right }) =>
    signed(draftOf(random, { from: `${contact}, mallory@evil.example`, to: right }), "evil.example"),
  "From as a group": (random, { right }) =>
    signed(draftOf(random, { from: `Owner: ${contact}, mallory@evil.example;`, to: right }), "evil.example"),
  "From with a route": (random, { right }) =>
    signed(draftOf(random, { from: `<@elsewhere.example,@evil.example:mallory@evil.example>`, to: right }), "evil.example"),
  "From with a comment": (random, { right }) =>
    signed(draftOf(random, { from: `mallory@evil.example (${contact})`, to: right }), "evil.example"),
  "From with a quoted local part": (random, { right }) =>
    signed(draftOf(random, { from: `"owner@elsewhere.example "@evil.example`, to: right }), "evil.example"),
  "From with two angle brackets": (random, { right }) =>
    signed(draftOf(random, { from: `<${contact}> <mallory@evil.example>`, to: right }), "evil.example"),
  "From with a null byte": (random, { right }) =>
    signed(draftOf(random, { from: `${contact}\0 <mallory@evil.example>`, to: right }), "evil.example"),
  "From with a space before its colon": async (random, { right }) =>
    swapped(
      await signed(draftOf(random, { from: "mallory@evil.example", to: right }), "evil.example"),
      "\r\nTo:",
      `\r\nFrom : ${contact}\r\nTo:`,
    ),
  "expired signature": (random, { right }) =>
    signed(draftOf(random, { to: right }), ours, {
      signTime: new Date(Date.now() - 7 * 86_400_000),
      expires: new Date(Date.now() - 86_400_000),
    }),
  "signature from the future": (random, { right }) =>
    signed(draftOf(random, { to: right }), ours, { signTime: new Date(Date.now() + 86_400_000) }),
  "tampered body": async (random, { right }) =>
    swapped(await signed(draftOf(random, { to: right, body: "Not done yet.\r\n" }), ours), "Not done yet", "All is done"),
  "body appended": async (random, { right }) => `${await signed(draftOf(random, { to: right }), ours)}3. Done\r\n`,
  "tampered subject": async (random, { right }) => swapped(await signed(draftOf(random, { to: right }), ours), "SK-2041", "SK-2042"),
  "second Subject above": async (random, { right }) => `Subject: all done\r\n${await signed(draftOf(random, { to: right }), ours)}`,
  "second Content-Type above": async (random, { right }) =>
    `Content-Type: text/html\r\n${await signed(draftOf(random, { to: right }), ours)}`,
  "signature claims the customer's domain": async (random, { right }) =>
    swapped(await signed(draftOf(random, { to: right }), "evil.example"), "d=evil.example", "d=elsewhere.example"),
  "signature with an unknown selector": async (random, { right }) =>
    swapped(await signed(draftOf(random, { to: right }), ours), "s=s1", "s=s2"),
  "signature that leaves From out": async (random, { right }) =>
    swapped(await signed(draftOf(random, { to: right }), ours), / From;/, " Sender;"),
  "twenty signatures": async (random, { right }) => {
    const text = draftOf(random, { to: right });
    const one = (await signed(text, "evil.example")).slice(0, -text.length);
    return one.repeat(20) + text;
  },
  "smuggled behind a lone dot": async (random, { right }) =>
    `${await signed(draftOf(random, { to: right }), ours)}\n.\nMAIL FROM:<${contact}>\nRCPT TO:<${right}>\nDATA\n`,
  "smuggled and signed": (random, { right }) =>
    signed(draftOf(random, { to: right, body: `x\r\n.\r\nMAIL FROM:<${contact}>\r\nRCPT TO:<${right}>\r\nDATA\r\nAll done\r\n` }), ours),
  "bare returns in the body": async (random, { right }) =>
    signed(draftOf(random, { to: right, body: "x\r.\rMAIL FROM:<a@evil.example>\r\n" }), ours),
  "a line that is no header": async (random, { right }) => `oops\r\n${await signed(draftOf(random, { to: right }), ours)}`,
};

/** Mails as the customer's own programs send them. */
export const genuine: Readonly<Record<string, Maker>> = {
  plain: (random, { right }) => signed(draftOf(random, { to: right }), ours),
  "bare address": (random, { right }) => signed(draftOf(random, { from: contact, to: `<${right}>` }), ours),
  "other letters' case": (random, { right }) => signed(draftOf(random, { from: "Owner <Owner@Elsewhere.Example>", to: right }), ours),
  "Japanese name": (random, { right }) =>
    signed(draftOf(random, { from: `=?UTF-8?B?${Buffer.from("山田 太郎").toString("base64")}?= <${contact}>`, to: right }), ours),
  "quoted name with a comma": (random, { right }) =>
    signed(draftOf(random, { from: `"Miller, Jane (Shop)" <${contact}>`, to: right }), ours),
  "with headers of the way": async (random, { right }) =>
    `Received: from a by b; ${new Date().toUTCString()}\r\nAuthentication-Results: x; dkim=none\r\n${await signed(draftOf(random, { to: right }), ours)}`,
  "two signatures": async (random, { right }) => signed(await signed(draftOf(random, { to: right }), "evil.example"), ours),
  "simple canonicalisation": (random, { right }) => signed(draftOf(random, { to: right }), ours, { canonicalization: "simple/simple" }),
  "lines of a Maildir": async (random, { right }) => (await signed(draftOf(random, { to: right }), ours)).replace(/\r\n/g, "\n"),
};
