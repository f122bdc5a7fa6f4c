import { createHash, randomBytes } from "node:crypto";

/** 160 bits: more than the 128 that nobody guesses, and 32 letters of base32, which no mail program changes the case or meaning of. */
const secretBytes = 20;
const alphabet = "abcdefghijklmnopqrstuvwxyz234567";
const secretShape = /^[a-z2-7]{32}$/;

const base32 = (bytes: Uint8Array): string => {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return text;
};

/** Where a notice asks to be answered, and what the store keeps of it. */
export interface ReplyAddress {
  /** `local+secret@domain`, for the notice's Reply-To. */
  readonly address: string;
  /** SHA-256 of the secret, hex: the secret itself is kept nowhere. */
  readonly hash: string;
}

/** SHA-256 of a secret, hex. A random secret of 160 bits needs no salt and no slow hash. */
const hashSecret = (secret: string): string => createHash("sha256").update(`sekisho reply ${secret}`).digest("hex");

/** A new reply address for a notice. `base` is the desk's own address without a plus part. `secret` is for tests. */
export const makeReplyAddress = (base: string, secret: Uint8Array = randomBytes(secretBytes)): ReplyAddress => {
  const [local = "", domain = ""] = base.split("@");
  const text = base32(secret);
  return { address: `${local}+${text}@${domain}`, hash: hashSecret(text) };
};

/** The hash of the secret in one address; null where it is no address of this desk, or carries none. */
const secretHashIn = (address: string, base: string): string | null => {
  const plain = address.trim().toLowerCase();
  const [local = "", domain = ""] = base.toLowerCase().split("@");
  const at = plain.lastIndexOf("@");
  if (plain.slice(at + 1) !== domain || !plain.startsWith(`${local}+`)) return null;
  const secret = plain.slice(local.length + 1, at);
  return secretShape.test(secret) ? hashSecret(secret) : null;
};

const addresses = /[^\s<>,;:"()[\]@]+@[^\s<>,;:"()[\]@]+/g;

/** Written by the sender, and signed by most. */
const recipientHeaders = ["to", "cc"] as const;
/** Added on the way. */
const deliveryHeaders = ["delivered-to", "x-original-to", "envelope-to"] as const;

const hashesOf = (
  headers: readonly { readonly name: string; readonly value: string }[],
  names: readonly string[],
  base: string,
): readonly string[] => [
  ...new Set(
    headers
      .filter(({ name }) => names.includes(name))
      .flatMap(({ value }) => value.slice(0, 16_384).match(addresses) ?? [])
      .flatMap((address) => secretHashIn(address, base) ?? []),
  ),
];

/**
 * Hashes of all secrets in the recipient headers of a mail. Thread headers and the subject are not looked at: anybody can write those
 * who has seen one mail of the thread. `named`: those in To and Cc. More than one means that it is addressed to several cases.
 */
export const secretHashesIn = (
  headers: readonly { readonly name: string; readonly value: string }[],
  base: string,
): { readonly all: readonly string[]; readonly named: readonly string[] } => ({
  all: hashesOf(headers, [...recipientHeaders, ...deliveryHeaders], base),
  named: hashesOf(headers, recipientHeaders, base),
});
