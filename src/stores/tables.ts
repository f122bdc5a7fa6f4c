/** Rows as both databases hold them. Times are epoch ms, flags 0 or 1, JSON is text. */
export interface Tables {
  readonly chain: ChainTable;
  readonly chain_anchor: { readonly id: number; readonly seq: number; readonly hash: string };
  readonly personal: PersonalTable;
  readonly cases: CaseTable;
  readonly case_numbers: { readonly year: number; readonly last: number };
  readonly standing_containments: StandingTable;
  readonly timers: { readonly id: string; readonly case_id: string; readonly kind: string; readonly at: number };
  readonly outbox: OutboxTable;
  readonly desk_settings: { readonly id: number; readonly body: string };
  readonly tokens: TokenTable;
  readonly reply_secrets: { readonly hash: string; readonly case_id: string; readonly notice: string; readonly given_at: number };
  readonly notice_texts: NoticeTextTable;
  readonly deny_rows: DenyRowTable;
  readonly delivery_sources: DeliverySourceTable;
  readonly deliveries: DeliveryTable;
}

/** A network that a customer closed their own site to. */
export interface DenyRowTable {
  readonly id: string;
  readonly site: string;
  readonly network: string;
  readonly note: string;
  readonly added_by: string;
  readonly added_at: number;
}

/** How far a source was taken in. */
export interface DeliverySourceTable {
  readonly source: string;
  readonly next: number;
  /** JSON of the ranges below `next` that never came. */
  readonly passed_over: string;
  readonly heard_at: number;
}

/** What came before its turn. */
export interface DeliveryTable {
  readonly source: string;
  readonly sequence: number;
  readonly taken_at: number;
  /** Of a claim; what an erasure finds it by. */
  readonly case_key: string | null;
  readonly body: string;
}

/** A letter as it was sent. */
export interface NoticeTextTable {
  readonly letter: string;
  readonly case_id: string;
  readonly notice: string;
  readonly language: string;
  /** JSON list of masked addresses. */
  readonly sent_to: string;
  readonly subject: string;
  readonly body: string;
  readonly sent_at: number;
}

/** One recorded fact; append-only, held by triggers. */
export interface ChainTable {
  readonly seq: number;
  readonly fact: string;
  readonly case_id: string | null;
  readonly kind: string;
  readonly at: number;
  /** Canonical JSON of fact, entries and effects without their personal parts. */
  readonly body: string;
  /** `contact:HEX evidence:HEX`: salted digests of the personal parts; empty without any. */
  readonly commitments: string;
  /** SHA-256 in hex of the hash before and all of the above. */
  readonly hash: string;
}

/** What can be erased: one row a fact and kind of personal data. */
export interface PersonalTable {
  readonly seq: number;
  readonly kind: string;
  readonly case_id: string | null;
  readonly at: number;
  /** Hex; empty with `part` once erased. */
  readonly salt: string;
  readonly part: string;
  /** The fact that records the erasure. */
  readonly erased_in: number | null;
}

/** The case as the last fact left it, with the columns that lists need. */
export interface CaseTable {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly state: string;
  readonly is_over: number;
  readonly class: string;
  readonly host: string;
  readonly account: string | null;
  readonly site: string | null;
  readonly since: number;
  readonly opened_at: number;
  readonly closed_at: number | null;
  readonly waiting_for: string | null;
  readonly due_at: number | null;
  /** When the newest evidence was seen; null while none is held. */
  readonly evidence_at: number | null;
  /** Whether texts of the customer or addresses of people are held. */
  readonly has_replies: number;
  readonly snapshot: string;
}

/** A measure that holds or may come to hold: a copy of what its case says, for finding it. */
export interface StandingTable {
  readonly id: string;
  readonly case_id: string;
  readonly site: string | null;
  readonly ordered_at: number;
}

/** What is to be carried out, and what was. */
export interface OutboxTable {
  readonly id: string;
  /** The fact's seq × 1,000 + place among its effects: the order of all effects. */
  readonly place: number;
  readonly case_id: string;
  /** Effects of one lane keep their order. */
  readonly lane: string;
  readonly body: string;
  readonly state: "waiting" | "dead" | "settled";
  readonly attempts: number;
  readonly due_at: number;
  readonly error: string | null;
  readonly settled_at: number | null;
}

/** A token for the API; its secret is known by its digest alone. */
export interface TokenTable {
  readonly id: string;
  readonly digest: string;
  readonly name: string;
  /** With a space between. */
  readonly scopes: string;
  readonly created_by: string;
  readonly created_at: number;
  readonly expires_at: number;
  readonly revoked_at: number | null;
}
