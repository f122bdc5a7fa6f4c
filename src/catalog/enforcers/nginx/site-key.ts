/** A longer key would not fit the buckets of nginx's own hash; a pattern is in none. */
const longestKey = 40;

/** A domain as the key of a map of nginx. */
export const siteKey = (name: string): string => (name.length > longestKey ? `"~^${name.replaceAll(".", "\\.")}\\z"` : name);
