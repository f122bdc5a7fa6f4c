import type { CauseFinder } from "../ports/cause-finder.ts";
import type { Detector } from "../ports/detector.ts";
import type { LogFormat } from "../ports/log-format.ts";
import { formCause } from "./causes/form.ts";
import { formFlood } from "./detectors/form-flood.ts";
import { formRelay } from "./detectors/form-relay.ts";
import { caddy } from "./formats/caddy.ts";
import { combined } from "./formats/combined.ts";
import { common } from "./formats/common.ts";
import { csvAccess } from "./formats/csv-access.ts";
import { exim } from "./formats/exim.ts";
import { jsonAccess } from "./formats/json-access.ts";
import { ltsv } from "./formats/ltsv.ts";
import { phpMail } from "./formats/php-mail.ts";
import { postfix } from "./formats/postfix.ts";
import { postfixJournal } from "./formats/postfix-journal.ts";
import { sendmail } from "./formats/sendmail.ts";
import { vhostCombined } from "./formats/vhost-combined.ts";

/** Every log format, the stricter before the laxer: of two that read a file equally well, the first is taken. */
export const logFormats: readonly LogFormat[] = [
  vhostCombined,
  common,
  combined,
  csvAccess,
  ltsv,
  caddy,
  jsonAccess,
  phpMail,
  postfixJournal,
  postfix,
  sendmail,
  exim,
];

export const detectors: readonly Detector[] = [formRelay, formFlood];

export const causeFinders: readonly CauseFinder[] = [formCause];
