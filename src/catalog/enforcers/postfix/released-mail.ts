import { constants } from "node:fs";
import { open, readFile } from "node:fs/promises";

/** A held message that was let go: for whom, when, and to how many it goes. */
export interface ReleasedMail {
  readonly id: string;
  readonly at: number;
  readonly why: "cap" | "person";
  readonly uid: number;
  readonly recipients: number;
}

export const releasedFile = (stateDir: string): string => `${stateDir}/released`;

/**
 * Notes what is about to be let go, so that a hold which stands does not take it back and a cap counts it even if this process ends right after.
 * Appended, so that two processes may do it.
 */
export const noteReleased = async (stateDir: string, mails: readonly ReleasedMail[]): Promise<void> => {
  const file = await open(
    releasedFile(stateDir),
    constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW,
    0o600,
  );
  try {
    await file.appendFile(mails.map(({ id, at, why, uid, recipients }) => `${id} ${at} ${why} ${uid} ${recipients}\n`).join(""));
    await file.sync();
  } finally {
    await file.close();
  }
};

const linePattern = /^([0-9A-Za-z]{6,24}) (\d{1,15}) (cap|person) (\d{1,10}) (\d{1,9})$/gm;

export const readReleased = async (stateDir: string): Promise<ReadonlyMap<string, ReleasedMail>> => {
  const text = await readFile(releasedFile(stateDir), "latin1").catch(() => "");
  const mails = [...text.matchAll(linePattern)].map(([, id = "", at, why, uid, recipients]): [string, ReleasedMail] => [
    id,
    { id, at: Number(at), why: why === "cap" ? "cap" : "person", uid: Number(uid), recipients: Number(recipients) },
  ]);
  return new Map(mails);
};
