import type { Enforcer, Imposition, Probe } from "../../../ports/enforcer.ts";
import type { Ask } from "./ask-site.ts";
import { stateOf } from "./block-text.ts";
import { createBlockChanges, linesOf } from "./change-block.ts";
import type { SiteFiles } from "./change-site-file.ts";
import { foldersApart } from "./folders-apart.ts";
import { checkConfig, type HtaccessConfig, type HtaccessSite } from "./htaccess-config.ts";
import { createNotes, type NotesDisk, noNotes, type RootNotes } from "./notes.ts";
import { htaccessMeasures, planBlocks, siteOf } from "./plan-block.ts";
import { probeBlock } from "./probe-block.ts";

export interface HtaccessNeighbours {
  readonly disk: NotesDisk;
  readonly files: SiteFiles;
  readonly ask: Ask;
}

/** As the port has it, with what only an enforcer of customers' files has. */
export interface HtaccessEnforcer extends Enforcer {
  /** Finishes or takes back what a crash left half done; a line for each. Call before the first order. */
  readonly recover: () => Promise<readonly string[]>;
  /** Files whose block is not as it was left. */
  readonly drift: () => Promise<readonly string[]>;
}

const advisory = "advisory, by a block in the site's own .htaccess, which its owner can undo";
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Apache where its virtual hosts are not ours to change: a block at the top of the site's own `.htaccess`. Weaker than the guard (ADR 23), and says so with
 * each proof. Written by a child with the site's rights, never over what somebody else wrote, and taken back at once where the site does not bear it.
 */
export const createHtaccessEnforcer = (given: HtaccessConfig, { disk, files, ask }: HtaccessNeighbours): HtaccessEnforcer => {
  const config = checkConfig(given);
  const notes = createNotes(config.stateDir, disk);
  const changes = createBlockChanges({ config, notes, files, ask });

  const finish = async (root: string, known: RootNotes): Promise<string | null> => {
    if (known.intent === null) return null;
    const site = config.sites.find((one) => one.root === root);
    if (site === undefined) return `${root}: a change was under way there, and the config has no such site any more`;
    return changes.finish(site, known, known.intent);
  };

  const recover = async (): Promise<readonly string[]> => {
    const lines: string[] = [];
    for (const [root, known] of await notes.all()) {
      // Whatever one customer has put in the way, the others' go on.
      const line = await finish(root, known).catch((error: unknown) => `${root}: a change is still half done: ${messageOf(error)}`);
      if (line !== null) lines.push(line);
    }
    return lines;
  };

  const notesOf = async (root: string): Promise<RootNotes> => (await notes.all()).get(root) ?? noNotes;
  const settledNotesOf = async (root: string): Promise<RootNotes> => {
    const known = await notesOf(root);
    if (known.intent === null) return known;
    await finish(root, known);
    return notesOf(root);
  };

  // One at a time: between reading what stands and writing it nobody else may write.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };

  const apply = async (imposition: Imposition): Promise<void> => {
    planBlocks(config, [imposition]);
    const site = siteOf(config, imposition);
    const before = await settledNotesOf(site.root);
    await changes.impose(site, [...before.impositions.filter(({ id }) => id !== imposition.id), imposition], before);
  };

  const lift = async (imposition: Imposition): Promise<void> => {
    const site = siteOf(config, imposition);
    const before = await settledNotesOf(site.root);
    const rest = before.impositions.filter(({ id }) => id !== imposition.id);
    if (rest.length < before.impositions.length) await changes.lift(site, rest, before);
  };

  const probeStanding = async (site: HtaccessSite, imposition: Imposition, { block }: RootNotes): Promise<Probe> => {
    const file = `${site.root}/.htaccess`;
    const state = stateOf((await files.read(site))?.text ?? "", linesOf(block));
    if (state === "missing") return { state: "not-in-force", proof: `our block is gone from ${file}; only an order puts it back` };
    const apart = imposition.measure === "deny-path" ? [] : await foldersApart(site.root);
    const found = await probeBlock({ config, site, imposition }, { ask, apart });
    if (state === "as-left" || found.state !== "in-force") return found;
    return { state: "unknown", proof: `our block in ${file} was changed by somebody else, though it answers still: ${found.proof}` };
  };

  const probeGone = async (site: HtaccessSite, { id }: Imposition): Promise<Probe> => {
    const where = `in ${site.root}/.htaccess`;
    const isIn = (await files.read(site))?.text.includes(`:${id}%1]`) ?? false;
    return isIn
      ? { state: "unknown", proof: `a line of it is ${where}, and no order of it is known` }
      : { state: "not-in-force", proof: `nothing of it is ${where}` };
  };

  const probe = async (imposition: Imposition): Promise<Probe> => {
    const site = siteOf(config, imposition);
    try {
      const known = await notesOf(site.root);
      const standing = known.impositions.find(({ id }) => id === imposition.id);
      const { state, proof } = await (standing === undefined ? probeGone(site, imposition) : probeStanding(site, standing, known));
      return { state, proof: `${advisory}: ${proof}` };
    } catch (error) {
      return { state: "unknown", proof: `${advisory}: ${messageOf(error)}` };
    }
  };

  const isStrange = async (root: string, { block }: RootNotes): Promise<boolean> => {
    const site = config.sites.find((one) => one.root === root);
    const file = site === undefined ? null : await files.read(site).catch(() => null);
    return stateOf(file?.text ?? "", linesOf(block)) !== "as-left";
  };

  return {
    name: "htaccess",
    measures: htaccessMeasures,
    fits: ({ measure, target }) =>
      htaccessMeasures.some((one) => one === measure) && config.sites.some(({ domain }) => domain === target.site),
    plan: (impositions) => planBlocks(config, impositions),
    apply: (imposition) => inTurn(() => apply(imposition)),
    lift: (imposition) => inTurn(() => lift(imposition)),
    standing: async () => [...(await notes.all()).values()].flatMap(({ impositions }) => impositions),
    recover: () => inTurn(recover),
    // What could not be taken back at once, since its owner was just writing, must not wait for the next start: the site may be broken by it.
    keep: () => inTurn(recover),
    probe,
    drift: async () => {
      const strange: string[] = [];
      for (const [root, known] of await notes.all()) if (await isStrange(root, known)) strange.push(`${root}/.htaccess`);
      return strange;
    },
  };
};
