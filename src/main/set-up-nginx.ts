import { dirname, join } from "node:path";
import {
  askProbe,
  countedPath,
  countedText,
  createNginxEnforcer,
  guardServers,
  type NginxConfig,
  nginxGeoFile,
  nginxSetUp,
  unguardServers,
  writeNginxGeo,
} from "../catalog/index.ts";
import { OperationError } from "../domain/operation-error.ts";
import type { StagedFile } from "../kit/staged-files.ts";
import type { GeoForServers } from "./geo-for-servers.ts";
import { countsOf, uncountedNote } from "./refusals-of.ts";
import { everythingIn, readRecord, recordFile } from "./set-up-record.ts";
import { realPathOf, type SetUpTools, type SetUpWork, textOf, theirs } from "./set-up-work.ts";

/** What set-up is told of one nginx. */
export interface NginxToSetUp {
  readonly config: NginxConfig;
  readonly geo: GeoForServers;
}

interface ConfigFile {
  /** As nginx names it, and where it really lies. */
  readonly path: string;
  readonly real: string;
  readonly text: string;
}

const refuse = (message: string): never => {
  throw new OperationError("world-failed", `${message}; nothing was changed`);
};

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const partsOf = ({ staged, disk, run }: SetUpTools) => ({
  ...{ staged, run, wait, ask: askProbe, read: disk.read },
  clock: { now: Date.now },
});

const dumpOf = async ({ test }: NginxConfig, { readProgram }: SetUpTools): Promise<string> => {
  if (!test.includes("-t"))
    throw new OperationError("config-wrong", 'servers.nginx.test: has no "-t", which set-up would replace to ask nginx');
  const command = test.map((word) => (word === "-t" ? "-T" : word));
  const { exit, out, said } = await readProgram(command);
  if (exit === 0) return out;
  return refuse(`nginx does not take its own configuration as it is; mend that first. ${command.join(" ")}: ${said}`);
};

const header = /^# configuration file (.+):\n/;

/** Every file of nginx's configuration, the main one first. A comment that looks like the head of a file in the dump is none: the disk knows. */
const readConfigFiles = async (config: NginxConfig, tools: SetUpTools): Promise<readonly ConfigFile[]> => {
  let rest = await dumpOf(config, tools);
  const files: ConfigFile[] = [];
  while (rest !== "") {
    const [head = "", path] = header.exec(rest) ?? [];
    if (path === undefined) return refuse(`nginx -T says something unknown: ${rest.slice(0, 80)}`);
    const real = await realPathOf(path);
    const text = textOf((await tools.disk.read(real))?.content ?? Buffer.alloc(0));
    rest = rest.slice(head.length);
    if (!rest.startsWith(text)) return refuse(`${path}: is not as nginx has just read it`);
    rest = rest.slice(text.length + 1);
    files.push({ path, real, text });
  }
  return files;
};

const isOurs = ({ real }: ConfigFile, { dir }: NginxConfig): boolean => real.startsWith(`${dir}/`);

/** The guard's own files as they shall be now: what is in force stays, and so does geo data that is there. */
const ownFiles = async (config: NginxConfig, tools: SetUpTools): Promise<readonly StagedFile[]> => {
  const enforcer = createNginxEnforcer(config, partsOf(tools));
  const planned = enforcer.plan(await enforcer.standing());
  const geo = await tools.disk.read(join(config.dir, "geo.conf"));
  const all = new Map([...nginxSetUp(config).files, ...planned].map(({ path, text }) => [path, text]));
  return [...all].map(([path, text]) => ({
    path,
    content: geo !== null && path === join(config.dir, "geo.conf") ? geo.content : text,
    mode: path.startsWith(`${config.stateDir}/`) ? 0o600 : 0o644,
  }));
};

interface Edits {
  readonly files: readonly StagedFile[];
  readonly notes: readonly string[];
}

