import { join } from "node:path";
import { wrongTarget } from "../../../domain/measure-target.ts";
import { OperationError } from "../../../domain/operation-error.ts";
import type { Imposition, PlannedFile } from "../../../ports/enforcer.ts";
import { type BlockPlace, blockLines, blocks, type Denied } from "./block-text.ts";
import {
  type HtaccessConfig,
  type HtaccessSite,
  ipv6Weight,
  mostNetworks,
  passesOn,
  plainNetwork,
  rootsWithin,
} from "./htaccess-config.ts";

export const htaccessMeasures = ["deny-path", "deny-network", "deny-writes"] as const;

const refuse = (message: string): never => {
  throw new OperationError("target-wrong", message);
};

const idPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/;
const pathPattern = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._@+,~-]+)+$/;
const longestPath = 200;

export const siteOf = ({ sites }: HtaccessConfig, { target }: Pick<Imposition, "target">): HtaccessSite =>
  sites.find(({ domain }) => domain === target.site) ?? refuse(`target.site: ${JSON.stringify(target.site)} has no .htaccess of ours`);

const networksOf = ({ target }: Imposition): readonly string[] =>
  (Array.isArray(target.cidrs) ? target.cidrs.map(String) : []).map((cidr) => {
    const read = plainNetwork(cidr);
    return "network" in read ? read.network : refuse(`target.cidrs: ${read.problem}`);
  });

/** Reads by closed patterns; throws OperationError `target-wrong` that names the field. */
const readDenied = (config: HtaccessConfig, imposition: Imposition): Denied => {
  const { id, caseId, measure, target } = imposition;
  const { domain, root } = siteOf(config, imposition);
  if (measure !== "deny-path" && measure !== "deny-network" && measure !== "deny-writes")
    return refuse(`measure: a block in .htaccess has no ${measure}`);
  const problem = wrongTarget(measure, target);
  if (problem !== null) return refuse(problem);
  for (const [field, value] of Object.entries({ id, caseId }))
    if (!idPattern.test(value)) refuse(`${field}: ${JSON.stringify(value)} is not one of a containment`);
  const path = measure === "deny-path" ? String(target.path) : null;
  if (path !== null && (!pathPattern.test(path) || path.length > longestPath))
    return refuse(
      `target.path: ${JSON.stringify(path)} is not the path of one script (plain characters, no encoding); take quarantine-file for it`,
    );
  return {
    ...{ id, caseId, measure, root },
    networks: measure === "deny-network" ? networksOf(imposition) : [],
    path: path === null ? null : path.slice(1),
    passes: measure === "deny-writes" ? passesOn(config, domain) : [],
  };
};

const inOrder = (impositions: readonly Imposition[]): readonly Imposition[] =>
  [...impositions].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

/** The lines of one root's block: of every site that is served from it, for Apache cannot tell them apart there. */
export const linesAt = (
  config: HtaccessConfig,
  root: string,
  given: { readonly impositions: readonly Imposition[]; readonly inherits: boolean },
): readonly string[] => {
  // A site that has gone from the config since has no lines any more.
  const domains = new Set(config.sites.filter((site) => site.root === root).map(({ domain }) => domain));
  const here = inOrder(given.impositions).filter(({ target }) => domains.has(String(target.site)));
  const denied = here.map((one) => readDenied(config, one));
  const networks = denied.flatMap((one) => [...one.networks, ...one.passes]);
  const weight = networks.reduce((sum, network) => sum + (network.includes(":") ? ipv6Weight : 1), 0);
  if (weight > mostNetworks)
    refuse(
      `target: ${networks.length} networks would stand in ${root}/.htaccess, which Apache reads with each request; ${mostNetworks} of IPv4 are the most, and one of IPv6 counts as ${ipv6Weight}`,
    );
  const place: BlockPlace = { within: rootsWithin(config, root), inherits: given.inherits };
  return denied.length === 0 ? [] : blockLines(denied, place);
};

/** What would be written: of a customer's file the block alone, for what else stands in it is theirs and stays. */
export const planBlocks = (config: HtaccessConfig, impositions: readonly Imposition[]): readonly PlannedFile[] => {
  const roots = [...new Set(impositions.map((one) => siteOf(config, one).root))].sort();
  return roots.map((root) => {
    const lines = linesAt(config, root, { impositions, inherits: false });
    return { path: join(root, ".htaccess"), text: blocks.add("", [{ at: 0, lines }]) };
  });
};
