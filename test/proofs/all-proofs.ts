import { caseLives } from "./case-lives.ts";
import { forgedFields } from "./forged-fields.ts";
import { forgedMail } from "./forged-mail.ts";
import { mutatedLines } from "./mutated-lines.ts";
import type { Proof } from "./proof.ts";

/** Every counted proof; a new one is one more line here. */
export const allProofs: readonly Proof[] = [mutatedLines, forgedFields, forgedMail, caseLives];
