import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  apacheRefusals,
  askProbe,
  createApacheEnforcer,
  createHtaccessEnforcer,
  createNginxEnforcer,
  createPostfix,
  createQuarantine,
  nginxRefusals,
  setupChange,
  siteFiles,
} from "../catalog/index.ts";
import type { Config } from "../config.ts";
import { askServer } from "../kit/ask-server.ts";
import { realDisk } from "../kit/disk-steps.ts";
import { createKeepPresent } from "../kit/keep-present.ts";
import { createStagedFiles } from "../kit/put-staged.ts";
import { runProgram } from "../kit/run-program.ts";
import type { StagedFile, StagedFiles } from "../kit/staged-files.ts";
import type { Enforcer } from "../ports/enforcer.ts";
import { apacheConfigOf } from "./apache-config-of.ts";
import { groupOf } from "./group-of.ts";
import { htaccessConfigOf } from "./htaccess-config-of.ts";
import { createPassKeeper, type PassKeeper, reloadsApartMs } from "./keep-passes.ts";
import { createLastGoodKeeper } from "./last-good-crawlers.ts";
import { nginxConfigOf } from "./nginx-config-of.ts";
import { postfixConfigOf } from "./postfix-config-of.ts";
import { createPassReader, type PassReading } from "./read-passes.ts";
import { withCounts } from "./refusals-of.ts";
import { servedSites } from "./served-sites.ts";
import { createServerTurn, takingTurns } from "./server-turn.ts";

/** The enforcers of the servers that the config names, on this machine. */
export interface Plugs {
  readonly enforcers: readonly Enforcer[];
  /** Finishes or takes back what a crash left half done, in every journal; a line for each. */
  readonly recover: () => Promise<readonly string[]>;
  /** Files of ours that are not as they were left. */
  readonly drift: () => Promise<readonly string[]>;
}

const clock = { now: Date.now };
const wait = async (ms: number): Promise<void> => void (await sleep(ms));

/** Each server's files have a journal of their own. */
export const stageFor = ({ enforcer }: Config, server: "apache" | "nginx" | "postfix"): StagedFiles =>
  createStagedFiles({ journalDir: join(enforcer.stateDir.absolute, server, "journal"), disk: realDisk, run: runProgram });

const quarantineSites = ({ accounts }: Config) =>
  accounts.flatMap(({ uid, sites }) =>
    sites.flatMap(({ domain, root }) => (root === undefined ? [] : [{ domain, root: root.absolute, uid, gid: groupOf(uid) }])),
  );

interface Plug {
  readonly enforcer: Enforcer;
  readonly drift: () => Promise<readonly string[]>;
  readonly recover: () => Promise<readonly string[]>;
}

/** What lies on the disk just as it is planned is known as ours from then on, whoever laid it there: set-up, or a journal that was lost. */
const adopting = (enforcer: Enforcer, staged: StagedFiles, privateDir: string) => async (): Promise<readonly string[]> => {
  mkdirSync(privateDir, { recursive: true, mode: 0o700 });
  const lines = await staged.recover();
  const planned = enforcer.plan(await enforcer.standing());
  // Before set-up there is nothing to look after.
  if (!planned.some(({ path }) => existsSync(path))) return lines;
  const files = planned.map(({ path, text }) => ({ path, content: text, mode: path.startsWith(privateDir) ? 0o600 : 0o644 }));
  try {
    await staged.put({ name: "as it is", files, test: null, activate: null });
    return lines;
  } catch (error) {
    // Somebody else's change stays; the orders to come will say so as well.
    return [...lines, error instanceof Error ? error.message : String(error)];
  }
};

interface Kept {
  readonly includeDir: string;
  readonly texts: readonly StagedFile[];
  readonly copied: readonly string[];
  readonly passes: PassKeeper;
}

/** Who passes is brought up to date; what stands, what was set up and the geo data are laid back where somebody took them away. */
const keeping = (enforcer: Enforcer, privateDir: string, { includeDir, texts, copied, passes }: Kept) => {
  const keep = createKeepPresent({ disk: realDisk, copies: join(privateDir, "copies") });
  const isPublic = ({ path }: { readonly path: string }): boolean => !path.startsWith(privateDir);
  return async (): Promise<readonly string[]> => {
    if (!existsSync(includeDir)) return [`${includeDir} is not there: \`sekisho setup ${enforcer.name}\` shows what has to be added`];
    const wrong = await passes.work();
    const planned = [...enforcer.plan(await enforcer.standing()).filter(isPublic), passes.left()];
    const known = new Set(planned.map(({ path }) => path));
    const rest = texts.filter(({ path }) => !known.has(path) && isPublic({ path }));
    const laid = await keep({ texts: [...planned, ...rest.map(({ path, content }) => ({ path, text: String(content) }))], copied });
    return [...wrong, ...laid];
  };
};

