/** A part of a notice, before it is laid out as text or as HTML. Every text in it is ready to show but not escaped. */
export type NoticeBlock =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "rows"; readonly rows: readonly NoticeRow[] }
  /** The opening's points, with their labels. */
  | { readonly kind: "points"; readonly rows: readonly NoticeRow[] }
  | { readonly kind: "list"; readonly items: readonly string[] }
  /** One numbered condition with its state, what was found, and how it can be met. */
  | {
      readonly kind: "condition";
      readonly number: number;
      readonly text: string;
      readonly notes: readonly string[];
      readonly stepsHead: string;
      readonly steps: readonly string[];
    }
  /** Quoted log lines of one file. */
  | { readonly kind: "lines"; readonly head: string; readonly lines: readonly string[] }
  /** Lines to be kept as they are, to be filled in by the reader. */
  | { readonly kind: "form"; readonly lines: readonly string[] }
  | { readonly kind: "link"; readonly text: string; readonly url: string };

/** A label and what it labels. */
export interface NoticeRow {
  readonly label: string;
  readonly text: string;
}

/** Paragraphs, one for each text. */
export const paragraphsOf = (texts: readonly string[]): readonly NoticeBlock[] => texts.map((text) => ({ kind: "paragraph", text }));

/** Blocks under a heading; nothing where there are none. */
export const under = (heading: string, blocks: readonly NoticeBlock[]): readonly NoticeBlock[] =>
  blocks.length === 0 ? [] : [{ kind: "heading", text: heading }, ...blocks];
