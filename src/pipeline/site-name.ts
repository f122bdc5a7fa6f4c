/**
 * The domain that a log file's name gives: `logs/shop.example.access.log-20260301.gz` → `shop.example`.
 * Null when the name holds none (`access.log`).
 */
export const siteNameOfFile = (path: string): string | null => {
  let name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  name = name.replace(/\.(gz|txt)$/, "").replace(/([.-]\d{1,8}(-\d{1,10})?)$/, "");
  name = name.replace(/\.(log|logs)$/, "").replace(/[._-]?(ssl|https?)?[._-]?access([._-]?ssl)?$/, "").replace(/^(ssl[._-])?access[._-]/, "");
  return isDomain(name) ? name : null;
};

const isDomain = (name: string): boolean => /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+$/.test(name) && name.length <= 253;
