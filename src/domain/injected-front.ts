import { crowdOf } from "./crowd.ts";
import type { Detection } from "./detection.ts";
import type { Endpoint } from "./endpoint.ts";
import type { PathReach } from "./reach.ts";
import { filePathOf } from "./script-path.ts";
import type { Suspect } from "./suspect.ts";

/**
 * A mailer in the file that serves every page of a site: its requests go where a form's may go as well. A form writes to one stranger for
 * each request, its owner gets a copy, and many sources come a time or two; a mailer is worked by a few sources again and again, each
 * request writes to several strangers, and to nobody twice. Facts, nos. 1 and 3.
 */

const front = "/index.php";

const thresholds = {
  /** Fewer requests are told apart from a form's first hour only by luck. */
  requests: 24,
  /** Facts, no. 3, and a few more: who works a mailer comes from a handful of addresses. */
  sources: 12,
  perSource: 4,
  /** Nobody of them looks at a page before. */
  neverRead: 0.8,
  /** Recipients that got one message or two, among the messages; with a copy to the owner it is a half. */
  strangers: 0.8,
  /** A form without a copy mails once for each request; ties by time are a tenth off. */
  mailsPerRequest: 1.2,
  /** The file's part in the mail of the wave. */
  mailShare: 0.8,
} as const;

/** Whether a request went to the front controller by its own name, without a parameter that selects a page or a program. */
export const isFront = ({ path, query }: Pick<Endpoint, "path" | "query">): boolean => path === front && query === null;

const mailsOf = (suspects: readonly Suspect[]): number => suspects.reduce((sum, { mails }) => sum + mails.length, 0);

/** Whether what sent mail in a wave looks like a mailer in the front controller rather than a form. */
export const isInjectedFront = (sending: readonly Suspect[]): boolean => {
  const own = sending.filter(({ request }) => isFront(request.endpoint));
  if (own.length < thresholds.requests || mailsOf(own) < mailsOf(sending) * thresholds.mailShare) return false;
  const { requests, messages, sources, neverReadShare, outsideRecipients } = crowdOf(own);
  return (
    sources <= thresholds.sources &&
    requests >= sources * thresholds.perSource &&
    neverReadShare >= thresholds.neverRead &&
    messages >= requests * thresholds.mailsPerRequest &&
    outsideRecipients >= messages * thresholds.strangers
  );
};

/**
 * The same of a wave that came through a proxy: whether its addresses read pages before says nothing, but a form that mails several times for
 * each request mails its owner among them.
 */
export const isInjectedFrontWave = ({ counts, trails }: Pick<Detection, "counts" | "trails">): boolean => {
  const { requests, sources, messages, recipients } = counts;
  const own = trails.filter(({ endpoint }) => isFront(endpoint)).reduce((sum, { waveMessages }) => sum + waveMessages, 0);
  return (
    requests >= Math.max(thresholds.requests, sources * thresholds.perSource) &&
    sources <= thresholds.sources &&
    own >= messages * thresholds.mailShare &&
    messages >= requests * thresholds.mailsPerRequest &&
    recipients >= messages * thresholds.strangers
  );
};

const requestsAt = ({ trails, site }: Detection): PathReach => {
  const own = trails.filter(({ endpoint }) => isFront(endpoint) && endpoint.site === site?.domain);
  const wave = own.reduce((sum, { waveRequests }) => sum + waveRequests, 0);
  return { path: front, wave, others: Math.max(0, own.reduce((sum, { requests }) => sum + requests, 0) - wave) };
};

/** The same wave, its file named. It stays the case of the site's form that it was told as before. */
export const asInjectedFront = (detection: Detection): Detection => ({
  ...detection,
  class: "injected-mailer",
  file: filePathOf(front, detection.site),
  ...(detection.reach === undefined ? {} : { reach: { ...detection.reach, path: requestsAt(detection) } }),
});
