import { chownSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { createHtaccessEnforcer, type HtaccessConfig, siteFiles } from "../../src/catalog/index.ts";
import { askServer } from "../../src/kit/ask-server.ts";
import { realDisk } from "../../src/kit/disk-steps.ts";
import { type Apache, type ApacheVhost, makeApachePlace } from "./apache.ts";

/** Ids that are nobody's: what the child may do is what a user without any rights may. */
export const siteOwner = { uid: 54_331, gid: 54_331 } as const;

/** A running Apache without any guard, whose sites belong to a user, and an enforcer that has only their `.htaccess`. */
export interface HtaccessLab {
  readonly apache: Apache;
  readonly config: HtaccessConfig;
  /** A fresh one on the same notes: as after a restart. */
  readonly open: (parts?: Partial<Parameters<typeof createHtaccessEnforcer>[1]>) => ReturnType<typeof createHtaccessEnforcer>;
  readonly stop: () => Promise<void>;
}

export interface HtaccessLabOptions {
  readonly vhosts: (www: string) => readonly ApacheVhost[];
  readonly passes?: HtaccessConfig["passes"];
}

/** Gives a folder or file to the site's user. */
export const giveToOwner = (path: string): void => chownSync(path, siteOwner.uid, siteOwner.gid);

export const startHtaccessLab = async ({ vhosts, passes = [] }: HtaccessLabOptions): Promise<HtaccessLab> => {
  const place = await makeApachePlace();
  const served = vhosts(join(place.dir, "www"));
  for (const { root } of served) {
    mkdirSync(root, { recursive: true });
    giveToOwner(root);
  }
  const apache = await place.start({
    vhosts: served.map((one) => ({ ...one, isGuarded: false })),
    includeOf: () => "",
    hasServerFile: false,
  });
  const config: HtaccessConfig = {
    stateDir: join(place.dir, "state"),
    sites: served.map(({ domain, root }) => ({ domain, root, ...siteOwner })),
    passes,
    endpoints: [
      { address: "127.0.0.1", port: apache.port, isTls: false },
      { address: "127.0.0.1", port: apache.tlsPort, isTls: true },
    ],
    otherRoots: served.map(({ root }) => root),
  };
  const neighbours = { disk: realDisk, files: siteFiles, ask: askServer };
  return { apache, config, open: (parts = {}) => createHtaccessEnforcer(config, { ...neighbours, ...parts }), stop: apache.stop };
};
