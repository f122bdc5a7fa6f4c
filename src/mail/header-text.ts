declare const checked: unique symbol;

/** Text that may stand in a header field: one line, nothing unseen. Made by {@link headerText} alone. */
export type HeaderText = string & { readonly [checked]: true };

/** Characters of one header field; beyond it nobody reads and some servers refuse. */
const longest = 400;

/** Controls, lone surrogates, line and paragraph separators: all that some program takes for an end of line or draws as nothing. */
const unfit = /[\p{Cc}\p{Cs}\u2028\u2029]/u;

/** The text if it may stand in a header field, else null: it is never mended, for whoever sent it meant something by it. */
export const headerText = (text: string): HeaderText | null => (text.length <= longest && !unfit.test(text) ? (text as HeaderText) : null);
