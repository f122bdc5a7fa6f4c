import type { Site } from "./account.ts";
import type { EndpointTrail } from "./detection.ts";

/**
 * URL path of a script whose file a log names: below the site's root where that is told, else the longest path asked of the site
 * that the file's own ends with. Null where neither tells: the file may lie outside of everything that a visitor can ask for.
 */
export const urlPathOf = (file: string, site: Site | null, trails: readonly EndpointTrail[]): string | null => {
  const root = site?.root?.replace(/\/+$/, "") ?? null;
  if (root !== null) return file.startsWith(`${root}/`) ? file.slice(root.length) : null;
  const asked = trails.map(({ endpoint }) => endpoint.path).filter((path) => path.length > 1 && file.endsWith(path));
  return asked.reduce<string | null>((best, path) => (best === null || path.length > best.length ? path : best), null);
};

/** Absolute path of the file behind a URL path; null where the site's root is not told. */
export const filePathOf = (path: string, site: Site | null): string | null => {
  const root = site?.root?.replace(/\/+$/, "") ?? null;
  return root === null ? null : `${root}${path}`;
};
