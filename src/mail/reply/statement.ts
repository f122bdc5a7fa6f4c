/**
 * What one sentence says of the point it speaks of. `planned`: it will be so, or is being worked on; `not`: it is not so, or nobody
 * knows; `nothing`: says nothing about it.
 */
export type Statement = "done" | "planned" | "not" | "need-help" | "not-needed" | "was-ours" | "nothing";

/** How a sentence is to be taken. */
export interface Judged {
  /** It stands as the answer to a point, so that a bare "done" counts. */
  readonly isAnswer: boolean;
  /** The point is one that can be met by finding nothing: no strange file, no open hole. "No change" of a password is no such find. */
  readonly canFindNothing: boolean;
}
