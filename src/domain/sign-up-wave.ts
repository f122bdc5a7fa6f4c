import type { Detection, EndpointTrail } from "./detection.ts";
import type { ReasonReport } from "./scan-report.ts";
import { share } from "./share.ts";
import { contactNames, isSignUp } from "./sign-up.ts";
import { reason } from "./weigh.ts";

const messagesAt = (trails: readonly EndpointTrail[]): number => trails.reduce((sum, { waveMessages }) => sum + waveMessages, 0);

/** Spam goes to lists of which every fifth address is dead; who is bombed has a mailbox. Facts, nos. 1 and 7. */
const bounceWeight = (bouncedShare: number, messages: number): number => {
  if (messages < 12) return 0;
  return bouncedShare < 0.06 ? 1 : Math.max(-2.5, (0.1 - bouncedShare) * 20);
};

/** What speaks for a wave being sign-ups of third parties rather than a relay, log-odds; above 0 it is. */
export const signUpReasons = ({ trails, counts }: Pick<Detection, "trails" | "counts">): readonly ReasonReport[] => {
  const { messages, bounced, requests, refusedRequests } = counts;
  const named = share(messagesAt(trails.filter(({ endpoint }) => isSignUp(endpoint))), messagesAt(trails));
  const isContact = share(
    messagesAt(trails.filter(({ endpoint }) => contactNames.test(`${endpoint.path} ${endpoint.query}`))),
    messagesAt(trails),
  );
  const bouncedShare = share(bounced, messages);
  const perRequest = share(messages, requests - refusedRequests);
  return [
    reason("sign-up", named * 6 - 3.5 - isContact * 3, { value: named }),
    reason("bounces", bounceWeight(bouncedShare, messages), { value: bouncedShare }),
    // A contact form mails its owner too; a sign-up mails who signed up, and an owner at most.
    reason("mails-per-request", perRequest <= 1.2 ? 0.5 : -0.5, { value: perRequest }),
  ];
};

/** The same wave as subscription bombing, where what it used is a sign-up. */
export const asSignUps = (detection: Detection): Detection => {
  const reasons = signUpReasons(detection);
  if (reasons.reduce((sum, { weight }) => sum + weight, 0) <= 0) return detection;
  const signs = reasons.filter(({ feature, weight }) => feature === "sign-up" || weight > 0);
  const others = detection.reasons.filter(({ feature }) => !signs.some((sign) => sign.feature === feature));
  return { ...detection, class: "subscription-bombing", reasons: [...signs, ...others] };
};
