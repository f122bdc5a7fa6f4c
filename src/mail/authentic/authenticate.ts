import { type DKIMResult, type DNSResolver, authenticate as mailauth } from "mailauth";
import { mailLimits } from "../reply/mail-limits.ts";
import { doubledHeaders, looksSmuggled, type RawHeader, rawHeaders, soleSender } from "./sole-sender.ts";

/** Why a reply is not taken for the customer's own. Closed list; each is shown to staff. */
export type DoubtReason =
  | "wrong-secret"
  | "too-large"
  | "broken-headers"
  | "doubled-header"
  | "unclear-sender"
  | "not-a-contact"
  | "smuggled"
  | "too-many-signatures"
  | "not-signed"
  | "signature-fails"
  | "signature-expired"
  | "signature-partial"
  | "recipient-unsigned"
  | "not-aligned"
  | "dmarc-fails"
  | "not-checked";

/** The server that handed the mail to ours, where our own MTA tells it: without it SPF says nothing. */
export interface LastHop {
  readonly ip: string;
  readonly helo: string;
  readonly sender: string;
}

/** What a reply is held against. */
export interface AuthenticityTerms {
  /** Whether the secret that To or Cc names is that of the case: what an MTA or a forger adds around the mail does not count. */
  readonly secretFits: boolean;
  /** Addresses of the people of the account, any case. */
  readonly contacts: readonly string[];
  readonly resolver: DNSResolver;
  /** Epoch ms. */
  readonly now: number;
  readonly hop?: LastHop;
}

/** `verified`: secret, signature and sender all fit. Otherwise all reasons why not. `sender` is null where From is not one plain mailbox. */
export interface Authenticity {
  readonly verified: boolean;
  readonly sender: string | null;
  readonly reasons: readonly DoubtReason[];
}

const mostSignatures = 8;
/** Clocks differ. */
const clockSlackMs = 5 * 60_000;

const isExpired = ({ expiresAfter, signTime }: DKIMResult, now: number): boolean =>
  (typeof expiresAfter === "string" && Date.parse(expiresAfter) < now) ||
  (typeof signTime === "string" && Date.parse(signTime) > now + clockSlackMs);

const signedNames = ({ signingHeaders }: DKIMResult): readonly string[] => (signingHeaders?.keys ?? "").toLowerCase().split(/[:\s]+/);

interface Held {
  readonly now: number;
  readonly hasCc: boolean;
}

/** Why one signature does not stand for the mail; null where it does. A signature with `l=` leaves room for anybody's text. */
const flawOf = (signature: DKIMResult, { now, hasCc }: Held): DoubtReason | null => {
  if (isExpired(signature, now)) return "signature-expired";
  if (signature.status.result === "temperror") return "not-checked";
  if (signature.status.result !== "pass" || signature.status.testing) return "signature-fails";
  if (signature.canonBodyLengthLimited) return "signature-partial";
  const names = signedNames(signature);
  if (!names.includes("from")) return "signature-fails";
  if (!names.includes("to") || (hasCc && !names.includes("cc"))) return "recipient-unsigned";
  return signature.status.aligned ? null : "not-aligned";
};

const headerDoubts = (
  headers: readonly RawHeader[] | null,
  contacts: readonly string[],
): { sender: string | null; reasons: DoubtReason[] } => {
  if (headers === null) return { sender: null, reasons: ["broken-headers"] };
  const reasons: DoubtReason[] = [];
  if (doubledHeaders(headers).length > 0) reasons.push("doubled-header");
  const from = headers.filter(({ name }) => name === "from");
  const sender = from.length === 1 ? soleSender(from[0]?.value ?? "") : null;
  if (sender === null) reasons.push("unclear-sender");
  else if (!contacts.some((contact) => contact.trim().toLowerCase() === sender)) reasons.push("not-a-contact");
  if (headers.filter(({ name }) => name === "dkim-signature").length > mostSignatures) reasons.push("too-many-signatures");
  return { sender, reasons };
};

/** Signature, alignment and policy of the sender's domain. Authentication-Results and ARC of others are not looked at: anyone writes them. */
const signatureDoubts = async (
  bytes: Uint8Array,
  { sender, hasCc }: { readonly sender: string; readonly hasCc: boolean },
  terms: AuthenticityTerms,
): Promise<readonly DoubtReason[]> => {
  const { resolver, hop } = terms;
  const held = { now: terms.now, hasCc };
  const options = {
    resolver,
    trustReceived: false,
    disableArc: true,
    disableBimi: true,
    rejectRsaSha1: true,
    minBitLength: 1024,
    mta: "desk",
  };
  const { dkim, dmarc, spf } = await mailauth(Buffer.from(bytes), { ...options, ...(hop ?? {}) });
  if (dkim.fromFields !== 1 || dkim.headerFrom.length !== 1 || dkim.headerFrom[0]?.toLowerCase() !== sender) return ["unclear-sender"];
  const signatures = dkim.results.filter(({ status }) => status.result !== "none");
  const policy = dmarc === false ? "none" : dmarc.status.result;
  if (policy === "temperror" || policy === "permerror") return ["not-checked"];
  const flaws = signatures.map((signature) => flawOf(signature, held));
  const told = flaws.length === 0 ? (["not-signed"] as const) : flaws.flatMap((flaw) => flaw ?? []);
  if (policy === "fail") return ["dmarc-fails", ...told];
  if (flaws.includes(null)) return [];
  const isSpfAligned = hop !== undefined && spf !== false && spf.status.result === "pass" && policy === "pass";
  // A signature that was there and does not hold is not made good by the server that it came from.
  if (isSpfAligned && flaws.length === 0) return [];
  return told;
};

/**
 * Whether a reply is the customer's: the case's secret, a sender among the contacts, and a signature of the sender's own domain over
 * the whole mail. Everything else is shown to staff as unverified. Does no network I/O of its own: `resolver` does. Source: the
 * threat model's T14.
 */
export const authenticate = async (bytes: Uint8Array, terms: AuthenticityTerms): Promise<Authenticity> => {
  if (bytes.length > mailLimits.bytes) return { verified: false, sender: null, reasons: ["too-large"] };
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  const headers = rawHeaders(raw);
  const { sender, reasons } = headerDoubts(headers, terms.contacts);
  const hasCc = headers?.some(({ name }) => name === "cc") ?? false;
  if (!terms.secretFits) reasons.push("wrong-secret");
  if (looksSmuggled(raw)) reasons.push("smuggled");
  const isWorthAsking = sender !== null && !reasons.includes("too-many-signatures");
  const asked = isWorthAsking ? await signatureDoubts(bytes, { sender, hasCc }, terms).catch((): DoubtReason[] => ["not-checked"]) : [];
  const all = [...new Set([...reasons, ...asked])];
  return { verified: all.length === 0 && isWorthAsking, sender, reasons: all };
};
