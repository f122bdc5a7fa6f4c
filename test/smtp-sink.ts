import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** One mail as a server got it. */
export interface SunkMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
}

/** A mail server on loopback that keeps what it gets. */
export interface SmtpSink {
  readonly port: number;
  readonly mails: SunkMail[];
  readonly stop: () => Promise<void>;
}

/** Answers `550` or `450` to a recipient or a whole mail. */
export type Answers = Readonly<Record<string, { readonly code: number; readonly words: string }>>;

const refusal = ({ code, words }: Answers[string]): Error => Object.assign(new Error(words), { responseCode: code });

/** Starts it on a free port. Recipients of `answers` are refused so; `data` refuses every mail after it was sent. */
export const startSmtpSink = async (answers: Answers = {}, data: Answers[string] | null = null): Promise<SmtpSink> => {
  const mails: SunkMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 100,
    onRcptTo: ({ address }, _session, done) => {
      const answer = answers[address];
      done(answer === undefined ? null : refusal(answer));
    },
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (data !== null) return done(refusal(data));
        mails.push({
          from: envelope.mailFrom === false ? "" : envelope.mailFrom.address,
          to: envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString("latin1"),
        });
        return done(null, "2.0.0 Ok: queued as 4C1D21A3F2");
      });
    },
  });
  server.on("error", () => {});
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    stop: () => new Promise((stopped) => server.close(() => stopped())),
  };
};
