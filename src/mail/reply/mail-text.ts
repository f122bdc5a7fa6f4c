import { convert, type HtmlToTextOptions } from "html-to-text";
import { type HeaderLines, MailParser } from "mailparser";
import { type MailProblem, mailLimits } from "./mail-limits.ts";

/** A mail's own text and its raw headers, as far as answers need them. */
export interface MailText {
  readonly text: string;
  /** Names in lower case, values unfolded and otherwise as they came. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** Decoded. */
  readonly subject: string;
  /** Text of `message/delivery-status` parts. */
  readonly deliveryStatus: string;
}

const headerEnd = /\r?\n\r?\n/;

/** What can be told without taking the mail apart. */
export const refusalOf = (bytes: Uint8Array): MailProblem | null => {
  if (bytes.length > mailLimits.bytes) return "too-large";
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  if (raw.slice(0, mailLimits.headerBytes + 4).search(headerEnd) < 0 && raw.length > mailLimits.headerBytes) return "headers-too-large";
  // Every level needs a multipart of its own, so their count bounds the depth.
  return (raw.match(/^content-type:(?:[^\r\n]|\r?\n[ \t])*?multipart\//gim)?.length ?? 0) > mailLimits.multiparts ? "too-deep" : null;
};

const htmlOptions: HtmlToTextOptions = {
  wordwrap: false,
  limits: { maxInputLength: mailLimits.htmlLength, maxDepth: mailLimits.htmlDepth, maxChildNodes: 10_000 },
  selectors: [
    { selector: "a", options: { ignoreHref: true } },
    { selector: "img", format: "skip" },
    { selector: "table", format: "block" },
    { selector: "hr", options: { length: 32 } },
  ],
};

const unfolded = (line: string): string => {
  const at = line.indexOf(":");
  return line
    .slice(at + 1)
    .replace(/\r?\n/g, "")
    .trim();
};

const parserOptions = {
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipTextLinks: true,
  skipImageLinks: true,
  ignoreEmbedded: true,
  keepDeliveryStatus: true,
  checksumAlgo: false,
  maxHeadSize: mailLimits.headerBytes,
  maxChildNodes: mailLimits.parts,
} as const;

const problemOf = (error: { readonly code?: unknown; readonly message?: unknown }): MailProblem => {
  const said = `${String(error.code)} ${String(error.message)}`;
  if (/head/i.test(said)) return "headers-too-large";
  return /child|nodes|parts/i.test(said) ? "too-many-parts" : "unreadable";
};

const plainText = (text: string | undefined, html: string | false | undefined): string => {
  if (text?.trim()) return text;
  return html ? convert(html.slice(0, mailLimits.htmlLength), htmlOptions) : "";
};

/**
 * Takes a mail apart within the limits: its plain text, or else its HTML made plain. Attachments are not opened. Never throws.
 * The library's own HTML is not used: it has carried script through (mailparser #412).
 */
export const readMailText = (bytes: Uint8Array): Promise<MailText | { readonly problem: MailProblem }> => {
  const refusal = refusalOf(bytes);
  if (refusal !== null) return Promise.resolve({ problem: refusal });
  return new Promise((resolve) => {
    const parser = new MailParser(parserOptions);
    let lines: HeaderLines = [];
    let text = "";
    let subject = "";
    const status: string[] = [];
    parser.on("headerLines", (read) => {
      lines = read;
    });
    parser.on("headers", (read) => {
      subject = String(read.get("subject") ?? "");
    });
    parser.on("data", (data) => {
      if (data.type === "text") text = plainText(data.text, data.html);
      else {
        const isStatus = /^message\/(global-)?(delivery-status|disposition-notification)$/.test(data.contentType);
        data.content.on("data", (chunk: Buffer) => isStatus && status.push(chunk.toString("utf8")));
        data.content.on("end", () => data.release?.());
      }
    });
    parser.on("error", (error: Error) => resolve({ problem: problemOf(error) }));
    parser.on("end", () =>
      resolve({
        text: text.slice(0, mailLimits.textLength),
        headers: lines.map(({ key, line }) => ({ name: key, value: unfolded(line) })),
        subject,
        deliveryStatus: status.join("\n"),
      }),
    );
    parser.end(Buffer.from(bytes));
  });
};
