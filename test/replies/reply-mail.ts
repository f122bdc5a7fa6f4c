import { createHash } from "node:crypto";
import { base64Lines, encodedWords, quotedPrintable, textBytes } from "./mail-bytes.ts";
import type { WrittenReply } from "./written-reply.ts";

interface Part {
  readonly headers: readonly string[];
  readonly body: Buffer;
}

const crlf = "\r\n";

const textPart = (lines: readonly string[], charset: string, transfer: string, more = ""): Part => {
  const text = lines.join(crlf) + crlf;
  const bytes = (textBytes[charset] ?? Buffer.from)(text) as Buffer;
  const coded =
    transfer === "base64" ? Buffer.from(base64Lines(bytes)) : transfer === "quoted-printable" ? Buffer.from(quotedPrintable(text)) : bytes;
  return { headers: [`Content-Type: text/plain; charset=${charset}${more}`, `Content-Transfer-Encoding: ${transfer}`], body: coded };
};

const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** Lines `1. …`, `2. …` become a list, as mail programs make of them while one types. */
const ownHtml = (lines: readonly string[]): string => {
  const out: string[] = [];
  for (const line of lines) {
    const item = /^\d\. (.*)$/.exec(line)?.[1];
    const isNext = item !== undefined && out.at(-1)?.endsWith("</ol>");
    if (isNext) out[out.length - 1] = `${out.at(-1)?.slice(0, -5)}<li>${escaped(item)}</li></ol>`;
    else if (item !== undefined && line.startsWith("1.")) out.push(`<ol><li>${escaped(item)}</li></ol>`);
    else out.push(line === "" ? "<div><br></div>" : `<div>${escaped(line)}</div>`);
  }
  return out.join(crlf);
};

const quotedHtml = ({ lines, quoteFrom, client }: WrittenReply): string => {
  const quoted = lines.slice(quoteFrom);
  if (client.mark === "") return `<hr>${crlf}<div id="divRplyFwdMsg">${quoted.slice(2).map(escaped).join("<br>")}</div>`;
  const bare = quoted.map((line) => escaped(line.startsWith(client.mark) ? line.slice(client.mark.length) : line));
  const above = client.above.length + 1;
  return `<div class="gmail_quote"><div class="gmail_attr">${bare.slice(0, above).join("<br>")}</div><blockquote>${bare.slice(above).join("<br>")}</blockquote></div>`;
};

const htmlPart = (reply: WrittenReply): Part => {
  const own = reply.quoteFrom < 0 ? reply.lines : reply.lines.slice(0, reply.quoteFrom);
  const html = `<html><head><style>div { color: black }</style></head><body>${crlf}${ownHtml(own)}${crlf}${reply.quoteFrom < 0 ? "" : quotedHtml(reply)}${crlf}</body></html>`;
  return {
    headers: ["Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: base64"],
    body: Buffer.from(base64Lines(Buffer.from(html, "utf8"))),
  };
};

const multipart = (kind: string, parts: readonly Part[], name: string): Part => {
  const boundary = `=_${createHash("sha256").update(`${kind} ${name}`).digest("hex").slice(0, 24)}`;
  const pieces = parts.flatMap(({ headers, body }) => [
    Buffer.from(`--${boundary}${crlf}${headers.join(crlf)}${crlf}${crlf}`),
    body,
    Buffer.from(crlf),
  ]);
  return {
    headers: [`Content-Type: multipart/${kind}; boundary="${boundary}"`],
    body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--${crlf}`)]),
  };
};

/** RFC 3676: a line that goes on ends with a space; one that starts with a space or `>` of its own is stuffed. */
const flowed = (lines: readonly string[]): readonly string[] =>
  lines.flatMap((line) => {
    if (line.startsWith(">") || line === "-- ") return [line];
    const pieces = line.match(/.{1,66}(?:[ 、。]|$)|.{1,66}/gu) ?? [""];
    return pieces.map((piece, at) => {
      const text = at < pieces.length - 1 ? (piece.endsWith(" ") ? piece : `${piece} `) : piece.trimEnd();
      return /^[ >]|^From /.test(text) ? ` ${text}` : text;
    });
  });

/** `DelSp`: spaces that mark a flow are dropped where the script has none between words. Source: RFC 3676. */
const flowedPart = ({ lines, notice }: WrittenReply): Part => {
  const isJapanese = notice.language === "ja";
  return textPart(flowed(lines), "utf-8", isJapanese ? "base64" : "8bit", `; format=flowed${isJapanese ? "; delsp=yes" : ""}`);
};

const screenshot: Part = {
  headers: [
    'Content-Type: image/png; name="screenshot.png"',
    "Content-Transfer-Encoding: base64",
    'Content-Disposition: attachment; filename="screenshot.png"',
  ],
  body: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
};

const parts: Readonly<Record<string, (reply: WrittenReply) => Part>> = {
  "utf8-b64": ({ lines }) => textPart(lines, "utf-8", "base64"),
  "utf8-qp": ({ lines }) => textPart(lines, "utf-8", "quoted-printable"),
  "utf8-8bit": ({ lines }) => textPart(lines, "utf-8", "8bit"),
  "iso-2022-jp": ({ lines }) => textPart(lines, "iso-2022-jp", "7bit"),
  sjis: ({ lines }) => textPart(lines, "shift_jis", "8bit"),
  eucjp: ({ lines }) => textPart(lines, "euc-jp", "8bit"),
  flowed: flowedPart,
  html: htmlPart,
  alt: (reply) => multipart("alternative", [textPart(reply.lines, "utf-8", "base64"), htmlPart(reply)], reply.name),
  mixed: (reply) => multipart("mixed", [textPart(reply.lines, "utf-8", "base64"), screenshot], reply.name),
};

const sender = ({ clientName, notice: { language } }: WrittenReply): readonly [string, string] => {
  if (clientName === "agency") return [language === "ja" ? "田中 花子" : "Alex Novak", "web@agency.example"];
  return [language === "ja" ? "山田 太郎" : "Jane Miller", "owner@elsewhere.example"];
};

/** The whole mail, RFC 5322, as it reaches the desk's mailbox. */
export const replyMail = (reply: WrittenReply): Buffer => {
  const part = parts[reply.encoding]?.(reply);
  if (!part) throw new Error(`${reply.name}: no encoding is called ${reply.encoding}`);
  const charset = reply.encoding === "iso-2022-jp" ? "iso-2022-jp" : "utf-8";
  const [name, address] = sender(reply);
  const headers = [
    `Date: Mon, 2 Mar 2026 09:${String(Number(reply.name.slice(-2)) % 60).padStart(2, "0")}:00 +0900`,
    `From: ${encodedWords(name, charset)} <${address}>`,
    "To: desk+k3v9x2m7q4t8w1z5b6n0c3d2f7@host.example",
    `Subject: ${encodedWords(`Re: ${reply.notice.subject}`, charset)}`,
    `Message-ID: <${reply.name}@elsewhere.example>`,
    "In-Reply-To: <notice-2041-1@host.example>",
    ...(reply.client.mailer === "" ? [] : [`X-Mailer: ${reply.client.mailer}`]),
    "MIME-Version: 1.0",
    ...part.headers,
  ];
  return Buffer.concat([Buffer.from(headers.join(crlf) + crlf + crlf), part.body]);
};
