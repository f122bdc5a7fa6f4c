import type { Case } from "../../domain/case/case.ts";
import type { AskSite, Check, WebAnswer } from "../../ports/check.ts";

const gone = new Set([404, 410]);
const refused = new Set([401, 403, 405, 423, 429]);
const endpointsAsked = 5;

/** Says that the content is ours, so that nobody takes it for an attack; no address in it can be mailed to. */
const marked = { sekisho: "check", email: "check@sekisho.invalid", message: "Automatic check of the abuse desk. No answer is needed." };

type Found = Awaited<ReturnType<Check["run"]>>;

const isAnswer = (given: WebAnswer | { readonly why: string }): given is WebAnswer => "status" in given;

/** Where the mail came in: a form's page, and the endpoints that its scripts post to. */
const endpointsOf = ({ claim: { cause } }: Case): readonly string[] => {
  const posted = cause.endpoints.filter(({ method }) => method === "POST");
  const paths = posted.map(({ path, query }) => (query === null ? path : `${path}?${query}`));
  return [...new Set(paths.length === 0 ? [cause.path ?? "/"] : paths)].slice(0, endpointsAsked);
};

/** The page may answer 404 while its endpoint still mails: the post decides. */
const judge = (path: string, page: number, { status: post, isUnverified = false }: WebAnswer): Found => {
  const detail = { path, status: post, ...(isUnverified ? { certificate: "not-verified" } : {}) };
  if (gone.has(post)) return { state: "met", code: "form-gone", detail };
  if (post >= 500) return { state: "unknown", code: "could-not-run", detail };
  if (!refused.has(post)) return { state: "not-met", code: "form-answers", detail };
  return { state: "met", code: gone.has(page) ? "form-gone" : "form-refuses", detail };
};

const askEndpoint = async (site: string, path: string, askSite: AskSite): Promise<Found> => {
  const page = await askSite({ site, method: "GET", path });
  const posted = await askSite({ site, method: "POST", path, form: marked });
  if (isAnswer(page) && isAnswer(posted)) return judge(path, page.status, posted);
  return { state: "unknown", code: "could-not-run", detail: { path } };
};

/**
 * The page and the endpoints that the mail came through are gone, or turn a stranger's post away. Whether a form that still answers would mail
 * is not tried out on strangers: an answer of success is not met. One endpoint that is open is enough for that.
 */
export const formClosed: Check = {
  name: "form-closed",
  requirement: "form-protected",
  fits: ({ claim }) => claim.cause.layer === "form" && claim.site !== null && claim.cause.path !== null,
  run: async (one, { askSite }) => {
    const found: Found[] = [];
    for (const path of endpointsOf(one)) found.push(await askEndpoint(one.claim.site ?? "", path, askSite));
    const worst = found.find(({ state }) => state === "not-met") ?? found.find(({ state }) => state === "unknown");
    return worst ?? found[0] ?? { state: "unknown", code: "could-not-run", detail: {} };
  },
};
