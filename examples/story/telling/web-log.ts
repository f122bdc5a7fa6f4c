import { accessStamp } from "./clock.ts";

/** Why a request was made; kept in the truth, never in the log. */
export type RequestPurpose = "visit" | "form" | "order" | "payment" | "owner" | "cron" | "crawler" | "scanner" | "scouting" | "attack";

/** One request to the shop. */
export interface WebRequest {
  /** When it came in; the line carries this moment. */
  readonly at: number;
  /** How long it took; Apache writes the line at the end. */
  readonly tookMs: number;
  readonly source: string;
  readonly method: "GET" | "POST" | "HEAD";
  readonly target: string;
  readonly status: number;
  /** Null: nothing was sent, written as `-`. */
  readonly bytes: number | null;
  /** `-` when the client named none. */
  readonly referer: string;
  readonly userAgent: string;
  readonly purpose: RequestPurpose;
}

/** The access log of the shop: requests go in any order, the text is in the order in which Apache would have written it. */
export interface WebLog {
  readonly add: (request: WebRequest) => void;
  readonly requests: () => readonly WebRequest[];
  readonly text: () => string;
}

const lineOf = ({ at, source, method, target, status, bytes, referer, userAgent }: WebRequest): string =>
  `${source} - - [${accessStamp(at)}] "${method} ${target} HTTP/1.1" ${status} ${bytes ?? "-"} "${referer}" "${userAgent}"\n`;

/** An empty log in Apache's combined format. */
export const createWebLog = (): WebLog => {
  const requests: WebRequest[] = [];
  const ended = (request: WebRequest): number => request.at + request.tookMs;
  const inOrder = (): WebRequest[] => requests.toSorted((a, b) => ended(a) - ended(b));
  return { add: (request) => void requests.push(request), requests: inOrder, text: () => inOrder().map(lineOf).join("") };
};
