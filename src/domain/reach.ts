/** Requests to one path of a site since the period's start: the wave's, and those of everybody else. */
export interface PathReach {
  /** URL path in normal form. */
  readonly path: string;
  readonly wave: number;
  readonly others: number;
}

/** What lies where a measure against a wave would act, besides the site's totals: what a preview is counted from. */
export interface Reach {
  /** Sites of the account as far as known, and those of them of which no request was read. */
  readonly sites: number;
  readonly unseenSites: number;
  /** Whether requests of the wave's own site were read. */
  readonly isSiteSeen: boolean;
  /** The script that sends, or that an intruder put in place; null where there is none or its address is not known. */
  readonly path: PathReach | null;
  /** Messages of the wave's mailbox since the period's start; 0 without a mailbox. */
  readonly mailboxMessages: number;
}
