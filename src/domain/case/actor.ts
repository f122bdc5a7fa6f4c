/**
 * Who did something. A policy acts under its version, so that each automatic step can be traced to the text that allowed it.
 * `customer`: through the reply or the page; `verified` is true where secret, sender and signature all fit,
 * else `why` names each that does not, by its code.
 */
export type Actor =
  | { readonly kind: "person"; readonly name: string }
  | { readonly kind: "policy"; readonly version: string }
  | { readonly kind: "agent"; readonly server: string }
  | { readonly kind: "customer"; readonly address: string; readonly verified: boolean; readonly why?: readonly string[] }
  | { readonly kind: "desk" };
