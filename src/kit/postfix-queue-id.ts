/** 1: digit of a short queue id (hex, upper case); 2: digit of a long one (base 52, no vowels); 3: both. Source: postconf(5), enable_long_queue_ids. */
const idDigits = new Uint8Array(256);
for (const char of "0123456789ABCDEF") idDigits[char.charCodeAt(0)] = 1;
for (const char of "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz")
  idDigits[char.charCodeAt(0)] = (idDigits[char.charCodeAt(0)] as number) | 2;

const shortestId = 5;

const shortestLongId = 10;

const longestId = 40;

/** Position after the queue id at `at`, or -1 when what stands there is none (a word, `NOQUEUE`). */
export const queueIdEnd = (bytes: Uint8Array, at: number, end: number): number => {
  const limit = Math.min(end, at + longestId + 1);
  let position = at;
  let possible = 3;
  while (position < limit) {
    const digit = idDigits[bytes[position] as number] as number;
    if (digit === 0) break;
    possible &= digit;
    if (possible === 0) return -1;
    position++;
  }
  const length = position - at;
  if (length < shortestId || length > longestId) return -1;
  return (possible & 1) !== 0 || length >= shortestLongId ? position : -1;
};
