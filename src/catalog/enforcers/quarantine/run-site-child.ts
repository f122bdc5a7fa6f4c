import type { ChildProcess } from "node:child_process";
import { OperationError } from "../../../domain/operation-error.ts";
import { type ChildUser, startUserChild } from "../../../kit/user-child.ts";

const script = new URL(import.meta.url.endsWith(".ts") ? "./site-child.ts" : "./site-child.js", import.meta.url);

/** A child with the site's rights. Root cannot be one: nothing is done as root under a customer's folder. */
export const startSiteChild = (user: ChildUser, args: readonly string[]): ChildProcess => {
  if (user.uid === 0) throw new OperationError("target-wrong", "the site's user is root; its files are not touched");
  return startUserChild(script, user, args);
};
