import { setTimeout as sleep } from "node:timers/promises";
import { type Agent, type AgentParts, createAgent } from "../agent/follow-logs.ts";
import { causeFinders, complaintFormats, detectors, logFormats } from "../catalog/index.ts";
import { toScanRequest } from "../cli/to-scan-request.ts";
import type { Config } from "../config.ts";
import { openGeo } from "../geo/open-geo.ts";
import { openEvidenceKey } from "./open-evidence-key.ts";

const wait: AgentParts["wait"] = (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined);

/** The agent of this machine. Throws `config-wrong` where the config names no logs. */
export const openAgent = (config: Config, { say, ...heard }: Pick<AgentParts, "deliver" | "say" | "onJoined" | "onVisit">): Agent => {
  const nothing = { paths: [], home: null, timezone: null, complaints: [], cwd: process.cwd() };
  const request = toScanRequest(config, { ...nothing, mayComeLater: true });
  return createAgent(request, {
    ...{ formats: logFormats, detectors, causeFinders, complaintFormats, clock: { now: Date.now }, wait, say, ...heard },
    openGeo: ({ geo, home, trustedProxies }) => openGeo({ ...geo, home, trustedProxies, cacheDir: null }),
    digest: openEvidenceKey(config),
  });
};
