import type { Lab } from "./lab.ts";
import { inOrder, shifted, type TimedLine } from "./timed-line.ts";

/** The lab's traffic told of other hours: as it ran, or its pairs torn apart and repeated. */

export interface Wave {
  readonly access: readonly TimedLine[];
  readonly mail: readonly TimedLine[];
  /** What of it is abuse: posts, and the messages that they set off. */
  readonly abusive: { readonly requests: number; readonly messages: number };
}

/** Each post of the lab mailed the owner and the address that was typed in. */
const messagesPerPost = 2;

const startOf = (lines: readonly TimedLine[]): number => Math.min(...lines.map(({ at }) => at));

const abusiveOf = (posts: number): Wave["abusive"] => ({ requests: posts, messages: posts * messagesPerPost });

/** The whole run, its first line at `from`. */
export const asItRan = ({ access, mail, pairs }: Lab, from: number): Wave => {
  const by = from - startOf(access);
  const posts = pairs.filter(({ kind }) => kind === "abuse").length;
  return { access: shifted(access, by), mail: shifted(mail, by), abusive: abusiveOf(posts) };
};

const letters = "BCDFGHJKLM";

/** Another address of the same network, so of the same country. */
const otherAddress = (line: TimedLine, copy: number): TimedLine => ({
  ...line,
  before: line.before.replace(
    /^(\d+\.\d+\.\d+\.)(\d+)/,
    (_, network: string, last: string) => network + (1 + ((Number(last) + copy * 37) % 254)),
  ),
});

/** Other queue ids (the lab's all begin alike), message ids and recipients. */
const otherMail = (line: TimedLine, letter: string): TimedLine => ({
  ...line,
  after: line.after
    .replaceAll(/\b4(j\w{13})\b/g, `${letter}$1`)
    .replace(/message-id=<(\w)/, `message-id=<${letter}$1`)
    .replace(/to=<(?!owner@|acct)/, `to=<${letter.toLowerCase()}`),
});

/** Somebody else's, `copy` from 1 on. Everything else stays as it was written. */
export const retold = <Told extends Pick<Wave, "access" | "mail">>(told: Told, copy: number): Told => ({
  ...told,
  access: told.access.map((line) => otherAddress(line, copy)),
  mail: told.mail.map((line) => otherMail(line, letters[copy - 1] ?? "")),
});

/** Between two times, epoch ms. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface Spreading {
  /** Where the abusive pairs go; null: they are left out. */
  readonly abuse: Stretch | null;
  /** Where the honest ones go: a form is asked something before and after it is abused. */
  readonly honest: Stretch;
  /** How often each abusive pair is told: once as it was, then with other addresses and ids. The honest ones are told once. */
  readonly copies: number;
  readonly random: (below: number) => number;
}

/** Every pair at an hour of its own: request, pages read before, and mail keep their distances. */
export const spread = ({ pairs }: Lab, { abuse, honest, copies, random }: Spreading): Wave => {
  const told = Array.from({ length: copies }, (_, copy) =>
    pairs.filter(({ kind }) => copy === 0 || kind === "abuse").map((pair) => (copy === 0 ? pair : retold(pair, copy))),
  ).flat();
  const placed = told.flatMap(({ kind, access, mail }) => {
    const stretch = kind === "abuse" ? abuse : honest;
    if (stretch === null) return [];
    const by = stretch.from + random(Math.floor((stretch.to - stretch.from) / 1000)) * 1000 - startOf(access);
    return [{ kind, access: shifted(access, by), mail: shifted(mail, by) }];
  });
  return {
    access: inOrder(placed.flatMap(({ access }) => access)),
    mail: inOrder(placed.flatMap(({ mail }) => mail)),
    abusive: abusiveOf(placed.filter(({ kind }) => kind === "abuse").length),
  };
};
