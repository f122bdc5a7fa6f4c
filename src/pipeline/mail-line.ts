import type { LinePlace } from "../domain/line-place.ts";
import type { MailFields } from "../ports/log-format.ts";

/** One mail line that stands ready: its fields, its time and where it is. */
export interface MailLine {
  readonly fields: MailFields;
  readonly time: number;
  /** Server of the line: from the config entry, else from the line, else `local`. */
  readonly host: string;
  readonly hostId: number;
  readonly place: () => LinePlace;
}
