import { type VisitorKind, visitorKinds } from "./visitor-kind.ts";

/** What measures over a site look at; of reads only those from abroad. */
export type VisitorTotal = "writes" | "foreignWrites" | "foreignRequests";

/** Requests of one kind of visitor. */
export interface VisitorCount {
  readonly kind: VisitorKind;
  readonly requests: number;
}

const placeOf = (kind: VisitorKind): number => visitorKinds.indexOf(kind);

const none = (): number[] => visitorKinds.map(() => 0);

/** Requests to a site by kind of visitor. */
export class VisitorTally {
  private readonly writes = none();
  private readonly foreignWrites = none();
  private readonly foreignRequests = none();

  addWrite(kind: VisitorKind, isForeign: boolean): void {
    const at = placeOf(kind);
    (this.writes[at] as number)++;
    if (!isForeign) return;
    (this.foreignWrites[at] as number)++;
    (this.foreignRequests[at] as number)++;
  }

  addForeignRead(kind: VisitorKind): void {
    (this.foreignRequests[placeOf(kind)] as number)++;
  }

  copyFrom(other: VisitorTally): void {
    for (const total of ["writes", "foreignWrites", "foreignRequests"] as const) {
      for (let at = 0; at < visitorKinds.length; at++) this[total][at] = other[total][at] as number;
    }
  }

  /** Who the others are, most first: what is counted here less what is counted there, `sum` in all; whom nothing tells are `other`. */
  less(own: VisitorTally, total: VisitorTotal, sum: number): readonly VisitorCount[] {
    let left = sum;
    const counts = visitorKinds.map((kind, at): VisitorCount => {
      const difference = Math.max(0, (this[total][at] as number) - (own[total][at] as number));
      const requests = kind === "other" ? left : Math.min(left, difference);
      left -= requests;
      return { kind, requests };
    });
    return counts.filter(({ requests }) => requests > 0).sort((a, b) => b.requests - a.requests);
  }
}
