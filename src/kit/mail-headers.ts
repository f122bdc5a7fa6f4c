/** Headers of one mail, unfolded. Names in lower case. */
export interface MailHeaders {
  /** The first header of that name, trimmed; null where there is none. */
  readonly first: (name: string) => string | null;
  readonly all: (name: string) => readonly string[];
}

/** Of one mail and all its parts. Source: the threat model's T21. */
export const mailLimits = { maxHeadersSize: 64 * 1024, maxNestingDepth: 10, maxRfc822NestingDepth: 0 } as const;

const toHeaders = (headers: readonly { readonly key: string; readonly value: string }[]): MailHeaders => {
  const all = (name: string): readonly string[] => headers.filter(({ key }) => key === name).map(({ value }) => value.trim());
  return { all, first: (name) => all(name).find((value) => value !== "") ?? null };
};

const endOfHeaders = /\r?\n[ \t]*\r?\n/;

/** The header block at the start of a mail or of a text of headers alone; null where it is too large or breaks the library. */
export const readMailHeaders = async (text: string): Promise<MailHeaders | null> => {
  const start = text.replace(/^[\r\n]+/, "");
  const end = endOfHeaders.exec(start)?.index ?? start.length;
  if (end > mailLimits.maxHeadersSize) return null;
  try {
    // Loaded with the first complaint: most scans have none.
    const { default: PostalMime } = await import("postal-mime");
    // Only the block: whatever it says of its body, there is none to take apart.
    const { headers } = await new PostalMime(mailLimits).parse(`${start.slice(0, end)}\r\n\r\n`);
    return toHeaders(headers);
  } catch {
    return null;
  }
};

/** The address of a header's value, in lower case; null where none, or more than one, can be told. */
export const soleAddress = (value: string | null): string | null => {
  if (value === null || value.length > 2_048) return null;
  const address = /<([^<>]*)>[^<>]*$/.exec(value)?.[1] ?? value;
  const plain = address.trim().toLowerCase();
  return /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(plain) ? plain : null;
};

/** A Message-ID without its brackets and what stands around them; null for none. */
export const bareMessageId = (value: string | null): string | null => {
  const id = (value === null ? "" : (/<([^<>\s]+)>/.exec(value)?.[1] ?? value)).trim();
  return id === "" || id.length > 998 ? null : id;
};

const earliest = Date.UTC(1990, 0, 1);
const latest = Date.UTC(2100, 0, 1);

/** Epoch ms of a mail's date (RFC 5322) or of an ISO 8601 one; null for what is no date between 1990 and 2100. Comments are left out. */
export const mailDate = (value: string | null): number | null => {
  if (value === null || value.length > 200) return null;
  const text = value.replace(/\([^()]*\)/g, " ").trim();
  // Without a zone the machine's own would decide.
  if (!/([+-]\d\d:?\d\d|Z|UTC?|GMT|[ECMP][SD]T)$/i.test(text)) return null;
  const time = Date.parse(text);
  return time >= earliest && time <= latest ? time : null;
};
