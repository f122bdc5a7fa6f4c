import { z } from "@hono/zod-openapi";
import { entryDocument } from "../../../domain/case/case-document.ts";
import type { RecordedFact } from "../../../ports/case-store.ts";
import { entrySchema } from "./case-schema.ts";
import { momentSchema } from "./claim-schema.ts";

export const recordedFactSchema = z
  .object({
    seq: z.int(),
    hash: z.string(),
    at: momentSchema,
    fact: z.record(z.string(), z.unknown()).openapi({ description: "As it is recorded; moments in it are milliseconds since 1970." }),
    entries: z.array(entrySchema),
    effects: z.array(z.record(z.string(), z.unknown())),
    isErased: z.boolean(),
  })
  .openapi("RecordedFact");

/** A recorded fact as JSON: what was hashed stays as it is. */
export const recordedFactDocument = ({ seq, hash, fact, entries, effects, isErased }: RecordedFact) => ({
  ...{ seq, hash, at: new Date(fact.at).toISOString(), fact, entries: entries.map(entryDocument), effects, isErased },
});
