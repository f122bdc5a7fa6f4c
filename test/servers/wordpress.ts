import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type SmtpSink, startSmtpSink } from "../smtp-sink.ts";
import { type Mariadb, mariadbMissing, startMariadb } from "./mariadb.ts";
import { type Postfix, postfixMissing, startPostfix } from "./postfix.ts";
import { wordPressFiles } from "./wordpress-files.ts";
import { configText, formPlugin, installScript, orderDueScript, themeFiles } from "./wordpress-php.ts";

/** A WordPress with its database and its mail server, to be laid into the document root of a web server; several may serve the same one. */
export interface WordPress {
  /** Words that PHP is started behind, so that its `mail()` hands mail to this Postfix. */
  readonly phpBehind: readonly string[];
  /** Of Debian's package. */
  readonly version: string;
  /** Its own block, as it writes it into .htaccess. */
  readonly htaccess: string;
  /** Lays it into a document root. */
  readonly layInto: (root: string) => void;
  /** Tells a laid one which port it is served at. */
  readonly servedAt: (root: string, port: number) => void;
  /** Orders a mail that is due at once and is sent by wp-cron.php. */
  readonly orderDue: (name: string) => Promise<void>;
  /** How many mails were sent by each try (header X-Try) and each due order (X-Due), once all that was handed in has arrived. */
  readonly counts: () => Promise<ReadonlyMap<string, number>>;
  readonly stop: () => Promise<void>;
}

const wwwData = 33;
const phpProgram = "/usr/bin/php8.2";

/** Why it cannot run here; null where it can. Whether WordPress' files can be fetched is not asked: where they cannot, the start fails. */
export const wordPressMissing = (): string | null => mariadbMissing() ?? postfixMissing();

const giveToPhp = (root: string): void => {
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true }))
    chownSync(join(entry.parentPath, entry.name), wwwData, wwwData);
  chownSync(root, wwwData, wwwData);
};

const runPhp = async ({ run }: Postfix, args: readonly string[]): Promise<string> => {
  const { exit, said } = await run(["setpriv", `--reuid=${wwwData}`, `--regid=${wwwData}`, "--clear-groups", phpProgram, ...args]);
  if (exit !== 0) throw new Error(`PHP: ${said}`);
  return said;
};

const install = async (
  dir: string,
  mariadb: Mariadb,
  postfix: Postfix,
): Promise<{ readonly version: string; readonly htaccess: string }> => {
  const { folder, version } = wordPressFiles();
  const site = join(dir, "site");
  cpSync(folder, site, { recursive: true });
  mkdirSync(join(site, "wp-content/mu-plugins"));
  writeFileSync(join(site, "wp-content/mu-plugins/contact.php"), formPlugin);
  mkdirSync(join(site, "wp-content/themes/shop"), { recursive: true });
  for (const [name, text] of Object.entries(themeFiles)) writeFileSync(join(site, "wp-content/themes/shop", name), text);
  writeFileSync(join(site, "wp-config.php"), configText(mariadb));
  writeFileSync(join(dir, "install.php"), installScript);
  writeFileSync(join(dir, "due.php"), orderDueScript);
  const block = await runPhp(postfix, [join(dir, "install.php"), site]);
  if (!block.startsWith("# BEGIN WordPress\n")) throw new Error(`WordPress is not installed: ${block}`);
  return { version, htaccess: `${block}\n` };
};

/** In the order in which mail goes through them, so that none is missed between two looks. */
const queues = ["maildrop", "incoming", "active", "deferred"];

const isEmpty = (spool: string): boolean =>
  queues.every((queue) => readdirSync(join(spool, queue), { recursive: true, withFileTypes: true }).every((entry) => entry.isDirectory()));

const countMails = async (postfix: Postfix, sink: SmtpSink): Promise<ReadonlyMap<string, number>> => {
  for (let at = 0; !isEmpty(postfix.spool); at++) {
    if (at > 1_200) throw new Error("mail stays in the queue");
    await wait(50);
  }
  const counts = new Map<string, number>();
  for (const { raw } of sink.mails)
    for (const [, name = ""] of raw.slice(0, raw.indexOf("\r\n\r\n")).matchAll(/^X-(?:Try|Due): (\w+)\r?$/gm))
      counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};

/** Stops what has been started, the last first. */
type Stops = (() => Promise<void>)[];

const startIn = async (dir: string, stops: Stops): Promise<Omit<WordPress, "stop">> => {
  const sink = await startSmtpSink();
  stops.push(sink.stop);
  const mariadb = await startMariadb();
  stops.push(mariadb.stop);
  const postfix = await startPostfix(sink.port);
  stops.push(postfix.stop);
  const made = await install(dir, mariadb, postfix);
  return {
    ...made,
    phpBehind: ["/usr/bin/nsenter", "-t", `${postfix.namespace}`, "-m", "--"],
    layInto: (root) => {
      cpSync(join(dir, "site"), root, { recursive: true });
      writeFileSync(join(root, ".htaccess"), made.htaccess);
      giveToPhp(root);
    },
    servedAt: (root, port) => writeFileSync(join(root, "wp-content/port"), `${port}`),
    orderDue: async (name) => void (await runPhp(postfix, [join(dir, "due.php"), join(dir, "site"), name])),
    counts: () => countMails(postfix, sink),
  };
};

export const startWordPress = async (): Promise<WordPress> => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-wordpress-"));
  chmodSync(dir, 0o755);
  const stops: Stops = [async () => rmSync(dir, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const one of stops.splice(0).toReversed()) await one();
  };
  try {
    return { ...(await startIn(dir, stops)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
