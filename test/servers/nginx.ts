import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect as tcp } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";

/** Debian's nginx with php-fpm behind, started for one test: on loopback, in a directory of its own. */
export interface Nginx {
  readonly dir: string;
  readonly port: number;
  /** TLS, HTTP/2. */
  readonly tlsPort: number;
  /** Over IPv6's loopback, no TLS. */
  readonly port6: number;
  /** Our own include directory. */
  readonly includeDir: string;
  readonly test: readonly string[];
  readonly reload: readonly string[];
  /** Document root of a site. */
  readonly root: (site: string) => string;
  /** One line for each run of a script, as `index.php` and its like append it. */
  readonly ran: () => readonly string[];
  readonly forget: () => void;
  readonly accessLog: () => readonly string[];
  readonly errorLog: () => string;
  /** Process ids of the master and its workers. */
  readonly pids: () => readonly number[];
  readonly stop: () => Promise<void>;
}

/** What is put in place of the usual. `extra`: text for the server block of a site, in which PASS_TO_PHP stands for what a location of PHP holds. */
export interface NginxOptions {
  readonly sites: readonly { readonly domain: string; readonly names: readonly string[]; readonly extra?: string }[];
  /** Includes of the guard; left out to measure without. */
  readonly guarded: boolean;
  readonly workers?: number;
  readonly http?: string;
  /** Further server blocks. */
  readonly servers?: string;
  readonly php?: boolean;
  /** Words that PHP is started behind; none unless told. */
  readonly phpBehind?: readonly string[];
  /** All sites serve the files of the first. */
  readonly sharedRoot?: boolean;
  /** Only the first site listens on TLS: a certificate for each takes nginx longer to load than all else. */
  readonly tlsOnce?: boolean;
}

const nginxProgram = "/usr/sbin/nginx";
const phpProgram = "/usr/sbin/php-fpm8.2";
const wwwData = 33;

/** Why it cannot run here; null where it can. */
export const nginxMissing = (): string | null => {
  if (!existsSync(nginxProgram)) return "no nginx is installed";
  if (!existsSync(phpProgram)) return "no php-fpm8.2 is installed";
  return process.getuid?.() === 0 ? null : "nginx and php-fpm are only started as root";
};

const phpConfig = (dir: string): string => `[global]
error_log = ${dir}/php.log
daemonize = no
[www]
user = www-data
group = www-data
listen = ${dir}/php.sock
listen.owner = www-data
pm = static
pm.max_children = 3
clear_env = yes
php_admin_value[error_log] = ${dir}/php-errors.log
`;

const fastcgi = (dir: string, guarded: boolean): string => `
      include /etc/nginx/fastcgi_params;
      fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
      fastcgi_param RAN ${dir}/ran/log;
      ${guarded ? `include ${dir}/sekisho/php.conf;` : ""}
      fastcgi_pass unix:${dir}/php.sock;`;

const siteBlock =
  (dir: string, { guarded, sites, sharedRoot = false, tlsOnce = false }: NginxOptions, ports: readonly string[]) =>
  ({ domain, names, extra = "" }: NginxOptions["sites"][number]): string =>
    `
  server {
    ${guarded ? `include ${dir}/sekisho/server.conf;` : ""}
    ${ports
      .filter((port) => !(tlsOnce && domain !== sites[0]?.domain && port.includes(" ssl")))
      .map((port) => `listen ${port};`)
      .join(" ")}
    server_name ${names.join(" ")};
    root ${dir}/sites/${sharedRoot ? sites[0]?.domain : domain};
    index index.html index.php;
    ${extra.replaceAll("PASS_TO_PHP", fastcgi(dir, guarded)).replaceAll("ROOT", `${dir}/sites/${domain}`).replaceAll("GUARD", `${dir}/sekisho`)}
    location / { try_files $uri $uri/ /index.php?$args; }
    location ~ \\.php(?:/|$) {${fastcgi(dir, guarded)}
    }
  }
`;

