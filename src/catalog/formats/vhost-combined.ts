import { DASH, SPACE } from "../../kit/ascii.ts";
import { clfRefusal, NO_ADDRESS, readAfterAddress, readRefererAndAgent, tokenEnd, trimmedEnd } from "../../kit/clf-line.ts";
import { addressKind, ipv4Address, ipv6Address, noAddress, readHost } from "../../kit/host-bytes.ts";
import type { AccessFields, AccessFormat } from "../../ports/log-format.ts";

/** Where `%l` begins. `%v %a %{c}a %l` has the peer's address between client and `%l`; only the server writes that token. */
const afterPeer = (bytes: Uint8Array, at: number, end: number): number => {
  if (bytes[at] === DASH) return at;
  const peerEnd = tokenEnd(bytes, at, end);
  const kind = addressKind(bytes, at, peerEnd);
  const isPeer = (kind === ipv4Address || kind === ipv6Address) && bytes[peerEnd + 1] === DASH && bytes[peerEnd + 2] === SPACE;
  return isPeer && peerEnd + 2 < end ? peerEnd + 1 : at;
};

const readFromAddress = (bytes: Uint8Array, at: number, end: number, into: AccessFields): number => {
  const addressEnd = tokenEnd(bytes, at, end);
  if (addressKind(bytes, at, addressEnd) === noAddress) return NO_ADDRESS;
  into.address.start = at;
  into.address.end = addressEnd;
  const after = readAfterAddress(bytes, afterPeer(bytes, addressEnd + 1, end), end, into);
  return after < 0 ? after : readRefererAndAgent(bytes, after, end, into);
};

/**
 * Combined with the virtual host in front, `host[:port] %h %l %u ...`: Debian's other_vhosts_access.log. A `-` for the host is a
 * line of no known site. Also `host client peer %l %u ...`, where a server behind a proxy logs the peer's address as well.
 */
export const vhostCombined: AccessFormat = {
  kind: "access",
  name: "vhost_combined",
  plain: "vhost-combined",
  about: "Apache vhost_combined (other_vhosts_access.log): virtual host, then combined",
  read: (bytes, start, end, into) => {
    const to = trimmedEnd(bytes, start, end);
    if (to === start) return "empty";
    into.bytes = bytes;
    const hostEnd = tokenEnd(bytes, start, to);
    if (!readHost(bytes, start, hostEnd, into.site)) return "bad-site";
    return clfRefusal(readFromAddress(bytes, hostEnd + 1, to, into));
  },
};
