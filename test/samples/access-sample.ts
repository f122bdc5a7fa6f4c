import type { Refusal } from "../../src/ports/log-format.ts";

/** What a line says, decoded. A part that is left out must not be in the line. */
export interface AccessReading {
  readonly address: string;
  /** The stamp as an ISO 8601 time in UTC. */
  readonly time: string;
  readonly status: number;
  /** Bytes; 0 where the line has `-` or nothing. */
  readonly size: number;
  readonly site?: string;
  readonly user?: string;
  readonly method?: string;
  readonly target?: string;
  readonly protocol?: string;
  readonly referer?: string;
  readonly userAgent?: string;
}

/**
 * One annotated line. `line` is written as text of which every character is one byte (U+0000 to U+00FF), so that NULs and broken
 * UTF-8 can be written down: `"\xff"` is the byte 0xFF, a Japanese letter is its three bytes.
 */
export interface AccessSample {
  readonly about: string;
  readonly line: string;
  readonly expect: AccessReading | { readonly refused: Refusal };
}

/** What a client may choose in a request. */
export interface ClientText {
  readonly request: string;
  readonly referer: string;
  readonly userAgent: string;
  readonly user: string;
}

/** Writes a line as one server would, escapes included; the forging tests put hostile text into it. */
export interface LineWriter {
  readonly server: string;
  readonly write: (client: ClientText) => Buffer;
  /** The parts that no client text may change. */
  readonly truth: { readonly address: string; readonly time: string; readonly status: number; readonly site?: string };
  /** Whether text that shifts the columns may get the line refused (never misread). */
  readonly mayRefuse?: boolean;
}

/** Everything the contract suite needs to know about a format. */
export interface AccessSuite {
  readonly samples: readonly AccessSample[];
  readonly writers: readonly LineWriter[];
}

/** Bytes of a sample line. */
export const sampleBytes = (line: string): Buffer => Buffer.from(line, "latin1");

/** One byte a character, for UTF-8 text inside a sample line. */
export const utf8Text = (text: string): string => Buffer.from(text, "utf8").toString("latin1");
