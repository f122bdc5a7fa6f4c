import type { LogPiece } from "./log-piece.ts";
import { createLogStream, type LogStream } from "./log-stream.ts";
import { createRequestTexts } from "./request-texts.ts";
import { createLineResolver } from "./resolve-line.ts";
import type { ScanRun } from "./scan-run.ts";

/** Opens pieces of one log as a stream into the run. `hosts` gathers the servers that its mail lines name. */
export type OpenStream = (pieces: readonly LogPiece[], hosts: Set<string>) => LogStream;

const fewStreams = 32;

/** Bytes of the read buffer of each stream: large for few files, small for many, always above the longest line. */
const bufferBytesFor = (streams: number): number => (streams <= fewStreams ? 1024 * 1024 : 192 * 1024);

/** `streams`: how many are open at once. `mayBePlain`: whether each may reserve the memory in which ordinary lines are read many at once. */
export const createStreamOpener = (run: ScanRun, streams: number, mayBePlain = true): OpenStream => {
  const { traffic, mailJoin, sources } = run;
  const resolve = createLineResolver(run.directory);
  const texts = createRequestTexts();
  return (pieces, hosts) => {
    let lastHost = "";
    return createLogStream({
      ...{ pieces, resolve, texts, book: sources, access: traffic.onAccess },
      bufferBytes: bufferBytesFor(streams),
      plain: mayBePlain && streams <= fewStreams,
      mail: (line) => {
        traffic.pass(line.time);
        if (line.host !== lastHost) {
          lastHost = line.host;
          hosts.add(lastHost);
        }
        mailJoin.accept(line);
      },
    });
  };
};
