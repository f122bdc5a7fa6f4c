import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import type { ServerToSetUp, SetUpParts } from "../cli/setup.ts";
import type { Config } from "../config.ts";
import { OperationError } from "../domain/operation-error.ts";
import { realDisk } from "../kit/disk-steps.ts";
import { readProgram, runProgram } from "../kit/run-program.ts";
import type { Imposition } from "../ports/enforcer.ts";
import { apacheConfigOf } from "./apache-config-of.ts";
import { crawlerNetworks } from "./crawler-networks.ts";
import { geoForServers } from "./geo-for-servers.ts";
import { readLastGood } from "./last-good-crawlers.ts";
import { nginxConfigOf } from "./nginx-config-of.ts";
import { stageFor } from "./open-plugs.ts";
import { postfixConfigOf } from "./postfix-config-of.ts";
import { passesFor, servedSites } from "./served-sites.ts";
import { createServerTurn } from "./server-turn.ts";
import { type ApacheToSetUp, renewApacheGeo, setUpApache, standingInApache, takeOutApache } from "./set-up-apache.ts";
import { type NginxToSetUp, renewNginxGeo, setUpNginx, standingInNginx, takeOutNginx } from "./set-up-nginx.ts";
import { type PostfixToSetUp, queueDirOf, setUpInPostfix, standingInPostfix, takeOutOfPostfix } from "./set-up-postfix.ts";
import { planWork, type SetUpTools, type SetUpWork } from "./set-up-work.ts";

type Direction = Parameters<SetUpParts["plan"]>[2];

/** The same journal as the enforcer's: what set-up lays out is what the enforcer goes on from. */
const toolsFor = (config: Config, server: ServerToSetUp): SetUpTools => ({
  staged: stageFor(config, server),
  turn: createServerTurn(config.enforcer.stateDir.absolute),
  disk: realDisk,
  run: runProgram,
  readProgram,
});

const requireNothingStands = (standing: readonly Imposition[]): void => {
  if (standing.length === 0) return;
  const ids = standing.map(({ id }) => id).join(", ");
  throw new OperationError("decision-refused", `in force by it: ${ids}. Release these first; nothing was changed`);
};

const named = <Given>(given: Given | null, server: ServerToSetUp): Given => {
  if (given !== null) return given;
  throw new OperationError("config-wrong", `servers.${server}: missing; set-up has to know where ${server} is`);
};

const passesNow = (config: Config, server: "apache" | "nginx") =>
  passesFor(config, servedSites(config, server), crawlerNetworks(config, readLastGood(config), Date.now()));

const apacheOf = (config: Config): ApacheToSetUp => ({
  config: named(apacheConfigOf(config, passesNow(config, "apache")), "apache"),
  sites: servedSites(config, "apache").map(({ site: { domain, aliases } }) => ({ domain, names: [domain, ...aliases] })),
  geo: geoForServers(config),
});

const nginxOf = (config: Config): NginxToSetUp => ({
  config: named(nginxConfigOf(config, passesNow(config, "nginx")), "nginx"),
  geo: geoForServers(config),
});

const postfixOf = async (config: Config, tools: SetUpTools): Promise<PostfixToSetUp> => {
  const configDir = config.servers.postfix?.configDir.absolute ?? "";
  const queueDir = config.servers.postfix === undefined ? undefined : await queueDirOf(configDir, tools);
  return { config: named(postfixConfigOf(config, queueDir), "postfix"), configDir };
};

const workOf: Readonly<Record<ServerToSetUp, (config: Config, direction: Direction, tools: SetUpTools) => Promise<SetUpWork>>> = {
  apache: async (config, direction, tools) => {
    const given = apacheOf(config);
    if (direction === "in") return setUpApache(given, tools);
    requireNothingStands(await standingInApache(given, tools));
    return takeOutApache(given, tools);
  },
  nginx: async (config, direction, tools) => {
    const given = nginxOf(config);
    if (direction === "in") return setUpNginx(given, tools);
    requireNothingStands(await standingInNginx(given, tools));
    return takeOutNginx(given, tools);
  },
  postfix: async (config, direction, tools) => {
    const given = await postfixOf(config, tools);
    if (direction === "in") return setUpInPostfix(given, tools);
    requireNothingStands(await standingInPostfix(given, tools));
    return takeOutOfPostfix(given, tools);
  },
};

/** What a set-up would do, and how to have it done. */
export const planSetUp: SetUpParts["plan"] = async (config, server, direction) => {
  const tools = toolsFor(config, server);
  return planWork(await workOf[server](config, direction, tools), tools);
};

/** Renews the geo data of the web servers that have some already. */
export const renewGeo: SetUpParts["renewGeo"] = async (config) => {
  const done: string[] = [];
  const { apache, nginx } = config.servers;
  if (apache !== undefined && (await realDisk.read(join(apache.includeDir.absolute, "geo", "geo.db"))) !== null) {
    const tools = toolsFor(config, "apache");
    await tools.turn(async () => {
      await tools.staged.recover();
      await renewApacheGeo(apacheOf(config), tools);
    });
    done.push("apache");
  }
  if (nginx !== undefined && (await realDisk.read(join(nginx.includeDir.absolute, "geo.conf"))) !== null) {
    const tools = toolsFor(config, "nginx");
    await tools.turn(async () => {
      await tools.staged.recover();
      await renewNginxGeo(nginxOf(config), tools);
    });
    done.push("nginx");
  }
  return done;
};

/** y or yes is yes; anything else, and the end of the input, is no. */
export const confirmAtTerminal: SetUpParts["confirm"] = async (question) => {
  if (process.stdin.isTTY !== true) return null;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
};
