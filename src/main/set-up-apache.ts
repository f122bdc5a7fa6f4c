import { dirname, join, resolve } from "node:path";
import {
  type ApacheConfig,
  createApacheEnforcer,
  guardFile,
  type NamedSite,
  readVhostDump,
  setupChange,
  setupFolders,
  unguardFile,
  writeApacheGeo,
} from "../catalog/index.ts";
import { OperationError } from "../domain/operation-error.ts";
import { askServer } from "../kit/ask-server.ts";
import type { StagedChange, StagedFile } from "../kit/staged-files.ts";
import type { GeoForServers } from "./geo-for-servers.ts";
import { bufferedNote, countsOf, uncountedNote } from "./refusals-of.ts";
import { everythingIn, readRecord, recordFile } from "./set-up-record.ts";
import { realPathOf, type SetUpTools, type SetUpWork, textOf, theirs } from "./set-up-work.ts";

/** What set-up is told of one Apache. */
export interface ApacheToSetUp {
  readonly config: ApacheConfig;
  readonly sites: readonly NamedSite[];
  readonly geo: GeoForServers;
}

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** The command that tests, asking something else. */
const asking = ({ test }: ApacheConfig, ...question: readonly string[]): readonly string[] => {
  if (!test.includes("-t"))
    throw new OperationError("config-wrong", 'servers.apache.test: has no "-t", which set-up would replace to ask Apache');
  return test.flatMap((word) => (word === "-t" ? question : [word]));
};

const standingOf = (config: ApacheConfig, { staged, disk }: SetUpTools) =>
  createApacheEnforcer(config, { staged, disk, ask: askServer, clock: { now: Date.now }, wait });

const answerOf = async (command: readonly string[], { readProgram }: SetUpTools): Promise<string> => {
  const { exit, out, said } = await readProgram(command);
  if (exit === 0) return out;
  throw new OperationError(
    "world-failed",
    `Apache does not take its own configuration as it is, so nothing was changed; mend that first. ${command.join(" ")}: ${said}`,
  );
};

/** Every file of Apache's configuration by where it really lies; the main one first. */
const readConfigFiles = async (config: ApacheConfig, tools: SetUpTools): Promise<readonly string[]> => {
  const out = await answerOf(asking(config, "-t", "-D", "DUMP_INCLUDES"), tools);
  const named = [...out.matchAll(/^\s+\((?:\*|\d+)\) (\/.+)$/gm)].map(([, path]) => path ?? "");
  return [...new Set(await Promise.all(named.map(realPathOf)))];
};

const readText = async (path: string, { disk }: SetUpTools): Promise<string | null> => {
  const found = await disk.read(path);
  return found === null ? null : textOf(found.content);
};

const requireModules = async (config: ApacheConfig, tools: SetUpTools): Promise<void> => {
  const loaded = await answerOf(asking(config, "-M"), tools);
  if (!/^ rewrite_module /m.test(loaded))
    throw new OperationError(
      "world-failed",
      "Apache runs without mod_rewrite, which the guard is made of; nothing was changed. Next: a2enmod rewrite",
    );
};

/** Where the line at server level goes: a file of ours in conf-enabled, or a line that the operator has put somewhere. */
const serverLevel = async (config: ApacheConfig, serverRoot: string, tools: SetUpTools): Promise<readonly StagedFile[]> => {
  const [main, ...others] = await readConfigFiles(config, tools);
  const line = join(config.includeDir, "server.conf");
  const own = join(serverRoot, "conf-enabled", "sekisho.conf");
  const includes = (text: string | null): readonly string[] =>
    [...(text ?? "").matchAll(/^[ \t]*Include(?:Optional)?[ \t]+"?([^"\n]+?)"?[ \t\r]*$/gim)].map(([, path]) =>
      resolve(serverRoot, path ?? ""),
    );
  const inMain = includes(await readText(main ?? "", tools));
  if (inMain.includes(join(serverRoot, "conf-enabled", "*.conf")))
    return [{ path: own, content: `# Made by \`sekisho setup apache\`.\nInclude "${line}"\n` }];
  for (const file of [main ?? "", ...others]) if (includes(await readText(file, tools)).includes(line)) return [];
  throw new OperationError(
    "world-failed",
    `${main}: does not include conf-enabled/*.conf, so nothing was changed. Next: add the line\n  IncludeOptional "${line}"\nto it, outside of any <VirtualHost>, and run this again`,
  );
};

interface Vhosts {
  readonly files: readonly StagedFile[];
  readonly record: StagedFile;
  readonly notes: readonly string[];
}

const guardVhosts = async (
  { config, sites }: ApacheToSetUp,
  dump: NonNullable<ReturnType<typeof readVhostDump>>,
  tools: SetUpTools,
): Promise<Vhosts> => {
  const byFile = new Map<string, (typeof dump.vhosts)[number][]>();
  for (const vhost of dump.vhosts) {
    const path = await realPathOf(vhost.file);
    byFile.set(path, [...(byFile.get(path) ?? []), vhost]);
  }
  const files: StagedFile[] = [];
  const [domains, notes, paths] = [new Set<string>(), [] as string[], new Set(await readRecord(config.stateDir, tools.disk))];
  for (const [path, vhosts] of byFile) {
    const text = (await readText(path, tools)) ?? "";
    const made = guardFile({ path, text, vhosts }, { includeDir: config.includeDir, sites });
    files.push(theirs(path, made.text));
    for (const domain of made.domains) domains.add(domain);
    notes.push(...made.notes);
    if (unguardFile(made.text) === made.text) paths.delete(path);
    else paths.add(path);
  }
  const missing = sites
    .filter(({ domain }) => !domains.has(domain))
    .map(({ domain }) => `${domain}: no virtual host was found, so no measure holds there`);
  return { files, record: recordFile(config.stateDir, [...paths]), notes: [...missing, ...notes] };
};

