import { OperationError } from "../../../domain/operation-error.ts";
import { formatAddress } from "../../../kit/ip-address.ts";
import { createRangeSet, readCidr } from "../../../kit/ip-range.ts";

/** Where a server block answers that serves a site. Over TLS its certificate is not looked at: it is our own machine. */
export interface NginxListen {
  readonly address: string;
  readonly port: number;
  readonly tls: boolean;
}

/** One site that nginx serves. Names in lower case, punycode. */
export interface NginxSite {
  readonly domain: string;
  readonly aliases: readonly string[];
  /** Absolute path of its document root; null where it is not told, and then `deny-path` knows the script by its URL alone. */
  readonly root: string | null;
  /** Every server block that serves it must be reached by one of these; the enforcer's own where left out. */
  readonly listens?: readonly NginxListen[];
}

/** A network that no measure but `deny-path` stops. */
export interface NginxPass {
  readonly name: string;
  readonly cidr: string;
  /** Domains, or `*` for all. */
  readonly sites: readonly string[];
}

/** What is constant for the enforcer of one nginx. */
export interface NginxConfig {
  /** Our own include directory, such as /etc/nginx/sekisho: root's, readable by the workers. Its folder `on` holds what is in force. */
  readonly dir: string;
  /** Folder of impositions.json. */
  readonly stateDir: string;
  readonly sites: readonly NginxSite[];
  readonly passes: readonly NginxPass[];
  readonly listens: readonly NginxListen[];
  /** Whom the page of a refused visitor names. */
  readonly operator: { readonly name: string; readonly contact: string };
  /** Where nginx notes what the guard refused; null: it does not. */
  readonly refusedLog: string | null;
  readonly test: readonly string[];
  readonly reload: readonly string[];
}

const domainPattern = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/;
const folderPattern = /^(?:\/[A-Za-z0-9_.-]+)+$/;
const rootPattern = /^\/[^\p{Cc}]*$/u;
const loopback = ["127.0.0.1", "::1"].map((address) => readCidr(address));

const wrong = (field: string, text: string, shouldBe: string): never => {
  throw new OperationError("config-wrong", `${field}: "${text}" is not ${shouldBe}`);
};

/** Whether a text may stand as the name of a site in a file of ours. */
export const isDomain = (text: string): boolean => text.length <= 253 && domainPattern.test(text);

/** The block in its one form. A pass for loopback would be a pass for whoever stands behind a proxy that sends nonsense. */
const checkPass = ({ name, cidr, sites }: NginxPass): void => {
  const reading = readCidr(cidr);
  if (!reading.ok) throw new OperationError("config-wrong", `exceptions "${name}": ${reading.reason}`);
  const block = createRangeSet([cidr]);
  if (loopback.some((own) => own.ok && block.contains(own.range.first)))
    wrong(`exceptions "${name}"`, cidr, "a block of visitors: it holds loopback");
  const strange = sites.find((site) => site !== "*" && !isDomain(site));
  if (strange !== undefined) wrong(`exceptions "${name}"`, strange, "a domain");
};

/** The block as one text; throws for what is none. */
export const plainCidr = (cidr: string): string => {
  const reading = readCidr(cidr);
  if (!reading.ok) throw new OperationError("target-wrong", `cidrs: ${reading.reason}`);
  return `${formatAddress(reading.range.first)}/${reading.range.prefixBits}`;
};

/** Throws OperationError `config-wrong` for whatever may not reach a file of nginx. */
export const checkNginxConfig = ({ dir, stateDir, sites, passes, refusedLog }: NginxConfig): void => {
  for (const [field, folder] of [["dir", dir], ["stateDir", stateDir]] as const) // biome-ignore format: one pair a line says no more
    if (!folderPattern.test(folder) || folder.includes("/..")) wrong(field, folder, "an absolute path of letters, digits, _, - and .");
  if (refusedLog !== null && !(folderPattern.test(refusedLog) && /\/sekisho-[^/]+$/.test(refusedLog)))
    wrong("refusedLog", refusedLog, 'an absolute path of letters, digits, _, - and . to a file whose name begins with "sekisho-"');
  for (const { domain, aliases, root } of sites) {
    const strange = [domain, ...aliases].find((name) => !isDomain(name));
    if (strange !== undefined) wrong("sites", strange, "a domain in lower case, punycode");
    if (root !== null && !rootPattern.test(root)) wrong(`sites "${domain}" root`, root, "an absolute path");
  }
  for (const pass of passes) checkPass(pass);
};
