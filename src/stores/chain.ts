import { hash } from "node:crypto";
import type { ChainTable } from "./tables.ts";

/** What the first entry follows on. */
export const genesisHash = "0".repeat(64);

/** The entry as it is hashed: canonical JSON of its columns. `body` is canonical JSON itself and goes in as it is. */
const textOf = ({ at, body, case_id, commitments, fact, kind, seq }: Omit<ChainTable, "hash">): string =>
  `{"at":${at},"body":${body},"case":${JSON.stringify(case_id)},"commitments":"${commitments}","fact":${JSON.stringify(fact)},"kind":"${kind}","seq":${seq}}`;

/** `h_n = SHA-256(h_(n-1) || canonical JSON of the entry)`, in hex. */
export const chainHash = (before: string, row: Omit<ChainTable, "hash">): string => hash("sha256", before + textOf(row));

/** Salted digest of a personal part: proves what it was while it is there, tells nothing once it and its salt are gone. */
export const commitmentOf = (salt: string, part: string): string => hash("sha256", `${salt}:${part}`);
