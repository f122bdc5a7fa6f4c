import { causeFinders, complaintFormats, detectors, logFormats } from "../../src/catalog/index.ts";
import { toScanRequest } from "../../src/cli/to-scan-request.ts";
import { loadConfig } from "../../src/config.ts";
import type { ScanReport } from "../../src/domain/scan-report.ts";
import { openGeo } from "../../src/geo/open-geo.ts";
import { createScan } from "../../src/pipeline/scan.ts";
import type { ScanRequest } from "../../src/pipeline/scan-request.ts";

/** What to scan: a config, files, or both, as on the command line; paths are relative to `cwd` (default: the project). */
export interface FilesToScan {
  readonly config?: string;
  readonly paths?: readonly string[];
  readonly home?: string;
  readonly timezone?: string;
  readonly complaints?: readonly string[];
  readonly cwd?: string;
}

const projectDirectory = new URL("../..", import.meta.url).pathname;

const openGeoFor = ({ geo, home, trustedProxies }: ScanRequest) => openGeo({ ...geo, home, trustedProxies, cacheDir: null });

/** The scan with the same parts as in src/main.ts. */
export const scanLogs = createScan({ formats: logFormats, detectors, causeFinders, complaintFormats, openGeo: openGeoFor, now: Date.now });

/** Runs the whole pipeline as `sekisho scan` does, without the command line around it. Throws what the command would show as an error. */
export const scanFiles = (files: FilesToScan): Promise<ScanReport> => {
  const { config, paths = [], home = null, timezone = null, complaints = null, cwd = projectDirectory } = files;
  const loaded = config === undefined ? null : loadConfig(config, cwd);
  return scanLogs(toScanRequest(loaded, { paths, home, timezone, complaints, cwd }), () => {});
};
