import type { Site } from "./account.ts";
import type { LinePlace } from "./line-place.ts";
import type { Source } from "./source.ts";

/**
 * One request, read from an access log.
 *
 * The object is reused for the next line: it is valid only during the call that receives it. Keep the values you
 * need, never the event. The text fields are decoded from the line on each read, so read them once.
 */
export interface AccessEvent {
  readonly kind: "access";
  /** Epoch milliseconds UTC, from the line. */
  readonly time: number;
  readonly site: Site;
  readonly source: Source;
  /** As logged; empty when the line holds no readable request (a 408, a TLS hello on a plain port). */
  readonly method: string;
  /** Raw request target as logged, unescaped once, still percent-encoded; empty without a request. */
  readonly target: string;
  /** `HTTP/1.1` and the like; empty when the line has none. */
  readonly protocol: string;
  readonly status: number;
  /** Response bytes as logged; 0 for `-`. */
  readonly bytes: number;
  readonly referer: string | null;
  readonly userAgent: string | null;
  /** A method other than GET, HEAD and OPTIONS, or a query that overrides the method. False without a readable request. */
  readonly isWrite: boolean;
  /** The target names a static file by its extension (style sheet, script, image, font). */
  readonly isAsset: boolean;
  readonly place: LinePlace;
}
