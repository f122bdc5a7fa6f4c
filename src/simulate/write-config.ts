import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { accessLogName } from "./logs/access-writer.ts";
import { mailLogName, phpLogName } from "./logs/mail-writer.ts";
import type { Account, World } from "./model.ts";
import { namedExceptions } from "./named-exceptions.ts";
import { networks } from "./networks.ts";

/** The config as the operator of such a world would keep it: who has which account, where the logs are. Nothing of the truth. */

const networkLines = (): string[] =>
  networks.map(({ cidr, country, asn }) => `    - { cidr: "${cidr}", country: ${country === "NO" ? '"NO"' : country}, asn: ${asn} }`);

const proxyLines = (): string[] => networks.filter(({ use }) => use === "cdn-known").map(({ cidr }) => `  - ${cidr}`);

const exceptionLines = ["exceptions:", ...namedExceptions.map(({ name, cidr }) => `  - { name: ${name}, cidr: ${cidr}, sites: ["*"] }`)];

const mailLines = (world: World, directory: string): string[] => {
  const logs = world.hosts
    .filter(({ hasMailLog }) => hasMailLog)
    .map((host) => `    - { path: logs/${mailLogName(host)}, host: ${host.name} }`);
  const php = world.accounts
    .filter((account) => account.hasPhpLog && existsSync(join(directory, "logs", phpLogName(account))))
    .map((account) => `    - { path: logs/${phpLogName(account)}, host: ${account.host.name} }`);
  return ["mail:", "  logs:", ...logs, ...(php.length > 0 ? ["  phpLogs:", ...php] : [])];
};

const accountLines = (account: Account, directory: string): string[] => {
  const lines = [
    `  - name: ${account.name}`,
    `    uid: ${account.uid}`,
    `    home: ${account.home}`,
    `    host: ${account.host.name}`,
    "    sites:",
  ];
  for (const site of account.sites) {
    lines.push(`      - domain: ${site.domain}`);
    if (site.alias !== null) lines.push(`        aliases: [${site.alias}]`);
    lines.push(`        root: ${site.root}`);
    const name = accessLogName(site);
    if (existsSync(join(directory, "logs", name))) lines.push(`        accessLogs: [logs/${name}]`);
  }
  return lines;
};

export const writeConfig = (world: World, directory: string): void => {
  const lines = [
    "home: JP",
    "timezone: Asia/Tokyo",
    "geo:",
    "  overrides:",
    ...networkLines(),
    "trustedProxies:",
    ...proxyLines(),
    ...exceptionLines,
    ...mailLines(world, directory),
    "accounts:",
    ...world.accounts.flatMap((account) => accountLines(account, directory)),
  ];
  writeFileSync(join(directory, "sekisho.yaml"), `${lines.join("\n")}\n`);
};
