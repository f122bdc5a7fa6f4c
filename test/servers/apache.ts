import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { freePort } from "./free-port.ts";

/** Debian's Apache (mpm_event) with PHP behind it, started for one test: on loopback, in a directory of its own. */
export interface Apache {
  readonly dir: string;
  readonly port: number;
  readonly tlsPort: number;
  readonly pid: number;
  readonly includeDir: string;
  readonly test: readonly string[];
  readonly reload: readonly string[];
  /** Writes the configuration anew, for other sites; a reload makes it count. */
  readonly configure: (options: ApacheOptions) => void;
  readonly stop: () => Promise<void>;
}

export interface ApacheVhost {
  readonly domain: string;
  readonly aliases?: readonly string[];
  readonly root: string;
  /** Further directives of the virtual host, after the guard. */
  readonly extra?: string;
  /** False: it does not include the guard. */
  readonly isGuarded?: boolean;
  /** Served without TLS alone. */
  readonly isPlainOnly?: boolean;
}

export interface ApacheOptions {
  readonly vhosts: readonly ApacheVhost[];
  /** What a virtual host that is guarded includes first. */
  readonly includeOf: (domain: string) => string;
  /** Words that PHP is started behind; none unless told. */
  readonly phpBehind?: readonly string[];
  /** False: nothing of ours at server level either. */
  readonly hasServerFile?: boolean;
}

const program = "/usr/sbin/apache2";
const fpm = "/usr/sbin/php-fpm8.2";

/** Why it cannot run here; null where it can. */
export const apacheMissing = (): string | null => {
  for (const path of [program, fpm, "/usr/sbin/httxt2dbm"]) if (!existsSync(path)) return `no ${path} is installed`;
  return process.getuid?.() === 0 ? null : "Apache and PHP give up root's rights by themselves, and need them to begin with";
};

const modules =
  "mpm_event authz_core authz_host authz_user authn_core authn_file auth_basic access_compat remoteip rewrite dir mime alias setenvif env headers negotiation actions include proxy proxy_fcgi socache_shmcb ssl http2".split(
    " ",
  );

interface VhostPlace extends Pick<ApacheOptions, "includeOf"> {
  readonly dir: string;
  /** Each with whether TLS is spoken at it. */
  readonly ports: readonly (readonly [number, boolean])[];
}

const vhostText = ({ dir, ports, includeOf }: VhostPlace, vhost: ApacheVhost): string => {
  const { domain, aliases = [], root, extra = "", isGuarded = true, isPlainOnly = false } = vhost;
  return ports
    .filter(([, isTls]) => !(isTls && isPlainOnly))
    .map(
      ([port, isTls]) => `<VirtualHost 127.0.0.1:${port}>
${isGuarded ? `Include ${includeOf(domain)}` : ""}
ServerName ${domain}
${aliases.length > 0 ? `ServerAlias ${aliases.join(" ")}` : ""}
DocumentRoot ${root}
${isTls ? `SSLEngine On\nSSLCertificateFile ${dir}/tls.pem` : ""}
${extra}
</VirtualHost>
`,
    )
    .join("");
};

