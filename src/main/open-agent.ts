import { createHmac, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Agent, type AgentParts, createAgent } from "../agent/follow-logs.ts";
import { causeFinders, complaintFormats, detectors, logFormats } from "../catalog/index.ts";
import { toScanRequest } from "../cli/to-scan-request.ts";
import type { Config } from "../config.ts";
import { openGeo } from "../geo/open-geo.ts";

const keyBytes = 32;

/** The key of the digests by which quoted lines are known again, made at the first start; it stays with the logs that it stands for. */
const readKey = ({ stateDir }: Config): Uint8Array => {
  const file = join(stateDir.absolute, "evidence.key");
  mkdirSync(stateDir.absolute, { recursive: true, mode: 0o750 });
  try {
    writeFileSync(file, randomBytes(keyBytes), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(file);
};

const wait: AgentParts["wait"] = (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined);

/** The agent of this machine. Throws `config-wrong` where the config names no logs. */
export const openAgent = (config: Config, { deliver, say }: Pick<AgentParts, "deliver" | "say">): Agent => {
  const nothing = { paths: [], home: null, timezone: null, complaints: [], cwd: process.cwd() };
  const request = toScanRequest(config, { ...nothing, mayComeLater: true });
  const key = readKey(config);
  return createAgent(request, {
    ...{ formats: logFormats, detectors, causeFinders, complaintFormats, clock: { now: Date.now }, wait, deliver, say },
    openGeo: ({ geo, home, trustedProxies }) => openGeo({ ...geo, home, trustedProxies, cacheDir: null }),
    digest: (sha256) => createHmac("sha256", key).update(sha256).digest("hex"),
  });
};
