import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readCidr } from "../../src/kit/ip-range.ts";
import type { Enforcer } from "../../src/ports/enforcer.ts";
import { apacheMissing } from "./apache.ts";
import { startApacheLab } from "./apache-lab.ts";
import { nginxMissing } from "./nginx.ts";
import { labAddresses, startNginxLab } from "./nginx-lab.ts";
import { type RawAnswer, sendRaw } from "./nginx-raw-request.ts";
import { type WordPress, wordPressMissing } from "./wordpress.ts";
import { domain } from "./wordpress-php.ts";
import type { Shape } from "./write-shapes.ts";

/** A web server with the guard set up and WordPress on it. Addresses as in {@link labAddresses}. */
export interface WordPressLab {
  readonly name: "Apache" | "nginx";
  readonly wordPress: WordPress;
  readonly enforcer: Enforcer;
  readonly root: string;
  readonly accessLog: () => string;
  /** Whether this server can be asked so at all. */
  readonly takes: (shape: Shape) => boolean;
  /** Sends it under the name of a try. */
  readonly send: (shape: Shape, from: string, name: string) => Promise<RawAnswer>;
  readonly stop: () => Promise<void>;
}

/** Why none of them can run here; null where all can. */
export const wordPressLabMissing = (): string | null => wordPressMissing() ?? apacheMissing() ?? nginxMissing();

const spanOf = (cidr: string) => {
  const reading = readCidr(cidr);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.range;
};

const sender =
  (ports: Parameters<typeof sendRaw>[0]): WordPressLab["send"] =>
  (shape, from, name) => {
    const named = shape.body === undefined ? shape : { ...shape, body: shape.body.replaceAll("TRY", name) };
    return sendRaw(ports, { host: domain, ...named, headers: [...(shape.headers ?? []), ["X-Try", name]], from });
  };

const names = [domain, `www.${domain}`, "other-name.example"];

const onApache = async (wordPress: WordPress): Promise<WordPressLab> => {
  const lab = await startApacheLab({
    vhosts: (www) => [
      { domain, aliases: names.slice(1), root: join(www, "shop") },
      { domain: "other.example", root: join(www, "other") },
    ],
    passes: [{ name: "payment", cidr: "203.0.113.192/26", sites: [domain] }],
    foreign: ["203.0.113.0/24", "2001:db8:2::/48"].map(spanOf),
    phpBehind: wordPress.phpBehind,
  });
  const [{ root } = { root: "" }] = lab.vhosts;
  const { port, tlsPort, dir } = lab.apache;
  wordPress.layInto(root);
  wordPress.servedAt(root, port);
  return {
    ...{ name: "Apache", wordPress, root, enforcer: lab.enforcer, stop: lab.stop, send: sender({ port, tlsPort, port6: 0 }) },
    accessLog: () => readFileSync(join(dir, "access.log"), "utf8"),
    // It listens on IPv4's loopback alone; a client's address is what the proxy says all the same.
    takes: ({ over }) => over !== "ipv6",
  };
};

/** PHP as Debian's own snippet passes it on, with what stands behind a script's name split off. */
const splitPhp = `location ~ "\\.php(?:/|$)" { fastcgi_split_path_info ^(.+?\\.php)(/.*)$; PASS_TO_PHP fastcgi_param PATH_INFO $fastcgi_path_info; }`;

const onNginx = async (wordPress: WordPress): Promise<WordPressLab> => {
  const sites = [
    { domain, names, extra: splitPhp },
    { domain: "other.example", names: ["other.example"] },
  ];
  const lab = await startNginxLab({ sites, phpBehind: wordPress.phpBehind });
  const root = lab.nginx.root(domain);
  rmSync(root, { recursive: true });
  wordPress.layInto(root);
  wordPress.servedAt(root, lab.nginx.port);
  const accessLog = (): string => lab.nginx.accessLog().join("\n");
  return { name: "nginx", wordPress, root, enforcer: lab.enforcer, stop: lab.stop, accessLog, takes: () => true, send: sender(lab.nginx) };
};

/** By the name of the server; the WordPress goes on when a lab stops. */
export const startOn = { Apache: onApache, nginx: onNginx } as const;

let tries = 0;

/** Sends the shapes, four at a time, and tells in their order how many mails each one sent. */
export const mailsBy = async (
  lab: WordPressLab,
  shapes: readonly Shape[],
  addressOf: (at: number) => string,
): Promise<readonly number[]> => {
  const sent = shapes.map((shape, at) => ({ shape, from: addressOf(at), name: `t${++tries}` }));
  const left = sent.values();
  const lane = async (): Promise<void> => {
    for (const { shape, from, name } of left) await lab.send(shape, from, name);
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
  const counts = await lab.wordPress.counts();
  return sent.map(({ name }) => counts.get(name) ?? 0);
};
