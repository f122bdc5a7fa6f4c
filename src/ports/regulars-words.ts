/** Who came regularly from abroad before, whom a measure meets now, and how they are let through. */
export interface RegularsWords {
  readonly intro: string;
  /** One source, its address without the end; `paths` are what it wrote to. */
  readonly source: (facts: {
    readonly from: string;
    readonly days: string;
    readonly of: string;
    readonly requests: string;
    readonly paths: string;
  }) => string;
}
