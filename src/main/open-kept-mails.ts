import { join } from "node:path";
import type { Config } from "../config.ts";
import { createKeptMailFolder } from "../mail/inbox/kept-mail-folder.ts";
import type { KeptMails } from "../ports/kept-mails.ts";
import { deskKey } from "./desk-key.ts";

/** So much, and no more, whatever is sent to the desk's address: a flood drives out the oldest and cannot fill the disk. */
const bounds = { mostMails: 1_000, mostBytes: 64 * 1024 * 1024 };

/** Mail that could not be read or routed, in the state directory, encrypted. */
export const openKeptMails = (config: Config): KeptMails =>
  createKeptMailFolder({ path: join(config.stateDir.absolute, "kept-mail"), key: deskKey(config, "kept mail"), ...bounds });
