import { z } from "@hono/zod-openapi";
import { claimSchema, momentSchema, nameSchema } from "./claim-schema.ts";

/** As many as fit the body's limit with ordinary claims; a longer list is sent in parts. */
const mostMessages = 200;
const mostFates = 2_000;

const sequence = z.int().min(1).openapi({ description: "From 1, without holes, for each source." });

const readingSchema = z
  .strictObject({ host: nameSchema, mailReadTo: momentSchema.nullable(), accessReadTo: momentSchema.nullable() })
  .openapi("LogReading", {
    description: "How far the logs of a server were read, in their own time; null where none of the kind is read.",
  });

const queueIds = z.array(z.string().regex(/^[0-9A-Za-z-]{5,40}$/)).max(mostFates);

const fatesSchema = z.strictObject({ host: nameSchema, key: nameSchema, caused: queueIds, notCaused: queueIds }).openapi("MailFates", {
  description: "Queue ids of messages that a claim's cause explains, and of those that it certainly does not; `key` as in the claim.",
});

/** One message of an agent, with its number. */
export const messageSchema = z.discriminatedUnion("kind", [
  z.strictObject({ sequence, kind: z.literal("claim"), claim: claimSchema }),
  z.strictObject({ sequence, kind: z.literal("fates"), fates: fatesSchema }),
  z.strictObject({ sequence, kind: z.literal("reading"), reading: readingSchema }),
]);

/** What an agent sends at once. */
export const deliveriesSchema = z.strictObject({
  source: z
    .string()
    .regex(/^[A-Za-z0-9._:-]{1,100}$/)
    .openapi({ description: "Name of the agent's spool, unique for ever: a spool that was made anew or put back has a new one." }),
  messages: z.array(messageSchema).min(1).max(mostMessages),
});
