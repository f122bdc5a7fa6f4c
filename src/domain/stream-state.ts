import type { Judgement } from "./judge-mail.ts";
import type { MailStream } from "./mail-stream.ts";
import type { StreamWave } from "./stream-wave.ts";

/** A stream of mail and where its judging stands. */
export interface StreamState {
  readonly stream: MailStream;
  wave: StreamWave | null;
  /** Last message of the waves before: what comes later is judged by itself. */
  endedAt: number;
  told: Judgement | null;
  judgeAt: number;
  tellAt: number;
  /** Messages of the burst that was weighed last, and bounces since. */
  weighed: number;
  badSince: number;
}

/** A stream that was never judged: it is as soon as it has so many messages. */
export const newStream = (stream: MailStream, judgeAt: number): StreamState => ({
  stream,
  wave: null,
  endedAt: Number.NEGATIVE_INFINITY,
  told: null,
  judgeAt,
  tellAt: 0,
  weighed: 0,
  badSince: 0,
});

/** Of the streams without a wave the one that was made first goes; where all have one, the one that has been quiet for longest. */
export const forgetOldest = (streams: Map<string, StreamState>): void => {
  const quietest = [...streams].reduce((best, one) => ((one[1].wave?.lastAt ?? 0) < (best[1].wave?.lastAt ?? 0) ? one : best));
  streams.delete(quietest[0]);
};
