import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  type ApacheConfig,
  createApacheEnforcer,
  setupChange,
  setupFolders,
  siteInclude,
  writeApacheGeo,
} from "../../src/catalog/index.ts";
import { askServer } from "../../src/kit/ask-server.ts";
import { realDisk } from "../../src/kit/disk-steps.ts";
import type { parseAddress } from "../../src/kit/ip-address.ts";
import { readCidr } from "../../src/kit/ip-range.ts";
import { createStagedFiles } from "../../src/kit/put-staged.ts";
import { runProgram } from "../../src/kit/run-program.ts";
import { type Apache, type ApacheVhost, makeApachePlace } from "./apache.ts";

/** A running Apache with the guard set up and an enforcer on it. */
export interface ApacheLab {
  readonly vhosts: readonly ApacheVhost[];
  readonly apache: Apache;
  readonly enforcer: ReturnType<typeof createApacheEnforcer>;
  readonly config: ApacheConfig;
  readonly stop: () => Promise<void>;
}

type Span = { readonly first: NonNullable<ReturnType<typeof parseAddress>>; readonly last: NonNullable<ReturnType<typeof parseAddress>> };

/** Abroad in the labs: half of each family that the documentation addresses do not need. */
const labForeign: readonly Span[] = ["198.51.100.0/24", "2001:db8:f000::/36"].map((cidr) => {
  const reading = readCidr(cidr);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.range;
});

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

export interface ApacheLabOptions {
  readonly vhosts: (www: string) => readonly ApacheVhost[];
  readonly passes?: ApacheConfig["passes"];
  readonly foreign?: readonly Span[];
  readonly phpBehind?: readonly string[];
}

export const startApacheLab = async (options: ApacheLabOptions): Promise<ApacheLab> => {
  const { vhosts, passes = [], foreign = labForeign, phpBehind = [] } = options;
  const place = await makeApachePlace();
  const served = vhosts(join(place.dir, "www"));
  for (const { root } of served) mkdirSync(root, { recursive: true });
  const staged = createStagedFiles({ journalDir: join(place.dir, "journal"), disk: realDisk, run: runProgram });
  const config: ApacheConfig = {
    includeDir: join(place.dir, "sekisho"),
    stateDir: join(place.dir, "state"),
    sites: served.map(({ domain, root }) => ({ domain, root })),
    passes,
    operator: { name: "例ホスティング", contact: "abuse@host.example" },
    endpoints: [
      { address: "127.0.0.1", port: place.ports[0], isTls: false },
      { address: "127.0.0.1", port: place.ports[1], isTls: true },
    ],
    refusedLog: join(place.dir, "sekisho-refused.log"),
    test: ["true"],
    reload: ["true"],
  };
  for (const folder of setupFolders(config)) mkdirSync(folder, { recursive: true });
  await staged.recover();
  await writeApacheGeo(config.includeDir, foreign, { staged, run: runProgram });
  await staged.put(setupChange(config));
  const apache = await place.start({ vhosts: served, phpBehind, includeOf: (domain) => siteInclude(config, domain) });
  const enforcer = createApacheEnforcer(config, { staged, disk: realDisk, ask: askServer, clock: { now: Date.now }, wait });
  return { vhosts: served, apache, enforcer, config: { ...config, test: apache.test, reload: apache.reload }, stop: apache.stop };
};
