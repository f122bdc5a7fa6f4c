import { verdictOf } from "../../domain/abuse-class.ts";
import { siteProduct } from "../../domain/site-product.ts";
import type { NoticeFacts, TellFacts } from "../../ports/notice-language.ts";
import { maskNames } from "./mask-line.ts";
import type { NoticeFormats } from "./notice-formats.ts";
import { holdingHere } from "./notice-limits.ts";
import { stoppedFacts } from "./notice-stopped.ts";
import type { NoticeView } from "./notice-view.ts";

/** Columns of the place's name in subject and opening: the rest of the opening has to fit behind it. */
const placeColumns = 32;

/** Columns of an address on the site within a sentence. */
const addressColumns = 60;

/** Columns of a file's path: whoever is to look at the file needs all of it. */
const fileColumns = 200;

const endpointOf = ({ method, path, query }: NoticeView["case"]["claim"]["cause"], formats: NoticeFormats): string | null => {
  if (path === null) return null;
  const address = query === null ? path : `${path}?${query}`;
  return formats.text(maskNames(method === null ? address : `${method} ${address}`), addressColumns);
};

/** What the notice's sentences speak of, from the case. */
export const noticeFacts = ({ case: { claim }, home }: NoticeView, formats: NoticeFormats): NoticeFacts => {
  const { cause } = claim;
  const shown = (text: string | null, columns = addressColumns): string | null => (text === null ? null : formats.text(text, columns));
  const isSite = claim.site !== null && cause.layer !== "smtp-auth";
  return {
    class: claim.class,
    place: formats.text((isSite ? claim.site : (cause.mailbox ?? claim.site ?? claim.account)) ?? claim.host, placeColumns),
    isByStrangers: verdictOf(claim.class) !== "benign",
    account: shown(claim.account),
    mailbox: shown(cause.mailbox),
    layer: cause.layer,
    endpoint: endpointOf(cause, formats),
    path: endpointOf({ ...cause, method: null }, formats),
    file: shown(cause.file, fileColumns),
    product: siteProduct(cause),
    home: home === null ? null : formats.country(home),
  };
};

const nextPromise = ({ case: { timers }, at }: NoticeView): number | null => {
  const moments = timers.filter(({ kind, at: moment }) => kind === "promise" && moment > at).map(({ at: moment }) => moment);
  return moments.length === 0 ? null : Math.min(...moments);
};

/** The facts with the figures that the kinds of notice tell. `overdue` are the names of late tasks, in words. */
export const tellFacts = (view: NoticeView, facts: NoticeFacts, formats: NoticeFormats, overdue: readonly string[]): TellFacts => {
  const { requirements, containments, watch, relapses } = view.case;
  const met = requirements.filter(({ state }) => state === "met").length;
  const promised = nextPromise(view);
  return {
    ...facts,
    until: watch === null ? null : formats.moment(watch.until),
    asked: formats.number(requirements.length),
    met: formats.number(met),
    open: formats.number(requirements.length - met),
    stopped: stoppedFacts(view.case, formats),
    overdue,
    promised: promised === null ? null : formats.moment(promised),
    wasLimited: containments.some(({ provenAt }) => provenAt !== null),
    isLimited: holdingHere(view).length > 0,
    othersHold: view.others.length > 0,
    relapses: formats.number(relapses),
  };
};