type ReadPasses = (server: "apache" | "nginx") => Promise<PassReading>;

/** Who passes is read by the process that keeps a server, and by nobody else. */
const passReading = (config: Config): ReadPasses => {
  let reader: ReturnType<typeof createPassReader> | undefined;
  const load = async (file: string): Promise<Config> => (await import("../config.ts")).loadConfig(file);
  return (server) => {
    reader ??= createPassReader({ config, load, lastGood: createLastGoodKeeper(config, realDisk), now: clock.now });
    return reader(servedSites(config, server));
  };
};

const apachePlug = (config: Config, readPasses: ReadPasses): readonly Plug[] => {
  const of = apacheConfigOf(config, []);
  if (of === null) return [];
  const staged = stageFor(config, "apache");
  const enforcer = createApacheEnforcer(of, { staged, disk: realDisk, ask: askServer, clock, wait });
  // Without its map of countries or of modes the guard lets everybody in (ADR 22): it is to be there again at once, and somebody is to hear of it.
  const copied = ["geo.db", "samples.json"].map((name) => join(of.includeDir, "geo", name));
  // Apache looks at a map by itself, so a change costs nobody anything.
  const passes = createPassKeeper({ enforcer, clock, read: () => readPasses("apache"), apartMs: 0 });
  const { files: texts } = setupChange(of);
  const kept = { ...enforcer, keep: keeping(enforcer, of.stateDir, { includeDir: of.includeDir, texts, copied, passes }) };
  return [
    { enforcer: withCounts(kept, apacheRefusals(of), of.stateDir), drift: staged.drift, recover: adopting(enforcer, staged, of.stateDir) },
  ];
};

const nginxPlug = (config: Config, readPasses: ReadPasses): readonly Plug[] => {
  const of = nginxConfigOf(config, []);
  if (of === null) return [];
  const staged = stageFor(config, "nginx");
  const enforcer = createNginxEnforcer(of, { staged, run: runProgram, ask: askProbe, clock, wait, read: realDisk.read });
  const passes = createPassKeeper({ enforcer, clock, read: () => readPasses("nginx"), apartMs: reloadsApartMs });
  const copied = [join(of.dir, "geo.conf")];
  const kept = { ...enforcer, keep: keeping(enforcer, of.stateDir, { includeDir: of.dir, texts: [], copied, passes }) };
  return [
    {
      enforcer: withCounts(kept, nginxRefusals(of, realDisk), of.stateDir),
      drift: staged.drift,
      recover: adopting(enforcer, staged, of.stateDir),
    },
  ];
};

const postfixPlug = (config: Config): readonly Plug[] => {
  const of = postfixConfigOf(config);
  if (of === null) return [];
  const staged = stageFor(config, "postfix");
  const enforcer = createPostfix(of, { staged, disk: realDisk, run: runProgram, clock, wait });
  const recover = async (): Promise<readonly string[]> => {
    for (const dir of [of.stateDir, of.dir]) mkdirSync(dir, { recursive: true, mode: dir === of.dir ? 0o755 : 0o700 });
    return enforcer.recover();
  };
  return [{ enforcer, drift: staged.drift, recover }];
};

const htaccessPlug = (config: Config): readonly Plug[] => {
  const of = htaccessConfigOf(config);
  if (of === null) return [];
  const enforcer = createHtaccessEnforcer(of, { disk: realDisk, files: siteFiles, ask: askServer });
  return [{ enforcer, drift: enforcer.drift, recover: enforcer.recover }];
};

export const openPlugs = (config: Config): Plugs => {
  const readPasses = passReading(config);
  const servers = [...apachePlug(config, readPasses), ...htaccessPlug(config), ...nginxPlug(config, readPasses), ...postfixPlug(config)];
  const closePath = (site: string): Enforcer | null =>
    servers.find(({ enforcer }) => enforcer.fits({ measure: "deny-path", target: { site, path: "/x.php" } }))?.enforcer ?? null;
  const folder = join(config.enforcer.stateDir.absolute, "quarantine");
  const quarantine = createQuarantine({ folder, sites: quarantineSites(config), closePath, disk: realDisk });
  const ofEach = async (ask: (plug: Plug) => Promise<readonly string[]>): Promise<readonly string[]> => {
    const lines: string[] = [];
    for (const one of servers) lines.push(...(await ask(one)));
    return lines;
  };
  const turn = createServerTurn(config.enforcer.stateDir.absolute);
  return {
    enforcers: [...servers.map(({ enforcer }) => enforcer), quarantine].map((one) => takingTurns(one, turn)),
    recover: () => turn(() => ofEach(({ recover }) => recover())),
    drift: () => turn(() => ofEach(({ drift }) => drift())),
  };
};
