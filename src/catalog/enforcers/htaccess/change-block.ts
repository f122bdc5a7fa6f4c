import { isDeepStrictEqual } from "node:util";
import { OperationError } from "../../../domain/operation-error.ts";
import type { Imposition } from "../../../ports/enforcer.ts";
import type { Ask } from "./ask-site.ts";
import { rewrites, stateOf, withBlock } from "./block-text.ts";
import type { SiteFiles } from "./change-site-file.ts";
import type { HtaccessConfig, HtaccessSite } from "./htaccess-config.ts";
import { answersOf, faultAfter } from "./judge-site.ts";
import { type Intent, type LeftBlock, type Notes, type RootNotes, settled } from "./notes.ts";
import { linesAt } from "./plan-block.ts";
import type { SiteFile } from "./site-file.ts";

export interface BlockChangesParts {
  readonly config: HtaccessConfig;
  readonly notes: Notes;
  readonly files: SiteFiles;
  readonly ask: Ask;
}

/** Changes of the block in one root's file: noted before, seen by the running server after, and taken back where it does not bear them. */
export interface BlockChanges {
  readonly impose: (site: HtaccessSite, impositions: readonly Imposition[], before: RootNotes) => Promise<void>;
  readonly lift: (site: HtaccessSite, impositions: readonly Imposition[], before: RootNotes) => Promise<void>;
  /** Goes on from an order that did not live to its end; a line of what became of it. */
  readonly finish: (site: HtaccessSite, before: RootNotes, intent: Intent) => Promise<string>;
}

const plainMode = 0o644;
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
export const linesOf = (block: LeftBlock | null): readonly string[] => block?.lines ?? [];

/** The file with this block in place of the one that is there; null where no file was there before and nothing else is in it. */
const fileWith = (now: SiteFile | null, block: LeftBlock | null, wasNew: boolean): SiteFile | null => {
  const text = withBlock(now?.text ?? "", linesOf(block));
  return block === null && (now === null || (text === "" && wasNew)) ? null : { text, mode: now?.mode ?? plainMode };
};

const foreign = (root: string): OperationError =>
  new OperationError("foreign-edit", `${root}/.htaccess: our lines in it are not as they were left; somebody else changed them`);

export const createBlockChanges = ({ config, notes, files, ask }: BlockChangesParts): BlockChanges => {
  /** Takes a change that is under way out again, where it is in; the notes from before count then. */
  const takeBack = async (site: HtaccessSite, before: RootNotes, { block, was }: Intent): Promise<void> => {
    const now = await files.read(site);
    const isIn = now !== null && block !== null && stateOf(now.text, block.lines) === "as-left";
    if (isIn) await files.change(site, now, fileWith(now, was, block.isNew));
    await notes.write(site.root, { ...before, intent: null });
  };

  const blockFor = (root: string, now: SiteFile | null, given: Pick<Intent, "impositions" | "was">): LeftBlock | null => {
    const inherits = !rewrites(withBlock(now?.text ?? "", []));
    const lines = linesAt(config, root, { impositions: given.impositions, inherits });
    return lines.length === 0 ? null : { lines, isNew: given.was?.isNew ?? now === null };
  };

  const impose: BlockChanges["impose"] = async (site, impositions, before) => {
    const { root } = site;
    const now = await files.read(site);
    const state = stateOf(now?.text ?? "", linesOf(before.block));
    if (state === "changed") throw foreign(root);
    const was = state === "missing" ? null : before.block;
    const block = blockFor(root, now, { impositions, was });
    if (isDeepStrictEqual(linesOf(block), linesOf(was))) return notes.write(root, { ...before, impositions });
    const answers = await answersOf(config, site, ask);
    if (answers.every(({ status }) => status === null)) {
      const why = `${site.domain} does not answer, so that a block in its .htaccess could not be seen; nothing was changed`;
      throw new OperationError("server-refused", why);
    }
    const intent: Intent = { impositions, block, was, isLift: false };
    await notes.write(root, { ...before, intent });
    try {
      await files.change(site, now, fileWith(now, block, false));
      const fault = await faultAfter(site, answers, ask);
      if (fault !== null) throw new OperationError("server-refused", `${fault}. The block must not stay`);
    } catch (error) {
      await takeBack(site, before, intent).catch((second: unknown) => {
        const why = `${messageOf(error)}; not taken back yet, which is tried again every few seconds: ${messageOf(second)}`;
        throw new OperationError("server-refused", why, second);
      });
      throw error;
    }
    await notes.write(root, settled(intent));
  };

  const lift: BlockChanges["lift"] = async (site, impositions, before) => {
    const { root } = site;
    const now = await files.read(site);
    const state = stateOf(now?.text ?? "", linesOf(before.block));
    if (state === "changed") throw foreign(root);
    const was = before.block;
    // Taken out by somebody else already: what still stands has nothing in the file until it is ordered again.
    const block = state === "missing" ? was : blockFor(root, now, { impositions, was });
    const intent: Intent = { impositions, block: impositions.length === 0 ? null : block, was, isLift: true };
    if (state === "missing" || isDeepStrictEqual(linesOf(block), linesOf(was))) return notes.write(root, settled(intent));
    await notes.write(root, { ...before, intent });
    try {
      await files.change(site, now, fileWith(now, block, was?.isNew ?? false));
    } catch (error) {
      await notes.write(root, { ...before, intent: null });
      throw error;
    }
    await notes.write(root, settled(intent));
  };

  /** What only takes away is done once the file is; what imposes, once the site is seen to bear it. */
  const finish: BlockChanges["finish"] = async (site, before, intent) => {
    await files.sweep(site);
    const now = await files.read(site);
    const what = `${intent.isLift ? "lift" : "block"} in ${site.root}/.htaccess`;
    const isDone = stateOf(now?.text ?? "", linesOf(intent.block)) === "as-left";
    const needsProof = isDone && !intent.isLift;
    const fault = needsProof ? await faultAfter(site, await answersOf(config, site, ask), ask) : null;
    if (isDone && fault === null) {
      await notes.write(site.root, settled(intent));
      return `finished: ${what}`;
    }
    await takeBack(site, before, intent);
    return `taken back: ${what}${fault === null ? "" : ` (${fault})`}`;
  };

  return { impose, lift, finish };
};
