/** RFC 5321: 64 octets before the @, 255 of domain; 254 for all of it is what fits into a path. */
const longestLocal = 64;
const longest = 254;

/** A dot-atom of RFC 5322 in ASCII. No quoted string: libraries and servers have disagreed on where such an address leads. */
const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

/** Host names with at least one dot; names in other scripts in their `xn--` form. No address literals. */
const domainName = /^(?=.{1,253}$)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9][A-Za-z0-9-]{0,61}[A-Za-z0-9]$/;

/**
 * The text if it is exactly one plain address of mail, else null: no display name, no list, no comment, no quotes, nothing around it. What
 * passes means the same to every program on the way.
 */
export const mailAddress = (text: string): string | null => {
  const at = text.lastIndexOf("@");
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  const isFit = at > 0 && text.length <= longest && local.length <= longestLocal && localPart.test(local) && domainName.test(domain);
  return isFit ? text : null;
};

/** The domain of an address, in lower case. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1).toLowerCase();

/** Addresses that lead to the same mailbox as far as anybody but its server can tell. */
export const isSameAddress = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
