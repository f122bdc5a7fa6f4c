import type { CauseFinder } from "../ports/cause-finder.ts";
import type { Check } from "../ports/check.ts";
import type { ClassJudge } from "../ports/class-judge.ts";
import type { ComplaintFormat } from "../ports/complaint-format.ts";
import type { Detector } from "../ports/detector.ts";
import type { LogFormat } from "../ports/log-format.ts";
import type { NoticeLanguage } from "../ports/notice-language.ts";
import { cronCause } from "./causes/cron.ts";
import { formCause } from "./causes/form.ts";
import { lawfulCause } from "./causes/lawful.ts";
import { loginCause } from "./causes/login.ts";
import { scriptCause } from "./causes/script.ts";
import { smtpAuthCause } from "./causes/smtp-auth.ts";
import { formClosed } from "./checks/form-closed.ts";
import { harmStopped } from "./checks/harm-stopped.ts";
import { bombedSignUp } from "./classes/bombed-sign-up.ts";
import { cronMailer } from "./classes/cron-mailer.ts";
import { injectedMailer } from "./classes/injected-mailer.ts";
import { mailLoop } from "./classes/mail-loop.ts";
import { newsletter } from "./classes/newsletter.ts";
import { orderSurge } from "./classes/order-surge.ts";
import { relayedForm } from "./classes/relayed-form.ts";
import { scriptMailer } from "./classes/script-mailer.ts";
import { smtpCredentialAbuse } from "./classes/smtp-credential-abuse.ts";
import { arf } from "./complaints/arf.ts";
import { xarf } from "./complaints/xarf.ts";
import { accountTakeover } from "./detectors/account-takeover.ts";
import { commentSpam } from "./detectors/comment-spam.ts";
import { formFlood } from "./detectors/form-flood.ts";
import { formRelay } from "./detectors/form-relay.ts";
import { loginAttack } from "./detectors/login-attack.ts";
import { mailBursts } from "./detectors/mail-bursts.ts";
import { resetFlood } from "./detectors/reset-flood.ts";
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
import { en } from "./languages/en.ts";
import { ja } from "./languages/ja.ts";

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

/** Every class that mail in mass is told apart by. */
export const classJudges: readonly ClassJudge[] = [
  smtpCredentialAbuse,
  scriptMailer,
  injectedMailer,
  cronMailer,
  newsletter,
  orderSurge,
  mailLoop,
  relayedForm,
  bombedSignUp,
];

export const detectors: readonly Detector[] = [
  formRelay,
  formFlood,
  commentSpam,
  resetFlood,
  loginAttack,
  accountTakeover,
  mailBursts(classJudges),
];

export const causeFinders: readonly CauseFinder[] = [formCause, loginCause, scriptCause, smtpAuthCause, cronCause, lawfulCause];

/** Every form of complaint; asked in this order. */
export const complaintFormats: readonly ComplaintFormat[] = [xarf, arf];

/** Every check that a requirement can be verified by. */
export const checks: readonly Check[] = [harmStopped, formClosed];

export { createApacheEnforcer } from "./enforcers/apache/apache.ts";
export type { ApacheConfig } from "./enforcers/apache/apache-config.ts";
export { readVhostDump } from "./enforcers/apache/find-vhosts.ts";
export { guardFile, type NamedSite, unguardFile } from "./enforcers/apache/guard-vhosts.ts";
export { apacheRefusals } from "./enforcers/apache/refusal-log.ts";
export { setupChange, setupFolders, siteInclude } from "./enforcers/apache/setup-files.ts";
export { writeApacheGeo } from "./enforcers/apache/write-geo.ts";
export { siteFiles } from "./enforcers/htaccess/change-site-file.ts";
export { createHtaccessEnforcer } from "./enforcers/htaccess/htaccess.ts";
export type { HtaccessConfig } from "./enforcers/htaccess/htaccess-config.ts";
export { createMemoryEnforcer } from "./enforcers/memory.ts";
export { askProbe } from "./enforcers/nginx/ask-probe.ts";
export { nginxGeoFile } from "./enforcers/nginx/geo-file.ts";
export { guardServers, unguardServers } from "./enforcers/nginx/guard-servers.ts";
export type { NginxConfig } from "./enforcers/nginx/nginx-config.ts";
export { createNginxEnforcer } from "./enforcers/nginx/nginx-enforcer.ts";
export { countedPath, countedText, nginxRefusals } from "./enforcers/nginx/refusal-log.ts";
export { nginxSetUp } from "./enforcers/nginx/set-up-files.ts";
export { writeNginxGeo } from "./enforcers/nginx/write-geo.ts";
export { createPostfixHeldMail } from "./enforcers/postfix/held-mail.ts";
export { openPolicyServer } from "./enforcers/postfix/policy-server.ts";
export { createPostfix } from "./enforcers/postfix/postfix.ts";
export type { PostfixConfig } from "./enforcers/postfix/postfix-config.ts";
export { setUpPostfix, takeOutPostfix } from "./enforcers/postfix/set-up-postfix.ts";
export { createQuarantine } from "./enforcers/quarantine/quarantine.ts";
/** Every language that a notice can be written in; the first is used for a contact whose own is not there. */
export const noticeLanguages: readonly NoticeLanguage[] = [en, ja];
