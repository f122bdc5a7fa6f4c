import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { askProbe, createNginxEnforcer, nginxGeoFile, nginxSetUp } from "../../src/catalog/index.ts";
import { realDisk } from "../../src/kit/disk-steps.ts";
import { createStagedFiles } from "../../src/kit/put-staged.ts";
import { runProgram } from "../../src/kit/run-program.ts";
import type { StagedFiles } from "../../src/kit/staged-files.ts";
import { makeNginxPlace, type Nginx, type NginxOptions, type NginxPlace } from "./nginx.ts";
import { writeSite } from "./nginx-scripts.ts";

/** What an address is in the lab: `home`, from abroad, or a pass. */
export const labAddresses = {
  home: "198.51.100.7",
  foreign: "203.0.113.7",
  pass: "203.0.113.200",
  home6: "2001:db8:1::7",
  foreign6: "2001:db8:2::7",
} as const;

export const labBlocks = [
  { cidr: "0.0.0.0/0", value: 1 },
  { cidr: "::/0", value: 1 },
  { cidr: "203.0.113.0/24", value: 0 },
  { cidr: "2001:db8:2::/48", value: 0 },
] as const;

type Config = Parameters<typeof createNginxEnforcer>[0];

/** A guarded nginx with an enforcer of its own. */
export interface NginxLab {
  readonly nginx: Nginx;
  readonly enforcer: ReturnType<typeof createNginxEnforcer>;
  readonly staged: StagedFiles;
  /** What the enforcer stands on. */
  readonly parts: Parameters<typeof createNginxEnforcer>[1];
  readonly config: Config;
  /** Commands that were run on the server, in order. */
  readonly commands: readonly string[];
  readonly stop: () => Promise<void>;
}

export interface LabOptions extends Partial<Omit<NginxOptions, "guarded">> {
  /** Null: no data yet. */
  readonly geo?: Parameters<typeof nginxGeoFile>[0] | null;
  /** Sites that the config knows beyond those that are served. */
  readonly moreSites?: readonly string[];
}

const usualSites = [
  { domain: "shop.example", names: ["shop.example", "www.shop.example"] },
  { domain: "other.example", names: ["other.example"] },
] as const;

const layOut = async (
  place: NginxPlace,
  staged: StagedFiles,
  config: Config,
  geo: Parameters<typeof nginxGeoFile>[0] | null,
): Promise<void> => {
  const { folders, files } = nginxSetUp(config);
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  const laid = files.map(({ path, text }) => ({ path, content: geo !== null && path.endsWith("/geo.conf") ? nginxGeoFile(geo) : text }));
  await staged.recover();
  await staged.put({ name: "set-up", files: laid, test: null, activate: null });
  for (const { domain } of config.sites.slice(0, 10)) writeSite(place.root(domain));
};

export const startNginxLab = async ({ geo = labBlocks, moreSites = [], ...options }: LabOptions = {}): Promise<NginxLab> => {
  const place = makeNginxPlace();
  const commands: string[] = [];
  const run = (command: readonly string[]) => {
    commands.push(command.includes("reload") ? "reload" : "test");
    return runProgram(command);
  };
  const sites = options.sites ?? usualSites;
  const own = ["-c", join(place.dir, "nginx.conf")];
  const config = (listens: Config["listens"]): Config => ({
    dir: place.includeDir,
    stateDir: join(place.dir, "state"),
    sites: [
      ...sites.map(({ domain, names }) => ({ domain, aliases: names.filter((name) => name !== domain), root: place.root(domain) })),
      ...moreSites.map((domain) => ({ domain, aliases: [], root: null })),
    ],
    passes: [{ name: "payment", cidr: "203.0.113.192/26", sites: ["shop.example"] }],
    listens,
    refusedLog: join(place.dir, "sekisho-refused.log"),
    operator: { name: "例ホスティング", contact: "abuse@host.example" },
    test: ["/usr/sbin/nginx", "-q", "-t", ...own],
    reload: ["/usr/sbin/nginx", "-q", "-s", "reload", ...own],
  });
  const staged = createStagedFiles({ journalDir: join(place.dir, "journal"), disk: realDisk, run });
  await layOut(place, staged, config([]), geo);
  const nginx = await place.start({ ...options, sites, guarded: true });
  const complete = config([
    { address: "127.0.0.1", port: nginx.port, tls: false },
    { address: "127.0.0.1", port: nginx.tlsPort, tls: true },
    { address: "::1", port: nginx.port6, tls: false },
  ]);
  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const clock = { now: () => performance.now() };
  const parts = { staged, run, ask: askProbe, clock, wait, read: realDisk.read };
  const enforcer = createNginxEnforcer(complete, parts);
  return { nginx, enforcer, parts, staged, config: complete, commands, stop: nginx.stop };
};
