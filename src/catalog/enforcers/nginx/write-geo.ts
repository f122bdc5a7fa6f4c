import type { StagedFiles } from "../../../kit/staged-files.ts";
import { geoVersionIn, type HomeBlock, nginxGeoFile } from "./geo-file.ts";
import type { NginxConfig } from "./nginx-config.ts";
import { type SettleParts, settleWorkers } from "./settle-workers.ts";
import { translatedError } from "./translated-error.ts";

/**
 * Brings new data on who is from abroad into nginx, and waits until its workers have it. Blocks as `homeBlocks` of the geo room makes them. Throws
 * OperationError where nginx refuses; the data of before stays in use then.
 */
export const writeNginxGeo = async (
  config: NginxConfig,
  blocks: readonly HomeBlock[],
  parts: SettleParts & { readonly staged: StagedFiles },
): Promise<void> => {
  const content = nginxGeoFile(blocks);
  const files = [{ path: `${config.dir}/geo.conf`, content }];
  try {
    await parts.staged.put({ name: "geo data", files, test: config.test, activate: config.reload });
  } catch (error) {
    throw translatedError(error);
  }
  const version = geoVersionIn(content);
  for (const { domain } of config.sites.slice(0, 1))
    await settleWorkers({ config, site: domain, reloaded: true, isNew: ({ geo }) => geo === version }, parts);
};