const configText = (
  dir: string,
  [port, tlsPort]: readonly [number, number],
  { vhosts, includeOf, hasServerFile = true }: ApacheOptions,
): string => `ServerRoot ${dir}
PidFile ${dir}/apache.pid
Mutex file:${dir}
User www-data
Group www-data
ServerName lab.example
Listen 127.0.0.1:${port}
Listen 127.0.0.1:${tlsPort}
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
Protocols h2 h2c http/1.1
TypesConfig /etc/mime.types
ErrorLog ${dir}/error.log
LogLevel warn
LogFormat "%v %a %t \\"%r\\" %>s %O \\"%{SEKISHO_IDS}e\\"" guarded
CustomLog ${dir}/access.log guarded
DirectoryIndex index.php index.html
RemoteIPHeader X-Forwarded-For
RemoteIPInternalProxy 127.0.0.1
StartServers 2
ServerLimit 4
ThreadsPerChild 25
MaxRequestWorkers 100
MaxKeepAliveRequests 0
<FilesMatch "\\.php$">
  SetHandler "proxy:unix:${dir}/php.sock|fcgi://localhost"
</FilesMatch>
<Directory />
  AllowOverride None
  Require all denied
</Directory>
<Directory ${dir}/www>
  AllowOverride All
  Options FollowSymLinks MultiViews Includes
  Require all granted
</Directory>
${hasServerFile ? `Include ${dir}/sekisho/server.conf` : ""}
${vhosts
  .map((vhost) =>
    vhostText(
      {
        dir,
        ports: [
          [port, false],
          [tlsPort, true],
        ],
        includeOf,
      },
      vhost,
    ),
  )
  .join("")}`;

const fpmText = (dir: string): string => `[global]
error_log = ${dir}/php.log
daemonize = no
[www]
user = www-data
group = www-data
listen = ${dir}/php.sock
listen.owner = www-data
pm = static
pm.max_children = 4
`;

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });

const until = async (what: string, isSo: () => boolean | Promise<boolean>): Promise<void> => {
  for (let at = 0; at < 200; at++) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`in vain: ${what}`);
};

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  await ended;
};

const run = (command: string, args: readonly string[]): void => {
  const { status, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
};

/** Makes the place of a server; what it includes may then be laid there, and {@link ApachePlace.start} starts it. */
export const makeApachePlace = async () => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-apache-"));
  chmodSync(dir, 0o755);
  for (const name of ["www", "sekisho", "state", "journal"]) mkdirSync(join(dir, name));
  const ports: readonly [number, number] = [await freePort(), await freePort()];
  const tls = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=lab.example"];
  run("/usr/bin/openssl", [...tls, "-keyout", join(dir, "key.pem"), "-out", join(dir, "cert.pem")]);
  writeFileSync(join(dir, "tls.pem"), readFileSync(join(dir, "cert.pem"), "utf8") + readFileSync(join(dir, "key.pem"), "utf8"), {
    mode: 0o600,
  });
  const conf = join(dir, "apache.conf");
  const start = async (options: ApacheOptions): Promise<Apache> => {
    const configure = (next: ApacheOptions): void => writeFileSync(conf, configText(dir, ports, next));
    configure(options);
    writeFileSync(join(dir, "fpm.conf"), fpmText(dir));
    const [first = fpm, ...words] = [...(options.phpBehind ?? []), fpm, "-F", "-y", join(dir, "fpm.conf")];
    const php = spawn(first, words, { stdio: "ignore" });
    const apache = spawn(program, ["-DFOREGROUND", "-f", conf], { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    apache.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString().slice(0, 4_000);
    });
    const stop = async (): Promise<void> => {
      await end(apache);
      await end(php);
      if (process.env.SEKISHO_KEEP === undefined) rmSync(dir, { recursive: true, force: true });
    };
    try {
      await until("Apache answers", () => {
        if (apache.exitCode !== null) throw new Error(`Apache ended: ${said}`);
        return answers(ports[0]);
      });
      await until("PHP listens", () => existsSync(join(dir, "php.sock")));
    } catch (error) {
      await stop();
      throw error;
    }
    return {
      dir,
      port: ports[0],
      tlsPort: ports[1],
      pid: apache.pid ?? 0,
      includeDir: join(dir, "sekisho"),
      test: [program, "-t", "-f", conf],
      reload: [program, "-k", "graceful", "-f", conf],
      configure,
      stop,
    };
  };
  return { dir, ports, start, remove: () => rmSync(dir, { recursive: true, force: true }) };
};

/** Writes a file of a site, with its folders. */
export const writeSite = (root: string, files: Readonly<Record<string, string>>): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
};
