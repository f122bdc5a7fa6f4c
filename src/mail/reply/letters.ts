/** Letters and digits alone, full-width ones made half-width: what survives any mail program's wrapping. */
export const coreOf = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

/** So many letters of a text's start are enough to know it by; Japanese says more with fewer. */
export const enoughLetters = (core: string): number => Math.min(core.length, /[\u3040-\u9fff]/.test(core) ? 8 : 16);