/** The geo data as a change of its own: Apache does not start without a map that it was told of. */
const geoChange = async ({ config, geo }: ApacheToSetUp, { staged, run }: SetUpTools): Promise<readonly StagedChange[]> => {
  const changes: StagedChange[] = [];
  const put = async (change: StagedChange): Promise<void> => void changes.push(change);
  await writeApacheGeo(config.includeDir, geo.foreign(), { staged: { ...staged, put }, run });
  return changes;
};

/** The guard's own files as they shall be now: maps of what is in force stay. */
const ownFiles = async (config: ApacheConfig, tools: SetUpTools): Promise<readonly StagedFile[]> => {
  const enforcer = standingOf(config, tools);
  const planned = new Map(enforcer.plan(await enforcer.standing()).map(({ path, text }) => [path, text]));
  const files = setupChange(config).files.map((file) => ({ ...file, content: planned.get(file.path) ?? file.content }));
  const { files: lying } = await everythingIn(join(config.includeDir, "sites"));
  const gone = lying.filter((path) => path.endsWith(".conf") && !files.some((file) => file.path === path));
  return [...files, ...gone.map((path) => ({ path, content: null }))];
};

const foldersOf = (config: ApacheConfig): SetUpWork["folders"] =>
  [dirname(config.stateDir), ...setupFolders(config)].map((path) => ({ path, mode: path.startsWith(config.includeDir) ? 0o755 : 0o700 }));

/** Apache would hold lines back until a buffer is full, and a count would leave them out. */
const isBuffering = async (config: ApacheConfig, tools: SetUpTools): Promise<boolean> => {
  for (const path of await readConfigFiles(config, tools))
    if (/^[ \t]*BufferedLogs[ \t]+on\b/im.test((await readText(path, tools)) ?? "")) return true;
  return false;
};

/** What Apache needs: the guard's files, a line in each virtual host of a site, one at server level, and the geo data. */
export const setUpApache = async (given: ApacheToSetUp, tools: SetUpTools): Promise<SetUpWork> => {
  const isLate = await isBuffering(given.config, tools);
  const config = isLate ? { ...given.config, refusedLog: null } : given.config;
  const dump = readVhostDump(await answerOf(asking(config, "-S"), tools));
  if (dump === null)
    throw new OperationError("world-failed", "Apache's own list of virtual hosts names no ServerRoot; nothing was changed");
  await requireModules(config, tools);
  const server = await serverLevel(config, dump.serverRoot, tools);
  const vhosts = await guardVhosts(given, dump, tools);
  const files = [...(await ownFiles(config, tools)), ...server, ...vhosts.files, vhosts.record];
  const geo = ["geo.db", "samples.json"].map((name) => join(config.includeDir, "geo", name));
  const hasGeo = (await tools.disk.read(geo[0] ?? "")) !== null;
  const change: StagedChange = { ...setupChange(config), files };
  return {
    ...{ server: "Apache", test: config.test, files, folders: foldersOf(config), isRemoval: false },
    notes: [...vhosts.notes, ...(config.refusedLog === null ? [isLate ? bufferedNote : uncountedNote] : [])],
    later: hasGeo ? [] : geo,
    changes: async () => [...(hasGeo ? [] : await geoChange(given, tools)), change],
  };
};

/** All of it out again. */
export const takeOutApache = async ({ config }: ApacheToSetUp, tools: SetUpTools): Promise<SetUpWork> => {
  const dump = readVhostDump(await answerOf(asking(config, "-S"), tools));
  const own = join(dump?.serverRoot ?? "/", "conf-enabled", "sekisho.conf");
  const paths = new Set([...(await readConfigFiles(config, tools)), ...(await readRecord(config.stateDir, tools.disk))]);
  const edited: StagedFile[] = [];
  for (const path of paths) {
    const text = await readText(path, tools);
    if (text !== null && unguardFile(text) !== text) edited.push(theirs(path, unguardFile(text)));
  }
  const ours = await everythingIn(config.includeDir);
  const gone = [own, ...ours.files, join(config.stateDir, "impositions.json")].map((path) => ({ path, content: null }));
  const files = [...edited, ...gone, recordFile(config.stateDir, [])];
  return {
    ...{ server: "Apache", test: config.test, files, later: [], isRemoval: true, notes: [] },
    folders: [config.stateDir, ...ours.folders].map((path) => ({ path, mode: 0o755 })),
    leftovers: await countsOf(config),
    changes: async () => [{ name: "take out of Apache", files, test: config.test, activate: config.reload }],
  };
};

/** What is in force now: nothing may be taken out from under it. */
export const standingInApache = ({ config }: ApacheToSetUp, tools: SetUpTools) => standingOf(config, tools).standing();

/** New geo data; looked up with the next request. */
export const renewApacheGeo = async ({ config, geo }: ApacheToSetUp, { staged, run }: SetUpTools): Promise<void> =>
  writeApacheGeo(config.includeDir, geo.foreign(), { staged, run });
