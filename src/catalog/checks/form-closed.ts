import type { Check, WebAnswer } from "../../ports/check.ts";

const gone = new Set([404, 410]);
const refused = new Set([401, 403, 405, 423, 429]);

/** Says that the content is ours, so that nobody takes it for an attack; no address in it can be mailed to. */
const marked = { sekisho: "check", email: "check@sekisho.invalid", message: "Automatic check of the abuse desk. No answer is needed." };

const isAnswer = (given: WebAnswer | { readonly why: string }): given is WebAnswer => "status" in given;

/**
 * The page and the endpoint that the mail came through are gone, or turn a stranger's post away. Whether a form that still answers would mail
 * is not tried out on strangers: an answer of success is not met.
 */
export const formClosed: Check = {
  name: "form-closed",
  requirement: "form-protected",
  fits: ({ claim }) => claim.cause.layer === "form" && claim.site !== null && claim.cause.path !== null,
  run: async ({ claim }, { askSite }) => {
    const site = claim.site ?? "";
    const path = claim.cause.path ?? "/";
    const page = await askSite({ site, method: "GET", path });
    const posted = await askSite({ site, method: "POST", path, form: marked });
    if (!isAnswer(page) || !isAnswer(posted)) return { state: "unknown", code: "could-not-run", detail: {} };
    const detail = { path, status: posted.status };
    if (gone.has(page.status) && posted.status >= 400) return { state: "met", code: "form-gone", detail };
    if (posted.status >= 500 || page.status >= 500) return { state: "unknown", code: "could-not-run", detail };
    if (refused.has(posted.status) || gone.has(posted.status)) return { state: "met", code: "form-refuses", detail };
    return { state: "not-met", code: "form-answers", detail };
  },
};
