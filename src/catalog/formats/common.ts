import { clfRefusal, LEFT_OVER, readClfLine, trimmedEnd } from "../../kit/clf-line.ts";
import type { AccessFormat } from "../../ports/log-format.ts";

/** Apache's common log format, `%h %l %u %t "%r" %>s %b`, with nothing after it. Source: Apache mod_log_config. */
export const common: AccessFormat = {
  kind: "access",
  name: "common",
  about: "Apache common log format: address, user, time, request, status, size",
  read: (bytes, start, end, into) => {
    const to = trimmedEnd(bytes, start, end);
    if (to === start) return "empty";
    into.bytes = bytes;
    const after = readClfLine(bytes, start, to, into);
    return clfRefusal(after >= 0 && after < to ? LEFT_OVER : after);
  },
};
