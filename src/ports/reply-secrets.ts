/** The case that a reply address was given out for. */
export interface ReplyRoute {
  readonly caseId: string;
  readonly notice: string;
}

/** Finds the case of a reply by the secret in the address it was sent to, and by nothing else. Source: the threat model's T14. */
export interface ReplySecrets {
  /** `hash`: SHA-256 of the secret in hex, as `makeReplyAddress` gives it. Null where no notice has it, or its time is over. */
  readonly findBySecret: (hash: string) => Promise<ReplyRoute | null>;
}

/** Where the desk notes which reply address it gave out. Rejects as the case store does. */
export interface ReplySecretStore extends ReplySecrets {
  /** The same secret twice does nothing the second time: a notice that is sent again keeps its address. Epoch ms. */
  readonly give: (given: { readonly hash: string; readonly caseId: string; readonly notice: string; readonly at: number }) => Promise<void>;
}
