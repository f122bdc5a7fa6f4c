import { japanOffsetMs } from "../habits.ts";
import type { LetterRecord } from "./mail-lines.ts";
import { phpStamp } from "./stamps.ts";

/** PHP's mail.log, one line for each call of mail(). Shape: facts on formats, tried on PHP 8.2. */

const weekdays = "Sun Mon Tue Wed Thu Fri Sat".split(" ");

const mailDate = (at: number, isUtc: boolean): string => {
  const date = new Date(isUtc ? at : at + japanOffsetMs);
  const [, day, month, year, clock] = /^\w+, (\d+) (\w+) (\d+) (\S+)/.exec(date.toUTCString()) ?? [];
  return `${weekdays[date.getUTCDay()]}, ${Number(day)} ${month} ${year} ${clock} ${isUtc ? "+0000" : "+0900"}`;
};

const encoded = (text: string): string => (/^[\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString("base64")}?=`);

/** PHPMailer gives its letters an id of their own; plain mail() leaves that to the server. */
export const isFromPhpMailer = (script: string): boolean => /phpmailer/i.test(script);

export const phpMailLine = ({ letter, messageId }: LetterRecord): string | null => {
  const { script, at, recipients, subject, sender, site } = letter;
  if (script === null) return null;
  const isUtc = script.includes("/wp-");
  const line = isFromPhpMailer(script) ? 874 : 10 + ((script.length * 17) % 190);
  const from = isFromPhpMailer(script) ? `${site?.domain ?? "web"} <wordpress@${site?.domain ?? "host.example"}>` : sender;
  const headers = isFromPhpMailer(script)
    ? `Date: ${mailDate(at, isUtc)}  From: ${from}  Message-ID: <${messageId}>  X-Mailer: PHPMailer 6.9.1 (https://github.com/PHPMailer/PHPMailer)  MIME-Version: 1.0  Content-Type: text/plain; charset=UTF-8`
    : `From: ${from}  MIME-Version: 1.0  Content-Type: text/plain; charset=ISO-2022-JP`;
  const to = recipients.map(({ address }) => address).join(", ");
  return `[${phpStamp(at, isUtc ? "UTC" : "Asia/Tokyo")}] mail() on [${script}:${line}]: To: ${to} -- Headers: ${headers} -- Subject: ${encoded(subject)}`;
};
