import { createHash } from "node:crypto";

/** Replies of the second batch: written with the parser at hand, to make it better. */
export const isSecondBatch = (name: string): boolean => name.startsWith("more-");

/** Whether a mail is set aside: only the published figure reads it. By its name alone, so that nobody chose; none of the second batch is. */
export const isHeldOut = (name: string): boolean => !isSecondBatch(name) && (createHash("sha256").update(name).digest()[0] ?? 0) % 3 === 0;
