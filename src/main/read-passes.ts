import { statSync } from "node:fs";
import type { Pass } from "../agent/crawlers/passes-of.ts";
import type { Config } from "../config.ts";
import { OperationError } from "../domain/operation-error.ts";
import { readCrawlers } from "./crawler-networks.ts";
import type { createLastGoodKeeper } from "./last-good-crawlers.ts";
import { passesFor, type ServedSite } from "./served-sites.ts";

/** Who passes by now, and what of it could not be used, in words. */
export interface PassReading {
  readonly passes: readonly Pass[];
  readonly problems: readonly string[];
}

export interface ReadPassesParts {
  /** As the process was started with it: its sites and folders stay as they are. */
  readonly config: Config;
  /** Reads the config's file anew. */
  readonly load: (file: string) => Promise<Config>;
  readonly lastGood: ReturnType<typeof createLastGoodKeeper>;
  readonly now: () => number;
}

const tokenOf = (path: string): string | null => {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? null : `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}`;
};

/** The config as it last was right; read anew where its file is another than before. */
const createConfigReader = ({ config, load }: ReadPassesParts) => {
  const path = config.file.absolute;
  let [good, token, problems]: [Config, string | null, readonly string[]] = [config, null, []];
  return async (): Promise<{ readonly config: Config; readonly problems: readonly string[] }> => {
    const now = tokenOf(path);
    if (now === token) return { config: good, problems };
    try {
      [good, problems] = [await load(path), []];
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      problems = [`${error.message} (who passes is taken from the config as it last was right)`];
    }
    token = now;
    return { config: good, problems };
  };
};

/** Sites that were set up when the process started, with the addresses that their owners have by now. */
const servedNow = (served: readonly ServedSite[], { accounts }: Config): readonly ServedSite[] => {
  const kept = new Map<ServedSite["account"], ServedSite["account"]>();
  return served.map(({ account, site }) => {
    const now = accounts.find(({ name, host }) => name === account.name && host === account.host);
    const merged = kept.get(account) ?? { ...account, owner: now?.owner };
    kept.set(account, merged);
    return { account: merged, site };
  });
};

/** Reads who passes on these sites, from the files of the config, its crawlers' ranges and the agent's list as they lie there now. */
export const createPassReader = (parts: ReadPassesParts) => {
  const readConfig = createConfigReader(parts);
  const { lastGood, now } = parts;
  return async (served: readonly ServedSite[]): Promise<PassReading> => {
    const { config, problems } = await readConfig();
    const { stateDir } = parts.config;
    const crawlers = readCrawlers({ ...config, stateDir }, lastGood.last(), now());
    await lastGood.keep(crawlers.good);
    return {
      passes: passesFor(config, servedNow(served, config), crawlers.networks),
      problems: [...problems, ...crawlers.problems],
    };
  };
};
