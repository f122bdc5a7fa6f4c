import { isSignUp } from "./sign-up.ts";
import type { WriteRequest } from "./write-request.ts";

/** What tells people who sign up from a program that signs up others, where every request comes through the same few addresses. */
export interface SignUpFeatures {
  /** Triggers at endpoints at which people sign up, 0 to 1. */
  readonly signUpShare: number;
  /** Outcomes for each third party: nobody signs up, or orders, again and again within one burst. */
  readonly perThirdParty: number;
  /**
   * 0 to 1: how far nothing was read between one request of an address and its next, although the log showed pages before. Whoever fills in
   * a form has read its page; behind a shared address others read as well, so that this tells only of small sites.
   */
  readonly unreadShare: number;
}

/** Fewer further requests of known addresses say nothing, nor does a log in which an address reads hardly more than it writes. */
const limits = { further: 8, readsPerWrite: 5, readsPerForm: 2 } as const;

const readsOf = ({ before }: WriteRequest): number => before.pages + before.assets;

/** What a source did is remembered of its last two sites: where the write before is no longer counted, nothing is known of what lay between. */
const isCounted = (earlier: WriteRequest, later: WriteRequest): boolean =>
  later.before.writes > earlier.before.writes && readsOf(later) >= readsOf(earlier);

/** See {@link SignUpFeatures.unreadShare}. */
const unreadShareOf = (triggers: readonly WriteRequest[]): number => {
  const last = new Map<string, WriteRequest>();
  let further = 0;
  let reads = 0;
  let readsBefore = 0;
  let writesBefore = 0;
  for (const one of triggers) {
    const earlier = last.get(one.source.address);
    last.set(one.source.address, one);
    if (earlier === undefined) {
      readsBefore += readsOf(one);
      writesBefore += one.before.writes;
    } else if (isCounted(earlier, one)) {
      further++;
      reads += readsOf(one) - readsOf(earlier);
    }
  }
  if (further < limits.further || readsBefore < limits.readsPerWrite * (1 + writesBefore)) return 0;
  return Math.max(0, 1 - reads / further / limits.readsPerForm);
};

/** Of the requests behind a burst's messages, each once, in order of time. */
export const signUpFeatures = (triggers: readonly WriteRequest[]): Omit<SignUpFeatures, "perThirdParty"> => ({
  signUpShare: triggers.length === 0 ? 0 : triggers.filter(({ endpoint }) => isSignUp(endpoint)).length / triggers.length,
  unreadShare: unreadShareOf(triggers),
});

/** From so many requests in one recipient's name on it is not the recipient who sends them, 2 nats for each further; at most 5. */
const repeats = { from: 1.5, each: 2, most: 5 } as const;

/** That requests come again and again in the names of the same people, log-odds; what one request mails them is one time. */
export const repeatWeight = ({
  perThirdParty,
  mailsPerTrigger,
}: {
  readonly perThirdParty: number;
  readonly mailsPerTrigger: number;
}): number => Math.max(0, Math.min(repeats.most, (perThirdParty / Math.max(1, mailsPerTrigger) - repeats.from) * repeats.each));
