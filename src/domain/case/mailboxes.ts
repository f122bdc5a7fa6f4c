import type { Case } from "./case.ts";
import type { MeasureTarget } from "./claimed-abuse.ts";
import { isStanding } from "./containment.ts";

/** A mailbox as it may stay: `***@shop.example`; a bare name leaves nothing. */
const maskOf = (mailbox: string): string => {
  const at = mailbox.lastIndexOf("@");
  return at < 0 ? "***" : `***${mailbox.slice(at)}`;
};

const isNamed = (mailbox: unknown): mailbox is string => typeof mailbox === "string" && mailbox !== "" && !mailbox.startsWith("***");

/** Every mailbox that a case names and that is not masked yet, longest first. */
export const mailboxesOf = ({ claim, terms, containments }: Case): readonly string[] => {
  const targets = [...claim.measures, ...terms.ladder, ...containments].map(({ target }) => target.mailbox);
  return [...new Set([claim.cause.mailbox, ...targets].filter(isNamed))].sort((a, b) => b.length - a.length);
};

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** A text with these mailboxes masked wherever they stand, in whatever case; a bare name only where it is a word of its own. */
export const maskMailboxes = (text: string, mailboxes: readonly string[]): string =>
  mailboxes.reduce((masked, mailbox) => {
    const pattern = mailbox.includes("@") ? escaped(mailbox) : `(?<![\\w.+@-])${escaped(mailbox)}(?![\\w+@-])`;
    return masked.replaceAll(new RegExp(pattern, "gi"), () => maskOf(mailbox));
  }, text);

type Mask = (text: string) => string;

const maskTarget = (target: MeasureTarget): MeasureTarget => ({
  ...target,
  ...(typeof target.mailbox === "string" && isNamed(target.mailbox) ? { mailbox: maskOf(target.mailbox) } : {}),
  ...(target.cidrs === undefined ? {} : { cidrs: [] }),
});

const maskContainments = ({ containments }: Case, mask: Mask): Case["containments"] =>
  containments.map((one) =>
    // What stands has to be lifted where it stands.
    isStanding(one)
      ? one
      : { ...one, target: maskTarget(one.target), reason: mask(one.reason), proof: one.proof === null ? null : mask(one.proof) },
  );

const maskRequirements = ({ requirements }: Case, mask: Mask): Case["requirements"] =>
  requirements.map((one) => {
    if (one.finding === null) return one;
    const detail = Object.entries(one.finding.detail).map(([name, said]) => [name, typeof said === "string" ? mask(said) : said]);
    return { ...one, finding: { ...one.finding, detail: Object.fromEntries(detail) } };
  });

/**
 * A case without its mailboxes and networks, in its key, ladder, measures and what was said of them. A wave that comes later finds it by its account, no
 * more by its key.
 */
export const withoutMailboxes = (one: Case): Case => {
  const mailboxes = mailboxesOf(one);
  const mask: Mask = (text) => maskMailboxes(text, mailboxes);
  const { networks: _, ...cause } = one.claim.cause;
  const gaps = one.claim.gaps.map((gap) => ({ ...gap, detail: gap.detail === null ? null : mask(gap.detail) }));
  return {
    ...one,
    key: mask(one.key),
    claim: { ...one.claim, key: mask(one.claim.key), cause: { ...cause, mailbox: null }, measures: [], gaps },
    terms: { ...one.terms, ladder: one.terms.ladder.map((rung) => ({ ...rung, target: maskTarget(rung.target) })) },
    containments: maskContainments(one, mask),
    requirements: maskRequirements(one, mask),
    tasks: one.tasks.map((task) => ({ ...task, detail: mask(task.detail) })),
  };
};
