import { verdictOf } from "../domain/abuse-class.ts";
import type { Detection } from "../domain/detection.ts";

/** One source in so many that two waves have in common makes them one wave at two forms; fewer meet by chance behind one address. */
const commonShare = 0.1;

const formsOf = ({ trails }: Detection): ReadonlySet<string> =>
  new Set(trails.filter(({ waveRequests }) => waveRequests > 0).map(({ endpoint: { path, query } }) => `${path} ${query ?? ""}`));

const shareSources = (a: Detection, b: Detection): boolean => {
  const [few, many] = a.sources.length < b.sources.length ? [a.sources, b.sources] : [b.sources, a.sources];
  const known = new Set(many.map(({ address }) => address));
  return few.filter(({ address }) => known.has(address)).length > few.length * commonShare;
};

/**
 * Whether two claims on one site's forms are of two causes: the one mails, the other is only flooded, and they have neither a form nor a
 * wave in common. Without it the flood would be taken for the beginning of the relay, and be lost.
 */
export const isOtherForm = (a: Detection, b: Detection): boolean => {
  if (a.causeKind !== "form" || b.causeKind !== "form" || verdictOf(a.class) === verdictOf(b.class)) return false;
  const [forms, others] = [formsOf(a), formsOf(b)];
  return forms.size > 0 && others.size > 0 && ![...forms].some((form) => others.has(form)) && !shareSources(a, b);
};
