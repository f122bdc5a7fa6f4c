/** Headers that RFC 5322 (3.6) allows once. A second one is how a forger shows one thing and has another signed. */
const once = [
  "from",
  "sender",
  "reply-to",
  "to",
  "cc",
  "date",
  "subject",
  "message-id",
  "in-reply-to",
  "content-type",
  "content-transfer-encoding",
  "mime-version",
] as const;

/** A raw header field: name in lower case, value unfolded. */
export interface RawHeader {
  readonly name: string;
  readonly value: string;
}

/** The header fields of a mail as bytes stand there (as Latin-1), or null where the block is not one of headers alone. */
export const rawHeaders = (raw: string): readonly RawHeader[] | null => {
  const end = /\r?\n\r?\n/.exec(raw)?.index ?? raw.length;
  const fields: RawHeader[] = [];
  for (const line of raw
    .slice(0, end)
    .replace(/\r?\n(?=[ \t])/g, "")
    .split(/\r?\n/)) {
    const match = /^([!-9;-~]+)[ \t]*:(.*)$/.exec(line);
    // A mailbox file's own first line is not the mail's; anything else that is no header makes programs read it differently.
    if (!match) return null;
    fields.push({ name: (match[1] ?? "").toLowerCase(), value: (match[2] ?? "").trim() });
  }
  return fields;
};

/** Names of headers that stand more than once where one is allowed. */
export const doubledHeaders = (headers: readonly RawHeader[]): readonly string[] =>
  once.filter((name) => headers.filter((header) => header.name === name).length > 1);

const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const label = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
const address = `${atom}(?:\\.${atom})*@${label}(?:\\.${label})+`;
/** One mailbox in the plain form that people's programs write: no group, route, comment, quoted local part or second address. */
const mailbox = new RegExp(`^(?:(?:"(?:[^"\\\\@<>]|\\\\[^@<>])*"|[^"\\\\@<>(),:;]*)\\s*<(${address})>|(${address}))$`);

/** The address of a From header that holds exactly one mailbox in its plain form, in lower case; null otherwise. */
export const soleSender = (value: string): string | null => {
  if (value.length > 1_000) return null;
  for (const char of value) if ((char < " " && char !== "\t") || char === "\x7f") return null;
  const match = mailbox.exec(value.trim());
  return (match?.[1] ?? match?.[2])?.toLowerCase() ?? null;
};

const command = /^(mail from:|rcpt to:|ehlo |helo |data$|quit$|bdat )/im;

/**
 * Whether a mail carries what a smuggled one would: line ends of two kinds, or a lone dot with SMTP commands behind it. Source: the
 * attack of December 2023 (CVE-2023-51764). A mail whose lines all end alike may have been stored that way.
 */
export const looksSmuggled = (raw: string): boolean => {
  const pairs = raw.match(/\r\n/g)?.length ?? 0;
  const newlines = raw.match(/\n/g)?.length ?? 0;
  const returns = raw.match(/\r/g)?.length ?? 0;
  if (returns > pairs || (pairs > 0 && newlines > pairs)) return true;
  const dot = /\n\.\r?\n/.exec(raw);
  return dot !== null && command.test(raw.slice(dot.index));
};
