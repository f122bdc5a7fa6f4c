import type { LinePlace } from "../domain/line-place.ts";
import { copyOfBytes } from "../kit/ascii.ts";
import { decodeText } from "../kit/decode-text.ts";
import type { LineReader } from "../kit/line-reader.ts";
import { createMailFields, type MailFields } from "../ports/log-format.ts";
import type { LogFile } from "./log-file.ts";
import type { MailLine } from "./mail-line.ts";

/** A log that names more servers than this is forged; the rest count as one. */
const hostsKept = 4_096;
const hostIds = new Map<string, number>();

const hostIdOf = (host: string): number => {
  const known = hostIds.get(host);
  if (known !== undefined) return known;
  if (hostIds.size >= hostsKept) return 0;
  hostIds.set(host, hostIds.size);
  return hostIds.size - 1;
};

/** The one mail line that a stream stands on. */
export class MailStreamLine implements MailLine {
  readonly fields: MailFields = createMailFields();
  time = 0;
  host = "local";
  hostId = hostIdOf("local");
  private offset = 0;
  private length = 0;
  private shown = "";
  private hostBytes: Uint8Array = new Uint8Array(0);
  private hostFile: LogFile | null = null;

  /** Takes its place after the fields were read. */
  stand(file: LogFile, time: number, reader: LineReader): void {
    this.time = time;
    this.shown = file.shown;
    this.offset = reader.offset;
    this.length = reader.end - reader.start;
    const told = file.input.host;
    if (told !== null) this.setHost(told);
    else if (!this.hasSameHost(file)) this.readHost(file);
  }

  private hasSameHost(file: LogFile): boolean {
    const { bytes, host } = this.fields;
    const length = Math.max(0, host.end - host.start);
    if (file !== this.hostFile || length !== this.hostBytes.length) return false;
    for (let at = 0; at < length; at++) if (bytes[host.start + at] !== this.hostBytes[at]) return false;
    return true;
  }

  private readHost(file: LogFile): void {
    const { bytes, host, escaping } = this.fields;
    this.hostFile = file;
    this.hostBytes = host.start < 0 ? new Uint8Array(0) : copyOfBytes(bytes, host.start, host.end);
    this.setHost(host.start < 0 ? "local" : decodeText(bytes, host.start, host.end, escaping));
  }

  private setHost(host: string): void {
    if (host === this.host) return;
    this.host = host;
    this.hostId = hostIdOf(host);
  }

  place = (): LinePlace => ({ input: this.shown, offset: this.offset, length: this.length });
}
