/** Resolves `.` and `..` and doubled slashes. */
const resolveSegments = (path: string): string => {
  const kept: string[] = [];
  const segments = path.split("/");
  for (const segment of segments) {
    if (segment === "" || segment === ".") continue;
    if (segment === "..") kept.pop();
    else kept.push(segment);
  }
  const last = segments.at(-1);
  const slash = kept.length > 0 && (last === "" || last === "." || last === "..") ? "/" : "";
  return `/${kept.join("/")}${slash}`;
};

const decodeOnce = (text: string): string => {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/%([0-9a-f]{2})/gi, (whole, hex: string) => {
      const code = Number.parseInt(hex, 16);
      return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : whole;
    });
  }
};

/** Path and query of a raw request target, which may be absolute (`POST http://host/path`). */
export const splitTarget = (target: string): { readonly path: string; readonly query: string } => {
  const absolute = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(target);
  const rest = absolute === null ? target : target.slice(absolute[0].length);
  const local = absolute === null || rest.startsWith("/") ? rest : `/${rest}`;
  const hash = local.indexOf("#");
  const whole = hash < 0 ? local : local.slice(0, hash);
  const mark = whole.indexOf("?");
  return mark < 0 ? { path: whole, query: "" } : { path: whole.slice(0, mark), query: whole.slice(mark + 1) };
};

/** The contract's `cause.path`: decoded once, dot segments and doubled slashes removed, case kept, no query. */
export const normalPath = (rawPath: string): string =>
  rawPath === "*" || rawPath === "" || isNormal(rawPath) ? rawPath : resolveSegments(decodeOnce(rawPath));

/** A cheap look before a path is taken apart: most are in normal form. */
const isNormal = (path: string): boolean => path.startsWith("/") && !path.includes("//") && !path.includes("/.") && !path.includes("%");

/**
 * Parameters that choose the program behind one path, most telling first. Sources: WordPress (`rest_route`,
 * `action` of wp-login and admin-ajax, `wc-ajax`), Newsletter plugin (`na`, which tells more than its `action=tnp`), Joomla (`option`, `task`), phpBB (`mode`), OpenCart (`route`), page ids.
 */
const selectors = ["rest_route", "wc-ajax", "na", "action", "task", "option", "mode", "route", "page_id", "pagename", "p"];

/** A cheap look before the query is taken apart: most queries select nothing. */
const mayBeSelector = /%|(?:^|&)(?:rest_route|wc-ajax|action|na|task|option|mode|route|page_id|pagename|p)=/;

/** The parameter of a query that selects the endpoint, as `name=value` decoded once; null when there is none. */
export const selectingQuery = (query: string): string | null => {
  if (!mayBeSelector.test(query)) return null;
  const parameters = new URLSearchParams(query);
  for (const name of selectors) {
    const value = parameters.get(name);
    if (value !== null && value.length <= 200) return `${name}=${value}`;
  }
  return null;
};
