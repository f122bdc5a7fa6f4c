import type { LinePlace } from "../domain/line-place.ts";
import { decodeText } from "../kit/decode-text.ts";
import { createMailFields, type MailFields } from "../ports/log-format.ts";
import type { LogFile } from "./log-file.ts";
import type { MailLine } from "./mail-line.ts";

interface Standing {
  readonly file: LogFile;
  readonly offset: number;
  readonly length: number;
  readonly time: number;
}

const hostIds = new Map<string, number>();

const hostIdOf = (host: string): number => {
  const known = hostIds.get(host);
  if (known !== undefined) return known;
  hostIds.set(host, hostIds.size);
  return hostIds.size - 1;
};

/** The one mail line that a stream stands on. */
export class MailStreamLine implements MailLine {
  readonly fields: MailFields = createMailFields();
  time = 0;
  host = "local";
  hostId = hostIdOf("local");
  private standing: Standing | null = null;
  private hostBytes: Uint8Array = new Uint8Array(0);
  private hostFile: LogFile | null = null;

  /** Takes its place after the fields were read. */
  stand(standing: Standing): void {
    this.standing = standing;
    this.time = standing.time;
    const told = standing.file.input.host;
    if (told !== null) this.setHost(told);
    else if (!this.hasSameHost(standing.file)) this.readHost(standing.file);
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
    this.hostBytes = host.start < 0 ? new Uint8Array(0) : bytes.slice(host.start, host.end);
    this.setHost(host.start < 0 ? "local" : decodeText(bytes, host.start, host.end, escaping));
  }

  private setHost(host: string): void {
    if (host === this.host) return;
    this.host = host;
    this.hostId = hostIdOf(host);
  }

  place = (): LinePlace => ({ input: this.standing?.file.shown ?? "", offset: this.standing?.offset ?? 0, length: this.standing?.length ?? 0 });
}
