/** The customer's page and the page on which a notice is checked, in words. */
export interface PageWords {
  /** The language's name in itself, for the switch. */
  readonly languageName: string;
  readonly title: (place: string) => string;
  /** When the page was made: it shows the case as it is now, and not as it was told. */
  readonly asOf: (moment: string) => string;
  /** That the page proves the notice, and what has to stand in the browser's address for that. */
  readonly genuine: (facts: { readonly host: string; readonly caseId: string }) => string;
  readonly answer: {
    readonly heading: string;
    readonly intro: string;
    readonly choose: string;
    /** Label of the text beside one condition, and of the one for all else. */
    readonly text: string;
    readonly message: string;
    readonly send: string;
    readonly byMail: (contact: string) => string;
    /** What was said of a condition before. */
    readonly before: (claim: string, moment: string) => string;
    readonly closed: string;
  };
  /** Whom the site is closed to: the desk's rows, locked, above the customer's own. */
  readonly denyList: {
    readonly heading: string;
    readonly intro: string;
    readonly heads: { readonly network: string; readonly what: string; readonly why: string };
    /** Beside the network of a row that cannot be removed. */
    readonly locked: string;
    readonly ofCase: (caseId: string) => string;
    /** What a row of the customer's own turns away. */
    readonly own: string;
    /** Where the server does not have the customer's own rows as they stand here. */
    readonly waiting: string;
  };
  /** Mail of the customer's that is on hold. */
  readonly held: {
    readonly heading: string;
    readonly waiting: (count: string, from: string, to: string) => string;
    /** What is certainly their own, and may go at once. */
    readonly own: (count: string) => string;
    readonly send: string;
    /** What waits for a person of staff. */
    readonly rest: (count: string) => string;
  };
  readonly said: Readonly<Record<"taken" | "empty" | "stale" | "too-many" | "delivered" | "nothing-held" | "held-failed", string>>;
  readonly check: {
    readonly title: string;
    readonly intro: string;
    readonly caseNumber: string;
    readonly account: string;
    readonly ask: string;
    readonly yes: (moment: string | null) => string;
    readonly no: (contact: string) => string;
    readonly wait: string;
  };
  readonly notFound: { readonly title: string; readonly text: (contact: string) => string; readonly check: string };
}
