/** Where one log line stands: enough to read it again, untouched, while the log exists. */
export interface LinePlace {
  /** Path as the config or the command line gave it. */
  readonly input: string;
  /** Bytes from the start of the decompressed file to the first byte of the line. */
  readonly offset: number;
  /** Bytes of the line without its line end. */
  readonly length: number;
}
