import { createHash } from "node:crypto";
import { lstat } from "node:fs/promises";
import { relative } from "node:path";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { OperationError } from "../../../domain/operation-error.ts";
import type { DiskSteps } from "../../../kit/disk-steps.ts";
import { type ChildUser, endOf } from "../../../kit/user-child.ts";
import type { Enforcer, Imposition } from "../../../ports/enforcer.ts";
import { createFileStore, hashOf, type KeptFile } from "./file-store.ts";
import { startSiteChild } from "./run-site-child.ts";

/** A site whose files may be taken away. */
export interface QuarantineSite extends ChildUser {
  readonly domain: string;
  /** Absolute. */
  readonly root: string;
}

export interface QuarantineParts {
  readonly folder: string;
  readonly sites: readonly QuarantineSite[];
  /** Closes a path to everyone: the web server's enforcer of that site. Null where there is none: then the file is taken all the same. */
  readonly closePath: (site: string) => Enforcer | null;
  /** Keeps the notes of what stands. */
  readonly disk: DiskSteps;
}

type Standing = Imposition & { readonly target: { readonly site: string; readonly file: string } };

const partIn = /^[^/\0\n]+$/;

/** By the file, not by the case: two cases may hold one file, and it is kept once. */
const keyOf = (file: string): string => createHash("sha256").update(file).digest("hex").slice(0, 32);

const failed = (why: string): OperationError => new OperationError("server-refused", why);

/**
 * Takes one file out of a site: first its path is closed, then a child with the site's rights hands over its bytes and takes the name away. They
 * are kept byte for byte until the lift lays them back. Nothing is done as root under a customer's folder.
 */
export const createQuarantine = ({ folder, sites, closePath, disk }: QuarantineParts): Enforcer => {
  const store = createFileStore(`${folder}/files`, disk);
  const notes = `${folder}/standing.json`;

  const siteOf = (target: Imposition["target"]): QuarantineSite => {
    const site = sites.find(({ domain }) => domain === target.site);
    if (site === undefined) throw new OperationError("target-wrong", `site: the config has no site ${String(target.site)} with a root`);
    return site;
  };

  /** The path below the site's root; whatever leads out of it is no file of the site. */
  const insideOf = ({ root }: QuarantineSite, { file }: Imposition["target"]): string => {
    const inside = typeof file === "string" ? relative(root, file) : "";
    const isInside =
      typeof file === "string" && file === `${root}/${inside}` && inside.split("/").every((part) => partIn.test(part) && part !== "..");
    if (!isInside) throw new OperationError("target-wrong", `file: ${String(file)} is not a file below ${root}`);
    return inside;
  };

  const standing = async (): Promise<readonly Standing[]> => JSON.parse((await disk.read(notes))?.content.toString() ?? "[]") as Standing[];

  const remember = async (all: readonly Imposition[]): Promise<void> => {
    await disk.makeFolder(folder, 0o700);
    await disk.write(`${notes}.new`, JSON.stringify(all), 0o600);
    await disk.rename(`${notes}.new`, notes);
  };

  const closing = (one: Imposition): Imposition | null => {
    const site = siteOf(one.target);
    return {
      id: `${one.id}.path`,
      caseId: one.caseId,
      measure: "deny-path",
      target: { site: site.domain, path: `/${insideOf(site, one.target)}` },
    };
  };

  const close = async (one: Imposition, verb: "apply" | "lift"): Promise<void> => {
    const path = closing(one);
    const enforcer = path === null ? null : closePath(String(one.target.site));
    if (path !== null && enforcer?.fits(path)) await enforcer[verb](path);
  };

  const isThere = (file: string): Promise<boolean> =>
    lstat(file).then(
      () => true,
      () => false,
    );

  const isKept = async (file: string): Promise<boolean> => (await store.find(keyOf(file))) !== null;

  /** What appeared under the name after it was taken is kept apart: the first is what goes back. */
  const takeAway = async (one: Imposition): Promise<void> => {
    const { uid, gid } = siteOf(one.target);
    const file = String(one.target.file);
    const key = (await isKept(file)) ? `${keyOf(file)}.again` : keyOf(file);
    const child = startSiteChild({ uid, gid }, ["take", file]);
    const ended = endOf(child);
    try {
      await store.keep(key, { file, uid, gid }, child.stdout as Readable);
      child.stdin?.end("kept\n");
    } catch (cause) {
      child.stdin?.end();
      const { said } = await ended;
      await store.remove(key);
      throw failed(`${file}: not taken away: ${said || (cause instanceof Error ? cause.message : String(cause))}`);
    }
    const { exit, said } = await ended;
    if (exit !== 0) throw failed(`${file}: not taken away: ${said}`);
  };

  const layBack = async (kept: KeptFile): Promise<void> => {
    const child = startSiteChild(kept, ["put", kept.file, kept.mode.toString(8), `${kept.modified}`]);
    const ended = endOf(child);
    await pipeline(store.read(keyOf(kept.file)), child.stdin as Writable).catch(() => undefined);
    const { exit, said } = await ended;
    if (exit !== 0)
      throw new OperationError("foreign-edit", `${kept.file}: not laid back: ${said}; its bytes are kept under ${folder}/files`);
  };

  /** Nothing is in force half: what was refused leaves no trace. */
  const backOut = async (one: Imposition, before: readonly Imposition[], error: unknown): Promise<never> => {
    if (!before.some(({ id }) => id === one.id)) {
      await close(one, "lift");
      await remember(before);
    }
    throw error;
  };

  const apply = async (one: Imposition): Promise<void> => {
    insideOf(siteOf(one.target), one.target);
    await close(one, "apply");
    const all = await standing();
    if (!all.some(({ id }) => id === one.id)) await remember([...all, one]);
    if ((await isThere(String(one.target.file))) || !(await isKept(String(one.target.file))))
      await takeAway(one).catch((error: unknown) => backOut(one, all, error));
  };

  /** Two cases may hold one file: it goes back with the last of them. */
  const lift = async (one: Imposition): Promise<void> => {
    const rest = (await standing()).filter(({ id }) => id !== one.id);
    const file = String(one.target.file);
    const isLast = !rest.some(({ target }) => target.file === file);
    const kept = isLast ? await store.find(keyOf(file)) : null;
    if (kept !== null) await layBack(kept);
    await close(one, "lift");
    await remember(rest);
    if (isLast) await store.remove(keyOf(file));
  };

  const probe: Enforcer["probe"] = async ({ id, target }) => {
    const file = String(target.file);
    if (!(await standing()).some((one) => one.id === id)) return { state: "not-in-force", proof: `${file} was given back or never taken` };
    if (await isThere(file)) return { state: "not-in-force", proof: `a file is at ${file} again` };
    const kept = await store.find(keyOf(file));
    if (kept === null) return { state: "unknown", proof: `nothing is at ${file}, and nothing is kept of it` };
    const isWhole = (await hashOf(store.read(keyOf(file)))) === kept.sha256;
    return isWhole
      ? { state: "in-force", proof: `nothing is at ${file}; ${kept.size} bytes of it are kept, SHA-256 ${kept.sha256}` }
      : { state: "unknown", proof: `what is kept of ${file} is not what was taken` };
  };

  return {
    name: "quarantine",
    measures: ["quarantine-file"],
    fits: ({ measure, target }) => measure === "quarantine-file" && sites.some(({ domain }) => domain === target.site),
    plan: (impositions) =>
      impositions.map((one) => ({
        path: `${folder}/files/${keyOf(String(one.target.file))}`,
        text: `${String(one.target.file)} is taken away and kept here\n`,
      })),
    ...{ apply, probe, lift, standing },
  };
};
