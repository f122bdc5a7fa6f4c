import type { Measure } from "../domain/measure.ts";
import type { Imposition } from "./enforcer.ts";

/** What one line of a server's log of ours says: a request that the guard turned away, or a probe of our own. */
export interface RefusedLine {
  /** When it was answered, epoch ms. */
  readonly at: number;
  /** The site, as the server's own configuration names it. */
  readonly site: string;
  /** A probe: it counts for nothing, and shows that what this site refuses gets into the log. */
  readonly isProbe: boolean;
  /** By what, in the order in which it was decided. `ids` null: the line does not tell which containments of that measure. */
  readonly by: readonly { readonly measure: Measure; readonly ids: readonly string[] | null }[];
}

/** The log in which a web server notes what our measures turned away, and nothing else; no text of a visitor's stands in it. */
export interface RefusalLog {
  /** Absolute. */
  readonly path: string;
  /** Null for a line that is none of these. */
  readonly read: (line: string) => RefusedLine | null;
  /** Whether what an imposition turns away gets into the log: all of it, a part, or nothing. */
  readonly holds: (imposition: Imposition) => Promise<"all" | "part" | "none">;
  /** Whether probes get into it: then nothing is taken for counted before one was seen. */
  readonly hasProbes: boolean;
}
