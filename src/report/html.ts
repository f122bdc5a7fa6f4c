import { visibleText } from "../kit/visible-text.ts";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

const escapeText = (text: string): string => visibleText(text).replace(/[&<>"']/g, (char) => entities[char] ?? char);

/** Markup made by {@link html} alone: its text is private, so data can never pass for it. */
export class Markup {
  readonly #text: string;

  constructor(parts: readonly string[], values: readonly HtmlValue[]) {
    this.#text = parts.reduce((text, part, at) => text + insert(values[at - 1]) + part);
  }

  toString(): string {
    return this.#text;
  }
}

/** What a template takes: text is escaped, markup is kept, null inserts nothing. */
export type HtmlValue = Markup | string | number | null | undefined | readonly HtmlValue[];

const insert = (value: HtmlValue): string => {
  if (value === null || value === undefined) return "";
  if (value instanceof Markup) return value.toString();
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? escapeText(value) : value.map(insert).join("");
};

/**
 * A template whose values are escaped, for element content and for attribute values within double quotes; never
 * put one into a tag name, a bare attribute, a style sheet or an address. Control and format characters come out as
 * visible escapes.
 */
export const html = (parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Markup => new Markup(parts, values);
