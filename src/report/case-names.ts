import type { CaseReport } from "../domain/scan-report.ts";
import { truncateText } from "../kit/terminal-text.ts";
import { visibleText } from "../kit/visible-text.ts";
import type { CauseFacts } from "./words.ts";

/** Longest text from outside that a sentence quotes, in columns; evidence lines are not cut by it. */
const longestQuote = 160;

/** Text from outside as a sentence may quote it: made visible, cut where it would drown the sentence. */
export const quoted = (text: string): string => truncateText(visibleText(text), longestQuote);

/** `POST /contact/?na=s`; null without a path. */
export const endpointText = (at: {
  readonly method: string | null;
  readonly path: string | null;
  readonly query: string | null;
}): string | null => {
  if (at.path === null) return null;
  const path = at.query === null ? at.path : `${at.path}?${at.query}`;
  return quoted(at.method === null ? path : `${at.method} ${path}`);
};

const contactPath = /contact|inquir|enquir|toiawase/i;

/** The parts of a cause that words name it by, ready to show. */
export const causeFacts = (
  cause: Pick<CaseReport["cause"], "method" | "path" | "query"> & Partial<Pick<CaseReport["cause"], "file" | "mailbox">>,
): CauseFacts => ({
  endpoint: endpointText(cause),
  file: cause.file === null || cause.file === undefined ? null : quoted(cause.file),
  mailbox: cause.mailbox === null || cause.mailbox === undefined ? null : quoted(cause.mailbox),
  isContactForm: cause.path !== null && contactPath.test(cause.path),
});
