import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Debian's WordPress and those packages that files of it are links into. None is ever installed: it would switch Apache to prefork. */
const packages = ["wordpress", "php-getid3", "libjs-cropper", "libjs-underscore"];

const cache = fileURLToPath(new URL("../../.cache/debian/", import.meta.url));

/** WordPress as it would be uploaded to a site. */
export interface WordPressFiles {
  /** No links in it, nothing of Debian's own configuration. */
  readonly folder: string;
  /** Of the package. */
  readonly version: string;
}

const run = (program: string, args: readonly string[], cwd: string): string | null => {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: "utf8" });
  return status === 0 ? null : `${program} ${args.join(" ")}: ${error?.message ?? `${stdout}${stderr}`}`;
};

/** The lists of packages may be missing or too old, as in a fresh container: they are only fetched where it does not work without. */
const download = (into: string): void => {
  const fetch = (): string | null => run("apt-get", ["download", "-q", ...packages], into);
  if (fetch() === null) return;
  const updated = run("apt-get", ["update", "-q"], into);
  const failed = fetch();
  if (failed !== null)
    throw new Error(
      `WordPress' files cannot be fetched from Debian's mirror, without which nothing is tried on it.\n${failed}\n${updated ?? ""}`,
    );
};

const withoutLinks = (from: string, to: string): void => {
  cpSync(from, to, { recursive: true, dereference: true, filter: (path) => existsSync(path) });
  // Both are Debian's way to configure it, outside the site.
  for (const name of ["wp-config.php", ".htaccess"]) rmSync(join(to, name), { force: true });
};

const unpack = (into: string): void => {
  const work = mkdtempSync(join(cache, "work-"));
  try {
    // apt's own user writes there.
    chmodSync(work, 0o777);
    download(work);
    const files = readdirSync(work).filter((name) => name.endsWith(".deb"));
    for (const name of files) {
      const failed = run("dpkg", ["-x", name, "root"], work);
      if (failed !== null) throw new Error(failed);
    }
    withoutLinks(join(work, "root/usr/share/wordpress"), join(work, "made/site"));
    writeFileSync(join(work, "made/version"), files.find((name) => name.startsWith("wordpress_"))?.split("_")[1] ?? "unknown");
    // Another test may have been quicker.
    if (!existsSync(into)) renameSync(join(work, "made"), into);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
};

/** Fetches and unpacks what is not there yet; throws, saying why, where that cannot be done. */
export const wordPressFiles = (): WordPressFiles => {
  const made = join(cache, "wordpress");
  mkdirSync(cache, { recursive: true });
  if (!existsSync(made)) unpack(made);
  return { folder: join(made, "site"), version: readFileSync(join(made, "version"), "utf8") };
};
