import { exim } from "../../src/catalog/formats/exim.ts";
import { phpMail } from "../../src/catalog/formats/php-mail.ts";
import { postfix } from "../../src/catalog/formats/postfix.ts";
import { postfixJournal } from "../../src/catalog/formats/postfix-journal.ts";
import { sendmail } from "../../src/catalog/formats/sendmail.ts";
import { eximSuite } from "../samples/exim.ts";
import { phpMailSuite } from "../samples/php-mail.ts";
import { postfixSuite } from "../samples/postfix.ts";
import { postfixJournalSuite } from "../samples/postfix-journal.ts";
import { sendmailSuite } from "../samples/sendmail.ts";
import { mailFormatContract } from "./mail-format.ts";

mailFormatContract(postfix, postfixSuite);
mailFormatContract(postfixJournal, postfixJournalSuite);
mailFormatContract(sendmail, sendmailSuite);
mailFormatContract(exim, eximSuite);
mailFormatContract(phpMail, phpMailSuite);
