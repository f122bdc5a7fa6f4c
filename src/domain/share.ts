/** A part of a whole, 0 to 1; 0 where there is nothing to share. */
export const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
