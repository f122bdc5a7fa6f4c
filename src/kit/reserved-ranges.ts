/**
 * Addresses that belong to no visitor's country: private, loopback, link-local, shared, documentation, benchmarking,
 * multicast, unassigned. Sources: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and its updates);
 * RFC 4291 section 2.4: outside 2000::/3 there is no global unicast address.
 */
export const reservedRanges: readonly string[] = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "::/3",
  "2001::/23",
  "2001:db8::/32",
  "3fff::/20",
  "4000::/2",
  "8000::/1",
];
