import { OperationError } from "../../../domain/operation-error.ts";

/** One directive of a configuration of nginx, by offsets in the text. */
export interface NginxDirective {
  readonly name: string;
  readonly args: readonly string[];
  /** Where its name begins. */
  readonly start: number;
  /** Behind its `;` or `}`. */
  readonly end: number;
  /** Null where it has no braces. */
  readonly block: { readonly open: number; readonly children: readonly NginxDirective[] } | null;
}

type Token =
  | { readonly kind: "word"; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: ";" | "{" | "}"; readonly start: number; readonly end: number };

const isBlank = (sign: string | undefined): boolean => sign === " " || sign === "\t" || sign === "\r" || sign === "\n";

const skipBlanks = (text: string, from: number): number => {
  let at = from;
  for (;;) {
    while (at < text.length && isBlank(text[at])) at++;
    if (text[at] !== "#") return at;
    const lineEnd = text.indexOf("\n", at);
    at = lineEnd < 0 ? text.length : lineEnd;
  }
};

const readQuoted = (text: string, start: number): Token => {
  let said = "";
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === text[start]) return { kind: "word", text: said, start, end: at + 1 };
    if (text[at] === "\\" && at + 1 < text.length) at++;
    said += text[at];
  }
  throw new OperationError("world-failed", `a quote that is opened at byte ${start} is never closed`);
};

/** A word ends at a blank, `;` or `{`; but `${` is a variable, and `}` ends nothing. Source: nginx 1.22 `ngx_conf_read_token`. */
const readWord = (text: string, start: number): Token => {
  let at = start;
  while (at < text.length && !isBlank(text[at]) && text[at] !== ";" && !(text[at] === "{" && text[at - 1] !== "$"))
    at += text[at] === "\\" ? 2 : 1;
  return { kind: "word", text: text.slice(start, at), start, end: at };
};

const nextToken = (text: string, from: number): Token | null => {
  const start = skipBlanks(text, from);
  const sign = text[start];
  if (sign === undefined) return null;
  if (sign === ";" || sign === "{" || sign === "}") return { kind: sign, start, end: start + 1 };
  return sign === '"' || sign === "'" ? readQuoted(text, start) : readWord(text, start);
};

/** Code of another language between braces: to the brace that closes it. */
const skipCode = (text: string, open: number): number => {
  let depth = 1;
  for (let at = open; at < text.length; at++) {
    if (text[at] === "{") depth++;
    if (text[at] === "}" && --depth === 0) return at + 1;
  }
  return text.length;
};

interface Reading {
  readonly directives: readonly NginxDirective[];
  readonly end: number;
}

const readBlock = (text: string, from: number): Reading => {
  const directives: NginxDirective[] = [];
  let words: { readonly text: string; readonly start: number }[] = [];
  let at = from;
  for (let token = nextToken(text, at); token !== null; token = nextToken(text, at)) {
    at = token.end;
    if (token.kind === "}") return { directives, end: at };
    if (token.kind === "word") {
      words.push(token);
      continue;
    }
    const [head, ...rest] = words;
    words = [];
    if (head === undefined) continue;
    const found = { name: head.text, args: rest.map((word) => word.text), start: head.start };
    if (token.kind === ";") {
      directives.push({ ...found, end: at, block: null });
      continue;
    }
    const inner = head.text.endsWith("_by_lua_block") ? { directives: [], end: skipCode(text, at) } : readBlock(text, at);
    directives.push({ ...found, end: inner.end, block: { open: at, children: inner.directives } });
    at = inner.end;
  }
  return { directives, end: at };
};

/** Reads the text of one file that nginx itself has taken. Throws `world-failed` where a quote is never closed. */
export const readNginxText = (text: string): readonly NginxDirective[] => readBlock(text, 0).directives;
