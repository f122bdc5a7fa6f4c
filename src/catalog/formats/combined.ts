import { QUOTE } from "../../kit/ascii.ts";
import { clfRefusal, readClfLine, readRefererAndAgent, trimmedEnd } from "../../kit/clf-line.ts";
import type { AccessFormat } from "../../ports/log-format.ts";

/**
 * Apache's and nginx's combined log format: common, then `"referer" "agent"`, then whatever further fields a site adds. A line
 * that stops after the size is read too, for files into which both formats are written. So is a line that an export put into
 * quotes as a whole without doubling those inside.
 */
export const combined: AccessFormat = {
  kind: "access",
  name: "combined",
  plain: "combined",
  about: "Apache and nginx combined log format: common, then referer and user agent",
  read: (bytes, start, end, into) => {
    let from = start;
    let to = trimmedEnd(bytes, start, end);
    if (to === start) return "empty";
    into.bytes = bytes;
    if (bytes[start] === QUOTE) {
      if (to - start < 2 || bytes[to - 1] !== QUOTE) return "bad-quoting";
      from++;
      to--;
    }
    const after = readClfLine(bytes, from, to, into);
    return clfRefusal(after < 0 ? after : readRefererAndAgent(bytes, after, to, into));
  },
};
