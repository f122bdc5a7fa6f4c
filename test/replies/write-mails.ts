import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { replyMail } from "./reply-mail.ts";
import { readWritten, writtenFiles } from "./written-reply.ts";

// `node test/replies/write-mails.ts`: makes the mails from what is written. What has been read once stays as it is: append only.

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

mkdirSync(here("./mails"), { recursive: true });
for (const file of writtenFiles) {
  for (const reply of readWritten(readFileSync(here(`./written/${file.name}.txt`), "utf8"), file)) {
    writeFileSync(here(`./mails/${reply.name}.eml`), replyMail(reply));
    writeFileSync(here(`./mails/${reply.name}.json`), `${JSON.stringify(reply.expected, null, 2)}\n`);
  }
}
