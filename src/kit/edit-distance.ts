/**
 * Edits that turn one text into the other: insertions, deletions, replacements and swaps of neighbours, one each.
 * Source: optimal string alignment, the restricted Damerau-Levenshtein distance.
 */
export const editDistance = (from: string, to: string): number => {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwap = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const replaced = (last[column - 1] ?? 0) + (isSame ? 0 : 1);
      const inserted = (current[column - 1] ?? 0) + 1;
      const deleted = (last[column] ?? 0) + 1;
      const swapped = isSwap ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min(replaced, inserted, deleted, swapped));
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
};

/** More edits than a third of the word (and two at least) make another word, not a slip. */
const slipLimit = (word: string): number => Math.max(word.length < 4 ? 1 : 2, Math.floor(word.length / 3));

/** The candidate that `word` most likely was meant to be, letter case aside; null when none is near. The first wins a tie. */
export const nearestWord = (word: string, candidates: Iterable<string>): string | null => {
  const folded = word.toLowerCase();
  let best: string | null = null;
  let bestDistance = slipLimit(word) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(folded, candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
};
