import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Config, loadConfig } from "../config.ts";
import { apacheConfigOf } from "./apache-config-of.ts";
import { htaccessConfigOf } from "./htaccess-config-of.ts";
import { nginxConfigOf } from "./nginx-config-of.ts";
import { openPlugs } from "./open-plugs.ts";
import { postfixConfigOf } from "./postfix-config-of.ts";
import { passesFor, servedSites } from "./served-sites.ts";

const dir = mkdtempSync(join(tmpdir(), "sekisho-configs-"));
afterAll(() => rmSync(dir, { recursive: true }));

const configOf = (text: string): Config => {
  writeFileSync(join(dir, "sekisho.yaml"), text);
  return loadConfig("sekisho.yaml", dir);
};

const passes = (server: "apache" | "nginx") => passesFor(configOf(whole), servedSites(configOf(whole), server), []);

const whole = `
operator: { name: 例ホスティング, contact: abuse@host.example }
exceptions:
  - { name: payments, cidr: 192.0.2.0/24 }
  - { name: monitor, cidr: 198.51.100.7, sites: [www.shop.example] }
  - { name: only there, cidr: 198.51.100.8, sites: [blog.example] }
  - { name: a crawler, crawler: googlebot }
servers:
  apache: { includeDir: /etc/apache2/sekisho, refusedLog: ${dir}/sekisho-refused.log }
  nginx: { includeDir: /etc/nginx/sekisho, test: [nginx, -t, -c, /etc/nginx/own.conf] }
  postfix: { configDir: /etc/postfix }
enforcer: { server: sv1, stateDir: /var/lib/sekisho-enforcer }
stateDir: /var/lib/sekisho
accounts:
  - name: u10123
    uid: 10123
    host: sv1
    owner: { email: o@elsewhere.example, addresses: [203.0.113.9] }
    sites:
      - { domain: shop.example, aliases: [www.shop.example], root: /home/u10123/shop, server: apache, address: "127.0.0.1:443" }
      - { domain: blog.example, server: nginx }
      - { domain: nobodys.example }
  - { name: u10124, uid: 10124, host: sv2, sites: [{ domain: elsewhere.example, root: /home/u10124, server: apache }] }
`;

describe("what the plugs are told by the config", () => {
  it("gives Apache its own sites of this host, with the passes that hold for them", () => {
    expect(apacheConfigOf(configOf(whole), passes("apache"))).toEqual({
      includeDir: "/etc/apache2/sekisho",
      stateDir: "/var/lib/sekisho-enforcer/apache",
      sites: [{ domain: "shop.example", root: "/home/u10123/shop", endpoints: [{ address: "127.0.0.1", port: 443, isTls: true }] }],
      passes: [
        { name: "payments", cidr: "192.0.2.0/24", sites: ["*"] },
        { name: "monitor", cidr: "198.51.100.7", sites: ["shop.example"] },
        { name: "owner of u10123", cidr: "203.0.113.9", sites: ["shop.example"] },
      ],
      operator: { name: "例ホスティング", contact: "abuse@host.example" },
      endpoints: [
        { address: "127.0.0.1", port: 80, isTls: false },
        { address: "127.0.0.1", port: 443, isTls: true },
      ],
      refusedLog: join(dir, "sekisho-refused.log"),
      test: ["apache2ctl", "-t"],
      reload: ["apache2ctl", "graceful"],
    });
  });

  it("has nothing counted where the folder of its log is not there, or nobody wants it", () => {
    for (const refusedLog of ["false", "/nowhere/sekisho-refused.log"]) {
      const config = configOf(whole.replace(`${dir}/sekisho-refused.log`, refusedLog));
      expect(apacheConfigOf(config, [])?.refusedLog).toBeNull();
    }
  });

  it("gives nginx its own, with names and roots where they are told", () => {
    const config = nginxConfigOf(configOf(whole), passes("nginx"));
    expect(config?.sites).toEqual([{ domain: "blog.example", aliases: [], root: null }]);
    expect(config?.passes.map(({ name }) => name)).toEqual(["payments", "only there", "owner of u10123"]);
    expect(config?.test).toEqual(["nginx", "-t", "-c", "/etc/nginx/own.conf"]);
  });

  it("gives Postfix every account of this host, with the domains of its mailboxes", () => {
    expect(postfixConfigOf(configOf(whole))).toEqual({
      dir: "/etc/postfix/sekisho",
      stateDir: "/var/lib/sekisho-enforcer/postfix",
      queueDir: "/var/spool/postfix",
      accounts: [{ name: "u10123", uid: 10123, domains: ["shop.example", "www.shop.example", "blog.example", "nobodys.example"] }],
      policy: { socket: "/var/spool/postfix/sekisho/policy", ledgerDir: "/var/lib/sekisho/postfix" },
    });
  });

  it("gives a site whose virtual host is not ours to the block in .htaccess, and to nothing else", () => {
    const advisory = configOf(whole.replace("server: apache, address", "server: apache, guard: htaccess, address"));
    expect(htaccessConfigOf(advisory)).toEqual({
      stateDir: "/var/lib/sekisho-enforcer/htaccess",
      sites: [
        {
          ...{ domain: "shop.example", root: "/home/u10123/shop", uid: 10123, gid: 10123 },
          endpoints: [{ address: "127.0.0.1", port: 443, isTls: true }],
        },
      ],
      passes: [
        { name: "payments", cidr: "192.0.2.0/24", sites: ["*"] },
        { name: "monitor", cidr: "198.51.100.7", sites: ["shop.example"] },
        { name: "owner of u10123", cidr: "203.0.113.9", sites: ["shop.example"] },
      ],
      endpoints: [
        { address: "127.0.0.1", port: 80, isTls: false },
        { address: "127.0.0.1", port: 443, isTls: true },
      ],
      otherRoots: ["/home/u10123/shop", "/home/u10124"],
    });
    expect(apacheConfigOf(advisory, [])?.sites).toEqual([]);
    expect(openPlugs(advisory).enforcers.map(({ name }) => name)).toEqual(["apache", "htaccess", "nginx", "postfix", "quarantine"]);
    expect(htaccessConfigOf(configOf(whole))).toBeNull();
  });

  it("writes to no .htaccess as root, and to none whose place it does not know", () => {
    const site = (account: string): Config => configOf(`accounts:\n  - ${account}\n`);
    const ofRoot = site("{ name: root, uid: 0, sites: [{ domain: shop.example, root: /root/www, server: apache, guard: htaccess }] }");
    expect(() => htaccessConfigOf(ofRoot)).toThrow("the site shop.example: its account is root");
    const rootless = site("{ name: u10123, uid: 10123, sites: [{ domain: shop.example, server: apache, guard: htaccess }] }");
    expect(() => htaccessConfigOf(rootless)).toThrow("the site shop.example: root is missing");
  });

  it("gives nothing to a server that the config does not name, and says which site of Apache has no root", () => {
    const none = configOf("accounts: []\n");
    expect([apacheConfigOf(none, []), nginxConfigOf(none, []), postfixConfigOf(none)]).toEqual([null, null, null]);
    const rootless = whole.replace(", root: /home/u10123/shop", "");
    expect(() => apacheConfigOf(configOf(rootless), [])).toThrow("the site shop.example: root is missing");
  });
});
