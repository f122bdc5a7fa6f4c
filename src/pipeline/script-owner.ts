import type { Directory, KnownAccount } from "./directory.ts";

/** The system user whose home a script lies in. */
const homeOwner = /\/home\d*\/([a-z_][a-z0-9_-]{0,31})\//;

/** Whose script it is: the owner of the told site that it lies in, else the user whose home it lies in; null when the path tells neither. */
export const scriptOwner = (directory: Directory, script: string, host: string): KnownAccount | null => {
  const told = directory.siteOfPath(script)?.account ?? null;
  const login = homeOwner.exec(script)?.[1];
  return told ?? (login === undefined ? null : directory.accountOfLogin(host, login));
};
