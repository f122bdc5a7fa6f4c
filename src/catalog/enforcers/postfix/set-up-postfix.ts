import { pathsOf } from "./plan-postfix.ts";
import type { PostfixConfig } from "./postfix-config.ts";

/** Postfix' two files, as they are or as they would be. */
export interface PostfixFiles {
  readonly mainCf: string;
  readonly masterCf: string;
}

/** What the set-up adds, and what it cannot reach: each gap in a sentence for the person who sets it up. */
export interface PostfixSetUp extends PostfixFiles {
  readonly gaps: readonly string[];
}

const from = "# sekisho, from here: taken out again by `sekisho setup postfix`";
/** The same where the file did not end with a line end: the one before our block goes with it. */
const fromJoined = `${from} (joined)`;
const to = "# sekisho, to here";
const cleanupName = "sekisho-cleanup";

/** One line of main.cf or master.cf with its continuations. Source: postconf(5): they begin with blanks; comments may stand between. */
interface Entry {
  readonly text: string;
  /** Where the last of its lines that is no comment ends. */
  readonly end: number;
}

const entriesOf = (file: string): readonly Entry[] => {
  const entries: { text: string; end: number }[] = [];
  let at = 0;
  for (const line of file.split(/(?<=\n)/)) {
    at += line.length;
    if (/^\s*(?:#|$)/.test(line)) continue;
    const last = entries.at(-1);
    if (/^\s/.test(line) && last !== undefined) {
      last.text += ` ${line.trim()}`;
      last.end = at;
    } else entries.push({ text: line.trim(), end: at });
  }
  return entries;
};

const valueIn = (mainCf: string, name: string): string | null => {
  const values = entriesOf(mainCf).flatMap(({ text }) => {
    const found = /^([A-Za-z0-9_]+)\s*=\s*(.*)$/s.exec(text);
    return found?.[1] === name ? [found[2] ?? ""] : [];
  });
  return values.at(-1)?.trim() ?? null;
};

const withBlock = (file: string, at: number, lines: readonly string[]): string => {
  const isJoined = at > 0 && file[at - 1] !== "\n";
  const block = [isJoined ? `\n${fromJoined}` : from, ...lines, to].join("\n");
  return `${file.slice(0, at)}${block}\n${file.slice(at)}`;
};

const blocks = new RegExp(`(?:\\n${fromJoined.replace(/[()]/g, "\\$&")}|(?<=^|\\n)${from})\\n(?:.*\\n)*?${to}\\n`, "g");

/** Both files without what {@link setUpPostfix} added: byte for byte as before. */
export const takeOutPostfix = ({ mainCf, masterCf }: PostfixFiles): PostfixFiles => ({
  mainCf: mainCf.replace(blocks, ""),
  masterCf: masterCf.replace(blocks, ""),
});

const list = (...parts: readonly (string | null)[]): string => parts.filter((part) => part !== null && part !== "").join(", ");

const mainLines = (config: PostfixConfig, mainCf: string): readonly string[] => {
  const { stopped, locked } = pathsOf(config);
  const submit = valueIn(mainCf, "authorized_submit_users") ?? "static:anyone";
  const data = valueIn(mainCf, "smtpd_data_restrictions");
  const end = valueIn(mainCf, "smtpd_end_of_data_restrictions");
  const ask =
    config.policy === null ? [] : [`smtpd_end_of_data_restrictions = ${list(policyCheck(config.queueDir, config.policy.socket), end)}`];
  return [
    `authorized_submit_users = ${list(`!texthash:${stopped}`, submit)}`,
    `smtpd_data_restrictions = ${list(`check_sasl_access regexp:${locked}`, data)}`,
    ...ask,
    "enable_long_queue_ids = yes",
  ];
};

/** A chrooted smtpd sees the socket relative to the queue directory; with the server away mail is accepted as if it were not there. */
const policyCheck = (queueDir: string, socket: string): string => {
  const name = socket.startsWith(`${queueDir}/`) ? socket.slice(queueDir.length + 1) : socket;
  return `check_policy_service { unix:${name}, timeout=2s, default_action=DUNNO }`;
};

const optionIn = (entry: string, name: string): string | null =>
  [...entry.matchAll(new RegExp(`-o\\s+(?:\\{\\s*)?${name}\\s*=\\s*([^}\\s]*)`, "g"))].at(-1)?.[1] ?? null;

const unixEntry = (masterCf: string, name: string): Entry | null =>
  entriesOf(masterCf).find(({ text }) => text.split(/\s+/).slice(0, 2).join(" ") === `${name} unix`) ?? null;

/** The cleanup that pickup hands to, once more under a name of our own, with our map before what it looked at already. */
const ownCleanup = (held: string, cleanup: Entry, headerChecks: string | null): string => {
  const rest = cleanup.text.replace(/^\S+\s+/, "");
  return `${cleanupName} ${rest} -o header_checks=${list(`regexp:${held}`, headerChecks).replace(/[\s,]+/g, ",")}`;
};

const overridden = ["authorized_submit_users", "smtpd_data_restrictions", "smtpd_end_of_data_restrictions"] as const;

const gapsOf = (config: PostfixConfig, { masterCf }: PostfixFiles): readonly string[] => {
  const gaps = entriesOf(masterCf).flatMap(({ text }) => {
    const name = text.split(/\s+/).slice(0, 2).join(" ");
    const own = overridden.filter((option) => optionIn(text, option) !== null);
    const unchecked = optionIn(text, "receive_override_options")?.includes("no_header_body_checks") === true;
    return [
      ...own.map((option) => `master.cf: ${name} sets ${option} for itself, so that ours does not reach it`),
      ...(unchecked && /^(?:pickup|cleanup) /.test(name)
        ? [`master.cf: ${name} looks at no headers, so that hold-mail does not reach it`]
        : []),
    ];
  });
  const loopback = "no policy server: mail that an account hands in over SMTP to this machine is neither stopped, held nor capped";
  return config.policy === null ? [...gaps, loopback] : gaps;
};

/** What the set-up makes of Postfix' files; a file that has it already comes out the same. */
export const setUpPostfix = (config: PostfixConfig, files: PostfixFiles): PostfixSetUp => {
  const { mainCf, masterCf } = takeOutPostfix(files);
  const gaps = [...gapsOf(config, { mainCf, masterCf })];
  const pickup = unixEntry(masterCf, "pickup");
  const cleanup = pickup === null ? null : unixEntry(masterCf, optionIn(pickup.text, "cleanup_service_name") ?? "cleanup");
  const withMain = withBlock(mainCf, mainCf.length, mainLines(config, mainCf));
  if (pickup === null || cleanup === null)
    return {
      mainCf: withMain,
      masterCf,
      gaps: [...gaps, "master.cf: no pickup with a cleanup of its own, so that hold-mail and cap-mail reach no local mail"],
    };
  const checks = optionIn(cleanup.text, "header_checks") ?? valueIn(mainCf, "header_checks");
  const added = withBlock(masterCf, masterCf.length, [ownCleanup(pathsOf(config).held, cleanup, checks)]);
  return { mainCf: withMain, masterCf: withBlock(added, pickup.end, [`  -o cleanup_service_name=${cleanupName}`]), gaps };
};