const editFiles = async (config: NginxConfig, tools: SetUpTools): Promise<Edits> => {
  const found = (await readConfigFiles(config, tools)).filter((file) => !isOurs(file, config));
  const made = guardServers(found, config);
  const realOf = new Map(found.map(({ path, real }) => [path, real]));
  const edited = new Map([...made.texts].map(([path, text]) => [realOf.get(path) ?? path, text]));
  const marked = new Set(await readRecord(config.stateDir, tools.disk));
  for (const { real, text } of found) {
    const after = edited.get(real) ?? text;
    if (unguardServers(after) === after) marked.delete(real);
    else marked.add(real);
  }
  const missing = config.sites
    .filter(({ domain }) => !made.domains.includes(domain))
    .map(({ domain }) => `${domain}: no server block was found, so no measure holds there`);
  const own = made.ownFile === null ? [] : [{ path: made.ownFile.path, content: made.ownFile.text }];
  const serverFiles = made.serverFiles.map(({ path, text }) => ({ path, content: Buffer.from(text, "latin1") }));
  const { files: lying } = await everythingIn(config.dir);
  const gone = lying.filter((path) => /\/server-[0-9a-f]+\.conf$/.test(path) && !serverFiles.some((file) => file.path === path));
  const uncounted = config.refusedLog === null ? [uncountedNote] : [];
  return {
    files: [
      ...[...edited].map(([path, text]) => theirs(path, text)),
      ...[...own, ...serverFiles, { path: countedPath(config), content: countedText(made.counted) }],
      ...gone.map((path) => ({ path, content: null })),
      recordFile(config.stateDir, [...marked, ...own.map(({ path }) => path)]),
    ],
    notes: [...missing, ...made.notes, ...uncounted],
  };
};

const foldersOf = (config: NginxConfig): SetUpWork["folders"] =>
  [dirname(config.stateDir), ...nginxSetUp(config).folders].map((path) => ({ path, mode: path.startsWith(config.dir) ? 0o755 : 0o700 }));

/** What nginx needs: the guard's files, and lines in http { }, in each server block of a site and in its locations that run PHP. */
export const setUpNginx = async ({ config, geo }: NginxToSetUp, tools: SetUpTools): Promise<SetUpWork> => {
  const { files: edits, notes } = await editFiles(config, tools);
  const geoPath = join(config.dir, "geo.conf");
  const hasGeo = (await tools.disk.read(geoPath)) !== null;
  const own = await ownFiles(config, tools);
  const withGeo = (): readonly StagedFile[] =>
    own.map((file) => (file.path === geoPath && !hasGeo ? { ...file, content: nginxGeoFile(geo.home()) } : file));
  return {
    ...{ server: "nginx", test: config.test, folders: foldersOf(config), isRemoval: false, notes },
    files: [...own.filter(({ path }) => hasGeo || path !== geoPath), ...edits],
    later: hasGeo ? [] : [geoPath],
    changes: async () => [{ name: "set up nginx", files: [...withGeo(), ...edits], test: config.test, activate: config.reload }],
  };
};

/** All of it out again. */
export const takeOutNginx = async ({ config }: NginxToSetUp, tools: SetUpTools): Promise<SetUpWork> => {
  const found = (await readConfigFiles(config, tools)).filter((file) => !isOurs(file, config));
  const [files, ours] = [[] as StagedFile[], await everythingIn(config.dir)];
  for (const real of new Set([...found.map((file) => file.real), ...(await readRecord(config.stateDir, tools.disk))])) {
    const now = await tools.disk.read(real);
    if (now === null) continue;
    const text = textOf(now.content);
    if (text.startsWith("# Made by `sekisho setup nginx`.\n")) files.push({ path: real, content: null });
    else if (unguardServers(text) !== text) files.push(theirs(real, unguardServers(text)));
  }
  const gone = ours.files.map((path) => ({ path, content: null }));
  const all = [...files, ...gone, recordFile(config.stateDir, [])];
  return {
    ...{ server: "nginx", test: config.test, files: all, later: [], isRemoval: true, notes: [] },
    folders: [config.stateDir, ...ours.folders].map((path) => ({ path, mode: 0o755 })),
    leftovers: await countsOf(config),
    changes: async () => [{ name: "take out of nginx", files: all, test: config.test, activate: config.reload }],
  };
};

/** What is in force now: nothing may be taken out from under it. */
export const standingInNginx = ({ config }: NginxToSetUp, tools: SetUpTools) => createNginxEnforcer(config, partsOf(tools)).standing();

/** New geo data, by a reload. */
export const renewNginxGeo = ({ config, geo }: NginxToSetUp, tools: SetUpTools): Promise<void> =>
  writeNginxGeo(config, geo.home(), partsOf(tools));
