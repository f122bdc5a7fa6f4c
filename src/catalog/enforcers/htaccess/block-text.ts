import type { Measure } from "../../../domain/measure.ts";
import { createMarkedBlocks } from "../../../kit/marked-blocks.ts";
import { methodInQuery, overrideHeaders } from "../../../kit/method-override.ts";
import { addressIn, anyOf } from "./address-conditions.ts";

/** Lines of rewrite rules; the numbers of rules to skip are counted, never written by hand. */
type Lines = readonly string[];

/** What one imposition puts into the block, read by closed patterns. */
export interface Denied {
  readonly id: string;
  readonly caseId: string;
  readonly measure: Extract<Measure, "deny-path" | "deny-network" | "deny-writes">;
  /** Networks that are refused. */
  readonly networks: readonly string[];
  /** Path of one script below the root, without its first slash; null for other measures. */
  readonly path: string | null;
  readonly root: string;
  /** Networks that pass. */
  readonly passes: readonly string[];
}

/** What the block depends on beside the measures. */
export interface BlockPlace {
  /** Roots of other sites below this one. */
  readonly within: readonly string[];
  /**
   * The customer's own file has no rewriting: that of folders above, which ours would take the place of, goes on, and ours goes before that of folders
   * below. Where theirs rewrites, it does not: their own lines would reach into those folders with ours.
   */
  readonly inherits: boolean;
}

const title = "sekisho: restricted by the operator of this server";
export const blocks = createMarkedBlocks(title, () => true);
/** Whether anything of a block is in a text, be it half of one. */
const mentionsBlock = (text: string): boolean => text.includes(title);

/** Where the probe is sent on to: nowhere. The name is reserved for that (RFC 2606). */
export const answerHost = "sekisho-answer.invalid";

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const countOf = (lines: Lines): number => lines.filter((line) => line.startsWith("RewriteRule ")).length;

const letters = { "deny-path": "p", "deny-network": "n", "deny-writes": "a" } as const;
/** A comma within the brackets would end the setting; one that was matched does not. */
const comma = "RewriteCond , (,)";
const note = ({ id, measure }: Denied): string => `[E=SEKISHO_IDS:%{ENV:SEKISHO_IDS}${letters[measure]}:${id}%1]`;

const isWrite: Lines = [
  "RewriteCond %{REQUEST_METHOD} !^(?:GET|HEAD|OPTIONS)$ [OR]",
  `RewriteCond %{QUERY_STRING} "${methodInQuery}" [NC,OR]`,
  `RewriteCond ${overrideHeaders.map((name) => `%{HTTP:${name}}`).join("")} !^$`,
];

const linesFor = (denied: Denied): Lines => {
  // By the file, for lines that a folder below takes over see the path from there; by the path, where Apache reaches the root over a link.
  if (denied.path !== null)
    return [
      `RewriteCond %{REQUEST_FILENAME} =${denied.root}/${denied.path} [OR]`,
      `RewriteCond $1 ^${escaped(denied.path)}(?:/|$)`,
      comma,
      `RewriteRule ^(.*)$ - ${note(denied)}`,
    ];
  if (denied.measure === "deny-writes") return [...isWrite, ...addressIn(denied.passes, false), comma, `RewriteRule ^ - ${note(denied)}`];
  const challenge = "RewriteCond %{REQUEST_URI} !^/\\.well-known/acme-challenge/[A-Za-z0-9_-]+$";
  return [...addressIn(denied.networks, true), challenge, comma, `RewriteRule ^ - ${note(denied)}`];
};

const ofThisSite = ({ within }: BlockPlace, lines: Lines): Lines =>
  within.length === 0
    ? lines
    : [...anyOf(within.map((root) => `RewriteCond %{DOCUMENT_ROOT} =${root}`)), `RewriteRule ^ - [S=${countOf(lines)}]`, ...lines];

/**
 * The lines between the marks: rewrite rules of the folder's own context, and nothing else. They answer our own probe by sending it on to a name
 * that does not exist, so that no probe reaches the site; what is denied gets 403. Closed: nothing but ids, networks and plain paths goes in.
 */
export const blockLines = (all: readonly Denied[], place: BlockPlace): Lines => {
  const cases = [...new Set(all.map(({ caseId }) => caseId))].sort().join(", ");
  const body: Lines = [
    "RewriteRule ^ - [E=SEKISHO_ADDR:%{REMOTE_ADDR},E=!SEKISHO_IDS,E=!SEKISHO_PROBE]",
    "RewriteCond %{HTTP:Sekisho-Probe} !^$",
    "RewriteCond %{CONN_REMOTE_ADDR}#%{SERVER_ADDR} ^([^#]+)#\\1$",
    "RewriteCond %{HTTP:Sekisho-Probe} ^([0-9a-f.:]{2,45})$",
    "RewriteRule ^ - [E=SEKISHO_PROBE:1,E=SEKISHO_ADDR:%1]",
    ...all.flatMap(linesFor),
    "RewriteCond %{ENV:SEKISHO_PROBE}#%{IS_SUBREQ} =1#false",
    `RewriteRule ^ https://${answerHost}/?ids=%{ENV:SEKISHO_IDS} [R=307,L]`,
    "RewriteCond %{ENV:SEKISHO_IDS} !^$",
    "RewriteRule ^ - [F]",
  ];
  return [
    `# Put here by your host for ${cases}. Please leave these lines as they are, and ask your host about them; your own lines stay as they were.`,
    "<IfModule mod_rewrite.c>",
    "RewriteEngine On",
    ...(place.inherits ? ["RewriteOptions InheritBefore"] : []),
    ...ofThisSite(place, body),
    "</IfModule>",
  ];
};

/** Whether the customer's own lines rewrite: then those of folders above do not count any more, ours or not. */
export const rewrites = (text: string): boolean => /^[ \t]*Rewrite(?:Engine|Rule|Cond|Base|Options)\b/im.test(text);

/** The text, one character a byte, with these lines as its first block; without any where there are none. */
export const withBlock = (text: string, lines: Lines): string => {
  const own = blocks.takeOut(text);
  return lines.length === 0 ? own : blocks.add(own, [{ at: 0, lines }]);
};

/** `as-left`: one block, as these lines. `changed`: somebody has been at it, or at its marks. */
export const stateOf = (text: string, lines: Lines): "as-left" | "missing" | "changed" => {
  if (!mentionsBlock(text)) return lines.length === 0 ? "as-left" : "missing";
  const found = blocks.find(text);
  const isOurs = found.length === 1 && found[0]?.join("\n") === lines.join("\n") && !mentionsBlock(blocks.takeOut(text));
  return isOurs ? "as-left" : "changed";
};
