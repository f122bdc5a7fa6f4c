import { createHash } from "node:crypto";

/** Whether a mail is set aside: only the published figure reads it. By its name alone, so that nobody chose. */
export const isHeldOut = (name: string): boolean => (createHash("sha256").update(name).digest()[0] ?? 0) % 3 === 0;
