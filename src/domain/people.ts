/** A name as people tell it apart: without case, width, blanks and signs. */
const plain = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

/** Whether two names are surely two people's: `Sato` and `sato.` are one. */
export const isOtherPerson = (one: string, other: string): boolean => plain(other) !== "" && plain(one) !== plain(other);