const nginxConfig = (
  dir: string,
  options: NginxOptions,
  ports: { readonly plain: number; readonly tls: number; readonly six: number },
): string => `
user www-data;
worker_processes ${options.workers ?? 2};
pid ${dir}/nginx.pid;
error_log ${dir}/error.log warn;
events { worker_connections 1024; }
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  map_hash_max_size 8192;
  server_names_hash_max_size 8192;
  client_body_temp_path ${dir}/temp-body; fastcgi_temp_path ${dir}/temp-fastcgi; proxy_temp_path ${dir}/temp-proxy;
  scgi_temp_path ${dir}/temp-scgi; uwsgi_temp_path ${dir}/temp-uwsgi;
  set_real_ip_from 127.0.0.1; set_real_ip_from ::1; real_ip_header X-Forwarded-For;
  ssl_certificate ${dir}/cert.pem; ssl_certificate_key ${dir}/key.pem;
  ${options.guarded ? `include ${dir}/sekisho/http.conf;` : ""}
  log_format main '$remote_addr - - [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"${options.guarded ? " sekisho=$sekisho_refused" : ""}';
  access_log ${dir}/access.log main;
  ${options.http ?? ""}
  ${options.sites.map(siteBlock(dir, options, [`127.0.0.1:${ports.plain}`, `127.0.0.1:${ports.tls} ssl http2`, `[::1]:${ports.six}`])).join("")}
  ${options.servers ?? ""}
}
`;

const connects = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = tcp(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });

const until = async (isThere: () => Promise<boolean> | boolean, child: ChildProcess, log: string): Promise<void> => {
  for (let at = 0; at < 200 && child.exitCode === null; at++) {
    if (await isThere()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${child.spawnfile} does not answer: ${existsSync(log) ? readFileSync(log, "utf8") : "no log"}`);
};

const makeCertificate = (dir: string): void => {
  const args = [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-days",
    "2",
    "-subj",
    "/CN=localhost",
  ];
  const { status, stderr } = spawnSync("openssl", [...args, "-keyout", join(dir, "key.pem"), "-out", join(dir, "cert.pem")]);
  if (status !== 0) throw new Error(`openssl: ${stderr}`);
};

const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((resolve) => child.once("exit", () => resolve()));

const children = (pid: number): readonly number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);

/** The place of a server that is to be started, so that our files can be laid there first. */
export interface NginxPlace {
  readonly dir: string;
  readonly includeDir: string;
  readonly root: (site: string) => string;
  readonly start: (options: NginxOptions) => Promise<Nginx>;
}

export const makeNginxPlace = (): NginxPlace => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-nginx-"));
  chmodSync(dir, 0o755);
  for (const name of ["sekisho", "sekisho/on", "state", "journal", "sites", "ran"]) mkdirSync(join(dir, name));
  chownSync(join(dir, "ran"), wwwData, wwwData);
  const root = (site: string): string => join(dir, "sites", site);
  return { dir, includeDir: join(dir, "sekisho"), root, start: (options) => startIn(dir, options) };
};

const startIn = async (dir: string, options: NginxOptions): Promise<Nginx> => {
  const started: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const child of started.toReversed()) {
      child.kill("SIGTERM");
      await ended(child);
    }
    rmSync(dir, { recursive: true, force: true });
  };
  const begin = (program: string, args: readonly string[]): ChildProcess => {
    const child = spawn(program, args, { stdio: "ignore" });
    started.push(child);
    return child;
  };
  const ports = { plain: await freePort("127.0.0.1"), tls: await freePort("127.0.0.1"), six: await freePort("::1") };
  const config = join(dir, "nginx.conf");
  try {
    makeCertificate(dir);
    writeFileSync(join(dir, "php.conf"), phpConfig(dir));
    writeFileSync(config, nginxConfig(dir, options, ports));
    if (options.php !== false) {
      const [first = phpProgram, ...words] = [...(options.phpBehind ?? []), phpProgram, "-F", "-y", join(dir, "php.conf")];
      const php = begin(first, words);
      await until(() => existsSync(join(dir, "php.sock")), php, join(dir, "php.log"));
    }
    const nginx = begin(nginxProgram, ["-c", config, "-g", "daemon off;"]);
    await until(() => connects(ports.plain), nginx, join(dir, "error.log"));
    const master = nginx.pid ?? 0;
    const lines = (path: string): readonly string[] => (existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(Boolean) : []);
    const ran = join(dir, "ran/log");
    return {
      ...{ dir, port: ports.plain, tlsPort: ports.tls, port6: ports.six, includeDir: join(dir, "sekisho"), stop },
      test: [nginxProgram, "-q", "-t", "-c", config],
      reload: [nginxProgram, "-q", "-s", "reload", "-c", config],
      root: (site) => join(dir, "sites", site),
      ran: () => lines(ran),
      forget: () => rmSync(ran, { force: true }),
      accessLog: () => lines(join(dir, "access.log")),
      errorLog: () => lines(join(dir, "error.log")).join("\n"),
      pids: () => [master, ...children(master)],
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
