import { createHash } from "node:crypto";
import { OperationError } from "../../../domain/operation-error.ts";
import { type ChildUser, endOf, startUserChild } from "../../../kit/user-child.ts";
import { readSiteFile, type SiteFile } from "./site-file.ts";

/** A folder of a site, and whose it is. */
export interface SitePlace extends ChildUser {
  readonly root: string;
}

/** Looks at a site's file and changes it; handed in, so that a test can stop at any point. */
export interface SiteFiles {
  /** Null where nothing is there. Rejects with `server-refused` for what is no plain file of the site's own. */
  readonly read: (place: SitePlace) => Promise<SiteFile | null>;
  /** Whole or not at all; null takes the file away. Rejects with `foreign-edit` where `from` is not what lies there. */
  readonly change: (place: SitePlace, from: SiteFile | null, to: SiteFile | null) => Promise<void>;
  /** Takes away what a killed child left beside the file. */
  readonly sweep: (place: SitePlace) => Promise<void>;
}

const script = new URL(import.meta.url.endsWith(".ts") ? "./htaccess-child.ts" : "./htaccess-child.js", import.meta.url);
const changedExit = 3;

const hashOf = (file: SiteFile | null): string =>
  file === null ? "none" : createHash("sha256").update(Buffer.from(file.text, "latin1")).digest("hex");

const runChild = async (place: SitePlace, args: readonly string[], input = ""): Promise<void> => {
  if (place.uid === 0) throw new OperationError("target-wrong", `${place.root}: the site's user is root; its files are not touched`);
  const child = startUserChild(script, place, args);
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(input, "latin1");
  const { exit, said } = await endOf(child);
  if (exit === 0) return;
  const why = `${place.root}/.htaccess was not changed: ${said || "the child was ended"}`;
  throw new OperationError(exit === changedExit ? "foreign-edit" : "server-refused", why);
};

/** By a child with the site's rights: nothing is written as root under a customer's folder. */
export const siteFiles: SiteFiles = {
  read: async ({ root, uid }) => {
    try {
      return await readSiteFile(root, uid);
    } catch (cause) {
      throw new OperationError("server-refused", `${root}: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
    }
  },
  change: (place, from, to) =>
    to === null
      ? runChild(place, ["remove", place.root, hashOf(from)])
      : runChild(place, ["replace", place.root, hashOf(from), to.mode.toString(8)], to.text),
  sweep: (place) => runChild(place, ["sweep", place.root]),
};
