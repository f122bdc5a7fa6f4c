import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { linesOf } from "./lab.ts";
import { readAccessLine, readMailLine, type TimedLine, type Zone } from "./timed-line.ts";

/** Real logs that the lab's traffic is put among. */
export interface Background {
  readonly name: string;
  /** As its own referrers name it. */
  readonly domain: string;
  readonly files: readonly string[];
  readonly zone: Zone;
  /** IANA name of the same. */
  readonly timezone: string;
}

const corpora = new URL("../corpora/", import.meta.url).pathname;

/** Where the material lies that has no licence to copy it; read in place. */
const shared = process.env.SEKISHO_SHARED ?? join(process.cwd(), "../shared");

const filesOf = (folder: string, start = ""): string[] =>
  !existsSync(folder)
    ? []
    : readdirSync(folder)
        .filter((name) => name.endsWith(".gz") && name.startsWith(start))
        .toSorted()
        .map((name) => join(folder, name));

const own = (folder: string, start = ""): string[] => filesOf(join(corpora, folder), start);
const foreign = (folder: string, start = ""): string[] => filesOf(join(shared, "data", folder), start);

export const ordinary: readonly Background[] = [
  { name: "semicomplete-apache", domain: "semicomplete.com", files: own("semicomplete-apache"), zone: 0, timezone: "UTC" },
  { name: "marley-wpblog", domain: "mysite.com", files: own("marley-wpblog", "t_05"), zone: -360, timezone: "Etc/GMT+6" },
  {
    name: "willthefarmer-multi",
    domain: "meatlabel.app",
    files: own("willthefarmer-multi", "data_nginx_default_meatlabel"),
    zone: 0,
    timezone: "UTC",
  },
  { name: "lnav-shop", domain: "znbl.ir", files: own("lnav-shop"), zone: 210, timezone: "Asia/Tehran" },
  { name: "fens-wpblog", domain: "blog.fens.me", files: foreign("fens-wpblog"), zone: 0, timezone: "UTC" },
  {
    name: "webhawk-apache",
    domain: "secrepo.com",
    files: foreign("webhawk-apache", "SAMPLE_DATA_RAW_APACHE_LOGS_access.log.2022"),
    zone: -480,
    timezone: "Etc/GMT+8",
  },
];

/** Logs of attacks that send no mail. */
export const formHackers: Background = {
  ...{ name: "basjes-form-hackers", domain: "howto.basjes.nl", files: own("basjes-form-hackers") },
  ...{ zone: 60, timezone: "Europe/Amsterdam" },
};
export const scanners: Background = {
  ...{ name: "ocatak-scans", domain: "joomla.example", files: foreign("ocatak-scans", "acunetix") },
  ...{ zone: 180, timezone: "Europe/Istanbul" },
};

export interface RawLine {
  readonly text: string;
  /** Epoch ms; null where the line has no stamp to read. */
  readonly at: number | null;
}

export const accessOf = ({ files }: Background): readonly RawLine[] =>
  files.flatMap(linesOf).map((text) => ({ text, at: readAccessLine(text)?.at ?? null }));

/** A day and a night of a real Postfix (connects, guessed passwords, its own mail), told as this server's by its host name. */
export const mailBackground = (): readonly TimedLine[] =>
  linesOf(join(corpora, "mail-postfix-dump/maillog.gz"))
    .filter((line) => /^Feb 2[56] \d\d:\d\d:\d\d server1 /.test(line))
    .flatMap((line) => readMailLine(line.replace(" server1 ", " sv1 "), 2022) ?? []);
