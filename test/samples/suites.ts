import { caddy } from "../../src/catalog/formats/caddy.ts";
import { combined } from "../../src/catalog/formats/combined.ts";
import { common } from "../../src/catalog/formats/common.ts";
import { csvAccess } from "../../src/catalog/formats/csv-access.ts";
import { exim } from "../../src/catalog/formats/exim.ts";
import { jsonAccess } from "../../src/catalog/formats/json-access.ts";
import { ltsv } from "../../src/catalog/formats/ltsv.ts";
import { phpMail } from "../../src/catalog/formats/php-mail.ts";
import { postfix } from "../../src/catalog/formats/postfix.ts";
import { postfixJournal } from "../../src/catalog/formats/postfix-journal.ts";
import { sendmail } from "../../src/catalog/formats/sendmail.ts";
import { vhostCombined } from "../../src/catalog/formats/vhost-combined.ts";
import type { AccessFormat, MailFormat } from "../../src/ports/log-format.ts";
import type { AccessSuite } from "./access-sample.ts";
import { caddySuite } from "./caddy.ts";
import { combinedSuite } from "./combined.ts";
import { commonSuite } from "./common.ts";
import { csvAccessSuite } from "./csv-access.ts";
import { eximSuite } from "./exim.ts";
import { jsonAccessSuite } from "./json-access.ts";
import { ltsvSuite } from "./ltsv.ts";
import type { MailSuite } from "./mail-sample.ts";
import { phpMailSuite } from "./php-mail.ts";
import { postfixSuite } from "./postfix.ts";
import { postfixJournalSuite } from "./postfix-journal.ts";
import { sendmailSuite } from "./sendmail.ts";
import { vhostCombinedSuite } from "./vhost-combined.ts";

/** Every access format with its samples and writers. */
export const accessSuites: readonly { readonly format: AccessFormat; readonly suite: AccessSuite }[] = [
  { format: common, suite: commonSuite },
  { format: combined, suite: combinedSuite },
  { format: vhostCombined, suite: vhostCombinedSuite },
  { format: csvAccess, suite: csvAccessSuite },
  { format: ltsv, suite: ltsvSuite },
  { format: jsonAccess, suite: jsonAccessSuite },
  { format: caddy, suite: caddySuite },
];

/** Every mail format with its samples and writers. */
export const mailSuites: readonly { readonly format: MailFormat; readonly suite: MailSuite }[] = [
  { format: postfix, suite: postfixSuite },
  { format: postfixJournal, suite: postfixJournalSuite },
  { format: sendmail, suite: sendmailSuite },
  { format: exim, suite: eximSuite },
  { format: phpMail, suite: phpMailSuite },
];
