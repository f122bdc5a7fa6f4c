import type { createRandom } from "../seeded-random.ts";
import type { Shape } from "../servers/write-shapes.ts";

type Random = ReturnType<typeof createRandom>;

export const oneOf = <Value>(random: Random, values: readonly Value[]): Value => values[random(values.length)] as Value;
const often = (random: Random, oneIn: number): boolean => random(oneIn) === 0;

/** Letters here and there in the form of %41 or %4a. */
const encodeSome = (random: Random, text: string, oneIn: number): string =>
  text.replace(/%..|[A-Za-z0-9_.-]/g, (letter) => {
    if (letter.length > 1 || !often(random, oneIn)) return letter;
    const code = letter.charCodeAt(0).toString(16).padStart(2, "0");
    return `%${often(random, 2) ? code : code.toUpperCase()}`;
  });

const bendPath = (random: Random, path: string): string =>
  path.replace(/\//g, () => (often(random, 8) ? oneOf(random, ["//", "/./", "/x/../", "/%2e/", "///"]) : "/"));

const splitTarget = (target: string): readonly [string, string] => {
  const at = target.indexOf("?");
  return at < 0 ? [target, ""] : [target.slice(0, at), target.slice(at + 1)];
};

const moreQuery = ["utm_source=mail", "_method=POST", "_METHOD=GET", "%5fmethod=PUT", "a[method]=x", "_=1", "x=%00", "&&", ";a", "lang=ja"];

const bendTarget = (random: Random, target: string): string => {
  const [path, query] = splitTarget(target);
  const parts = [...(often(random, 4) ? [oneOf(random, moreQuery)] : []), query, ...(often(random, 4) ? [oneOf(random, moreQuery)] : [])];
  const bent = encodeSome(random, parts.filter((part) => part !== "").join("&"), 12);
  const isAbsolute = /^[a-z]+:/.test(path);
  const way = isAbsolute ? path : bendPath(random, encodeSome(random, path, 15));
  return bent === "" ? way : `${way}?${bent}`;
};

const hosts = [
  "shop.example",
  "www.shop.example",
  "SHOP.example",
  "shop.example.",
  "Shop.Example:8080",
  "other-name.example",
  "unknown.example",
];
const moreHeaders: readonly (readonly [string, string])[] = [
  ["X-HTTP-Method-Override", "POST"],
  ["X-HTTP-Method-Override", "GET"],
  ["x-http-method-override", "post"],
  ["X_HTTP_Method_Override", "POST"],
  ["X-HTTP-Method", "POST"],
  ["X-Method-Override", "PUT"],
  ["X-Forwarded-Host", "other.example"],
  ["X-Original-URL", "/"],
  ["Accept", "application/json"],
  ["Referer", "https://shop.example/contact/"],
];

/** One more request of the kind of a known shape: what a sender who tries one thing after the other might come to. */
export const variantOf = (random: Random, shape: Shape): Shape => ({
  ...shape,
  target: bendTarget(random, shape.target),
  ...(often(random, 12) ? { method: oneOf(random, ["POST", "GET", "HEAD", "OPTIONS", "PUT", "PATCH"]) } : {}),
  ...(often(random, 3) ? { host: oneOf(random, hosts) } : {}),
  ...(often(random, 3) ? { over: oneOf(random, ["tls", "h2"] as const) } : {}),
  ...(often(random, 4) ? { headers: [...(shape.headers ?? []), oneOf(random, moreHeaders)] } : {}),
});

const hex = (random: Random): string => random(65_536).toString(16);

/** In the labs' terms: from abroad, none of it a pass. */
export const foreignAddress = (random: Random): string =>
  often(random, 2) ? `203.0.113.${random(192)}` : `2001:db8:2:${hex(random)}:${hex(random)}:${hex(random)}:0:1`;

export const homeAddress = (random: Random): string =>
  often(random, 2) ? `198.51.100.${1 + random(254)}` : `2001:db8:1:${hex(random)}:${hex(random)}:${hex(random)}:0:1`;
