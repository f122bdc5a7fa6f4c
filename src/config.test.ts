import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asNobody } from "../test/as-nobody.ts";
import { findConfig } from "./config/find-config.ts";
import { loadConfig } from "./config.ts";
import { OperationError } from "./domain/operation-error.ts";

let directory = "";

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sekisho-config-"));
  mkdirSync(join(directory, "logs"));
  for (const name of ["a.log", "b.log", "mail.log"]) writeFileSync(join(directory, "logs", name), "");
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

const write = (text: string | Uint8Array): void => writeFileSync(join(directory, "sekisho.yaml"), text);

const load = (text: string) => {
  write(text);
  return loadConfig("sekisho.yaml", directory);
};

const failure = (run: () => unknown): { code: string; lines: string[] } => {
  try {
    run();
  } catch (error) {
    if (error instanceof OperationError) return { code: error.code, lines: error.message.replaceAll(directory, "DIR").split("\n") };
    throw error;
  }
  throw new Error("the config was taken");
};

/** The messages for a wrong config. */
const wrong = (text: string): string[] => {
  const { code, lines } = failure(() => load(text));
  expect(code).toBe("config-wrong");
  return lines;
};

const account = (more: string): string => `accounts:\n  - name: u1\n    uid: 1\n${more}`;

const wholeConfig = `
home: jp
timezone: Asia/Tokyo
geo:
  databases: []
  overrides: [{ cidr: 198.51.100.0/24, country: JP, asn: 64496 }]
trustedProxies: [192.0.2.0/24, "2001:db8::/32"]
stateDir: state
operator: { name: 例ホスティング, url: https://host.example, contact: abuse@host.example }
exceptions: [{ name: payment callbacks, cidr: 203.0.113.0/24, sites: ["*"], review: 2027-01-01 }, { name: search, crawler: googlebot, sites: [site.example] }]
servers:
  apache:  { includeDir: /etc/apache2/sekisho, test: [apache2ctl, -t], reload: [apache2ctl, graceful] }
  nginx:   { includeDir: /etc/nginx/sekisho, test: [nginx, -t], reload: [nginx, -s, reload] }
  postfix: { configDir: /etc/postfix }
secrets: { smtpPassword: { file: smtp.secret }, imapPassword: { file: imap.secret }, storePassword: { credential: db }, linkKey: { credential: link-key }, decisionKey: { file: /etc/sekisho/decision } }
mail:
  logs: [logs/mail.log, { path: logs/mail.log, host: sv1, timezone: Asia/Tokyo }]
  phpLogs: []
accounts:
  - name: u10123
    uid: 10123
    home: /home/u10123
    host: sv1
    owner: { name: 山田 太郎, email: owner@elsewhere.example, language: ja, addresses: [203.0.113.9] }
    contacts: [{ name: Agency, email: agency@elsewhere.example, language: en, role: agency }]
    sites:
      - domain: Site.Example.
        aliases: [www.site.example, 日本語.example]
        root: /home/u10123/site.example/public_html
        accessLogs: [logs/?.log]
        server: apache
policy: policy.yaml
store: sqlite:/var/lib/sekisho/desk.db
bus: memory
web: { listen: 127.0.0.1:8080, publicUrl: https://desk.example }
smtp: { url: smtp://127.0.0.1:25, from: "Abuse desk <abuse@host.example>" }
inbound: { listen: 127.0.0.1:2525 }
`;

describe("a good config", () => {
  it("may use every key of the contract", () => {
    const config = load(wholeConfig);
    expect(config).toMatchObject({ home: "JP", timezone: "Asia/Tokyo", store: "sqlite:/var/lib/sekisho/desk.db", bus: "memory" });
    expect(config.geo.overrides).toEqual([{ cidr: "198.51.100.0/24", country: "JP", asn: 64496 }]);
    expect(config.exceptions.map(({ crawler, cidr }) => crawler ?? cidr)).toEqual(["203.0.113.0/24", "googlebot"]);
  });

  it("finds a crawler's file of ranges from the config's own directory", () => {
    const { exceptions } = load("exceptions: [{ name: search, crawler: googlebot, ranges: googlebot.json }]");
    expect(exceptions[0]?.ranges?.absolute).toBe(join(directory, "googlebot.json"));
  });

  it("keeps paths as given beside where they lead from the config's own directory", () => {
    const config = load(wholeConfig);
    expect(config.stateDir).toEqual({ shown: "state", absolute: join(directory, "state") });
    expect(config.secrets.smtpPassword?.file).toEqual({ shown: "smtp.secret", absolute: join(directory, "smtp.secret") });
    expect(config.accounts[0]?.home).toEqual({ shown: "/home/u10123", absolute: "/home/u10123" });
    expect(config.file).toEqual({ shown: "sekisho.yaml", absolute: join(directory, "sekisho.yaml") });
  });

  it("keeps cases in one file beside everything else, unless it says otherwise", () => {
    const stores = ["", "stateDir: state", "store: sqlite:cases.db", "store: postgres://desk@db.host.example/sekisho"].map(
      (text) => load(text).store,
    );
    expect(stores).toEqual([
      "sqlite:/var/lib/sekisho/desk.db",
      `sqlite:${join(directory, "state", "desk.db")}`,
      `sqlite:${join(directory, "cases.db")}`,
      "postgres://desk@db.host.example/sekisho",
    ]);
    expect(load("").bus).toBe("memory");
  });

  it("has its globs expanded by name, and domains in the one form in which they are compared", () => {
    const site = load(wholeConfig).accounts[0]?.sites[0];
    expect(site?.accessLogs).toEqual([
      [
        { shown: "logs/a.log", absolute: join(directory, "logs/a.log") },
        { shown: "logs/b.log", absolute: join(directory, "logs/b.log") },
      ],
    ]);
    expect([site?.domain, ...(site?.aliases ?? [])]).toEqual(["site.example", "www.site.example", "xn--wgv71a119e.example"]);
  });

  it("may be empty", () => {
    expect(load("# nothing yet\n")).toMatchObject({
      accounts: [],
      stateDir: { shown: "/var/lib/sekisho" },
      mail: { logs: [], phpLogs: [] },
    });
  });

  it("takes one folder of complaints without brackets, or a list", () => {
    expect(load("complaints: abuse").complaints.flat()).toEqual([{ shown: "abuse", absolute: join(directory, "abuse") }]);
    expect(
      load("complaints: [abuse, logs/new.log]")
        .complaints.flat()
        .map(({ shown }) => shown),
    ).toEqual(["abuse", "logs/new.log"]);
    expect(() => load("complaints: 5")).toThrow(/complaints: a list expected/);
  });

  it("may repeat a value by an alias, and names a log that is not there yet", () => {
    const config = load("mail: { logs: &all [logs/new.log], phpLogs: *all }");
    expect(config.mail.phpLogs).toEqual([[{ shown: "logs/new.log", absolute: join(directory, "logs/new.log") }]]);
  });

  it("takes the same account name on two servers", () => {
    const config = load("accounts: [{ name: u1, uid: 1, host: sv1 }, { name: u1, uid: 1, host: sv2 }]");
    expect(config.accounts.map(({ host }) => host)).toEqual(["sv1", "sv2"]);
  });

  it("is taken for whole when exceptions name sites but no accounts are listed", () => {
    expect(load("exceptions: [{ name: shop, cidr: 203.0.113.0/24, sites: [shop.example] }]").exceptions[0]?.sites).toEqual([
      "shop.example",
    ]);
  });
});

/** What is wrong, the config, and every line that it must give. */
const wrongConfigs: readonly (readonly [string, string, readonly string[]])[] = [
  ["a misspelt key", "hme: JP\n", ['sekisho.yaml:1:1 hme: unknown key; did you mean "home"?']],
  [
    "a misspelt key deep inside, which is one mistake and not also a missing field",
    account("    sites:\n      - domian: site.example\n"),
    ['sekisho.yaml:5:9 accounts[0].sites[0].domian: unknown key; did you mean "domain"?'],
  ],
  ["a key that resembles none", "geo: { colour: red }\n", ["sekisho.yaml:1:8 geo.colour: unknown key; known here: databases, overrides"]],
  [
    "a country by its name",
    "home: Japan\n",
    ['sekisho.yaml:1:7 home: "Japan" is not an ISO 3166-1 alpha-2 country code; did you mean JP (Japan)?'],
  ],
  [
    "a code that is no country",
    "home: UK\n",
    ['sekisho.yaml:1:7 home: "UK" is not an ISO 3166-1 alpha-2 country code; did you mean GB (United Kingdom)?'],
  ],
  [
    "an impossible time zone",
    "timezone: Asia/Tokio\n",
    ['sekisho.yaml:1:11 timezone: "Asia/Tokio" is not an IANA time zone; did you mean "Asia/Tokyo"?'],
  ],
  [
    "a city for a time zone",
    "timezone: Tokyo\n",
    ['sekisho.yaml:1:11 timezone: "Tokyo" is not an IANA time zone; did you mean "Asia/Tokyo"?'],
  ],
  [
    "a network with bits beyond its prefix",
    "trustedProxies: [198.51.100.7/24]\n",
    [
      'sekisho.yaml:1:18 trustedProxies[0]: "198.51.100.7/24" has bits set beyond its prefix; did you mean "198.51.100.0/24", or the one address "198.51.100.7"?',
    ],
  ],
  [
    "an impossible prefix and an impossible address",
    'trustedProxies: [198.51.100.0/33, 300.0.0.1, "2001:db8::/129"]\n',
    [
      'sekisho.yaml:1:18 trustedProxies[0]: "198.51.100.0/33": the prefix /33 is not between /0 and /32 (IPv4)',
      'sekisho.yaml:1:35 trustedProxies[1]: "300.0.0.1" is not an address or a network such as 203.0.113.0/24 or 2001:db8::/32',
      'sekisho.yaml:1:46 trustedProxies[2]: "2001:db8::/129": the prefix /129 is not between /0 and /128 (IPv6)',
    ],
  ],
  [
    "a list without brackets",
    "trustedProxies: 192.0.2.0/24\n",
    ['sekisho.yaml:1:17 trustedProxies: a list expected, not text ("192.0.2.0/24"); write it in brackets: [192.0.2.0/24]'],
  ],
  [
    "an account name that no system has",
    "accounts: [{ name: U1, uid: 1 }]\n",
    [
      'sekisho.yaml:1:20 accounts[0].name: "U1" is not a system user\'s name: a small letter or _, then up to 31 small letters, digits, _ or - (^[a-z_][a-z0-9_-]{0,31}$)',
    ],
  ],
  [
    "a missing field and a number in quotes",
    'accounts:\n  - name: u1\n  - name: u2\n    uid: "2"\n',
    [
      "sekisho.yaml:2:5 accounts[0].uid: missing; give the numeric user id, as `id -u NAME` prints it",
      'sekisho.yaml:4:10 accounts[1].uid: a number expected, not text ("2"); write it without quotes',
    ],
  ],
  [
    "domains that are URLs, wildcards, addresses or hold a port",
    account(
      "    sites: [{ domain: https://site.example/ }, { domain: '*.site.example' }, { domain: 192.0.2.1 }, { domain: site.example:80 }]\n",
    ),
    [
      'sekisho.yaml:4:23 accounts[0].sites[0].domain: "https://site.example/" is a URL; write the domain alone: "site.example"',
      'sekisho.yaml:4:58 accounts[0].sites[1].domain: "*.site.example": a wildcard stands for no site; list the names',
      'sekisho.yaml:4:88 accounts[0].sites[2].domain: "192.0.2.1" is an address, not a domain',
      'sekisho.yaml:4:111 accounts[0].sites[3].domain: "site.example:80" holds a port or a path; write the domain alone: "site.example"',
    ],
  ],
  [
    "a choice that is not offered",
    account("    owner: { email: o@elsewhere.example, language: jp }\n    sites: [{ domain: site.example, server: apach }]\n"),
    [
      'sekisho.yaml:4:52 accounts[0].owner.language: ja or en expected, not "jp"; did you mean "ja"?',
      'sekisho.yaml:5:45 accounts[0].sites[0].server: apache, nginx or forward-auth expected, not "apach"; did you mean "apache"?',
    ],
  ],
  [
    "a block in .htaccess where no Apache serves",
    account(
      "    sites: [{ domain: site.example, server: nginx, guard: htaccess }, { domain: other.example, server: apache, guard: htaccess }]\n",
    ),
    ["sekisho.yaml:4:59 accounts[0].sites[0].guard: htaccess needs server: apache"],
  ],
  [
    "accounts and uids given twice",
    "accounts:\n  - { name: u1, uid: 1 }\n  - { name: u1, uid: 1 }\n",
    [
      'sekisho.yaml:3:13 accounts[1].name: the account "u1" stands already at accounts[0].name',
      "sekisho.yaml:3:22 accounts[1].uid: the uid 1 stands already at accounts[0].uid",
    ],
  ],
  [
    "one domain for two sites, however it is written",
    "accounts:\n  - { name: u1, uid: 1, sites: [{ domain: site.example }] }\n  - { name: u2, uid: 2, sites: [{ domain: b.example, aliases: [SITE.example] }] }\n",
    ['sekisho.yaml:3:64 accounts[1].sites[0].aliases[0]: the domain "site.example" stands already at accounts[0].sites[0].domain'],
  ],
  [
    "an account whose server cannot be told",
    "accounts:\n  - { name: u1, uid: 1, host: sv1 }\n  - { name: u2, uid: 2, host: sv2 }\n  - { name: u3, uid: 3 }\n",
    ["sekisho.yaml:4:5 accounts[2].host: missing; give the account's server, one of sv1, sv2"],
  ],
  [
    "exceptions for both, for neither, for an unknown site, on an impossible day",
    `${account("    sites: [{ domain: site.example }]\n")}exceptions:\n  - { name: a, cidr: 192.0.2.1, crawler: googlebot }\n  - { name: b }\n  - { name: c, cidr: 192.0.2.1, sites: [sit.example], review: 2027-02-30 }\n`,
    [
      "sekisho.yaml:6:5 exceptions[0]: give one of cidr or crawler, not cidr and crawler together",
      "sekisho.yaml:7:5 exceptions[1]: give one of cidr or crawler",
      'sekisho.yaml:8:41 exceptions[2].sites[0]: no account has the site "sit.example"; did you mean "site.example"?',
      'sekisho.yaml:8:63 exceptions[2].review: "2027-02-30" is not a day such as 2027-01-31',
    ],
  ],
  [
    "a file of ranges that says of no crawler whose they are",
    "exceptions:\n  - { name: search, cidr: 192.0.2.1, ranges: googlebot.json }\n",
    ["sekisho.yaml:2:5 exceptions[0]: give ranges together with crawler"],
  ],
  [
    "a secret in the config, which is not repeated in the message",
    'secrets: { smtpPassword: hunter2, linkKey: {} }\nsmtp: { url: "smtp://desk:hunter2@127.0.0.1", from: abuse@host.example }\n',
    [
      "sekisho.yaml:1:26 secrets.smtpPassword: a mapping (key: value) expected, not a value; secrets stand in files: { file: /etc/sekisho/… }",
      "sekisho.yaml:1:35 secrets.linkKey: give one of file or credential",
      "sekisho.yaml:2:14 smtp.url: a password has no place in the config; name its file under secrets.smtpPassword",
    ],
  ],
  [
    "passwords in the URLs of the store and of the mailbox",
    "store: postgres://desk:hunter2@db.host.example/sekisho\ninbound: { imap: imaps://desk:hunter2@mail.host.example }\n",
    [
      "sekisho.yaml:1:8 store: a password has no place in the config; name its file under secrets.storePassword",
      "sekisho.yaml:2:18 inbound.imap: a password has no place in the config; name its file under secrets.imapPassword",
    ],
  ],
  [
    "logs of the wrong kind, with a wrong key, and globs that match nothing",
    "mail:\n  logs: [5, { pth: x }, logs/*.lgo]\n  phpLogs: [{ path: 'logs/*.php', timezone: Asia/Tokyoo }]\n",
    [
      'sekisho.yaml:2:10 mail.logs[0]: text or a mapping expected, not a number (5); write it in quotes: "5"',
      'sekisho.yaml:2:15 mail.logs[1].pth: unknown key; did you mean "path"?',
      'sekisho.yaml:2:25 mail.logs[2]: no file matches "logs/*.lgo" in DIR',
      'sekisho.yaml:3:21 mail.phpLogs[0].path: no file matches "logs/*.php" in DIR',
      'sekisho.yaml:3:45 mail.phpLogs[0].timezone: "Asia/Tokyoo" is not an IANA time zone; did you mean "Asia/Tokyo"?',
    ],
  ],
  [
    "the later rooms' fields",
    "store: mysql://db\nbus: kafka\nweb: { listen: '8080', publicUrl: desk }\nsmtp: { url: 127.0.0.1, from: Abuse desk }\ninbound: { imap: imap://mail.host.example, maildir: mail }\n",
    [
      'sekisho.yaml:1:8 store: "mysql://db" is not a store such as sqlite:/var/lib/sekisho/desk.db or postgres://db.host.example/sekisho',
      'sekisho.yaml:2:6 bus: "kafka" is not a bus such as memory or nats://bus.host.example',
      'sekisho.yaml:3:16 web.listen: "8080" is not an address and a port such as 127.0.0.1:8080 or [::1]:8080',
      'sekisho.yaml:3:35 web.publicUrl: "desk" is not a URL such as https://desk.example',
      'sekisho.yaml:4:14 smtp.url: "127.0.0.1" is not a URL such as smtp://127.0.0.1:25',
      'sekisho.yaml:4:31 smtp.from: "Abuse desk" is not a sender such as "Abuse desk <abuse@host.example>"',
      "sekisho.yaml:5:1 inbound: give one of imap, maildir or listen, not imap and maildir together",
    ],
  ],
  [
    "a key without a value",
    "mail:\nhome: JP\n",
    ["sekisho.yaml:1:6 mail: a mapping (key: value) expected, not empty; give it a value or remove the key"],
  ],
  ["a list for the whole", "- home: JP\n", ["sekisho.yaml:1:1 a mapping (key: value) expected, not a list"]],
  ["a number for a text", "home: 81\n", ['sekisho.yaml:1:7 home: text expected, not a number (81); write it in quotes: "81"']],
  ["a key given twice", "home: JP\nhome: US\n", ["sekisho.yaml:2:1 this key stands twice in the same mapping; keep one"]],
  ["a tab", "mail:\n\tlogs: []\n", ["sekisho.yaml:2:1 a tab indents this line; YAML takes spaces only"]],
  ["a second document", "home: JP\n---\nhome: US\n", ["sekisho.yaml:2:1 a second document begins here (---); a config is one document"]],
  [
    "a merge key",
    "geo: { <<: { databases: [] } }\n",
    ['sekisho.yaml:1:8 geo["<<"]: YAML 1.2 has no merge key; write the fields out, or use an alias (*name) for a whole value'],
  ],
  [
    "nesting without end",
    `home: ${"[".repeat(5000)}${"]".repeat(5000)}\n`,
    [expect.stringMatching(/^sekisho\.yaml:1:\d+ is nested too deeply$/)],
  ],
];

describe("a wrong config", () => {
  it.each(wrongConfigs)("says what is wrong: %s", (_what, text, lines) => {
    expect(wrong(text)).toEqual(lines);
  });

  it("is told in the order of the file, whichever check found it", () => {
    const lines = wrong("bus: kafka\naccounts:\n  - { name: u1, uid: 1 }\n  - { name: u1, uid: 2 }\nhme: JP\n");
    expect(lines.map((line) => line.split(" ")[0])).toEqual(["sekisho.yaml:1:6", "sekisho.yaml:4:13", "sekisho.yaml:5:1"]);
  });

  it("cannot break its message into lines or colour it", () => {
    expect(wrong('home: "a\\nb\\e[31m"\n')).toEqual([
      'sekisho.yaml:1:7 home: "a\\x0ab\\x1b[31m" is not an ISO 3166-1 alpha-2 country code such as JP or US',
    ]);
    expect(wrong(`home: ${"x".repeat(10_000)}\n`)[0]?.length).toBeLessThan(600);
  });

  it("has broken YAML told with its line", () => {
    expect(wrong("home: JP\ngeo: [\n")[0]).toMatch(/^sekisho\.yaml:\d+:\d+ YAML: /);
    expect(wrong("home: JP\n  timezone: UTC\n")[0]).toMatch(/^sekisho\.yaml:[12]:\d+ YAML: /);
  });

  it("is refused when aliases multiply", () => {
    const levels = ["b", "c", "d", "e", "f", "g", "h"].map(
      (name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[index]}`)}]`,
    );
    expect(wrong(`a: &a [x, x, x]\n${levels.join("\n")}\n`)).toEqual([
      "sekisho.yaml: aliases (*name) multiply too often; write the values out",
    ]);
  });

  it("is refused when it is not UTF-8, with the place of the first bad byte", () => {
    write(Buffer.concat([Buffer.from("home: JP\noperator: { name: "), Buffer.from([0x97, 0xe1]), Buffer.from(" }\n")]));
    expect(failure(() => loadConfig("sekisho.yaml", directory)).lines).toEqual([
      "sekisho.yaml:2:19 is not UTF-8 text; save the file as UTF-8",
    ]);
  });

  it("is refused when it is larger than any config, a directory, or a device", () => {
    write("");
    truncateSync(join(directory, "sekisho.yaml"), 5 * 1024 * 1024);
    expect(failure(() => loadConfig("sekisho.yaml", directory)).lines).toEqual([
      "sekisho.yaml: has 5242880 bytes; a config has at most 4194304",
    ]);
    expect(failure(() => loadConfig("logs", directory)).lines).toEqual(["logs: is a directory, not a config file"]);
    expect(failure(() => loadConfig("/dev/zero", directory)).lines).toEqual(["/dev/zero: is not a regular file"]);
  });

  it("that is not there is another error, which leads to other ways", () => {
    expect(failure(() => loadConfig("other.yaml", directory))).toEqual({ code: "config-missing", lines: ["other.yaml: no such file"] });
  });

  it("that this user may not read says so", async () => {
    write("home: JP\n");
    chmodSync(join(directory, "sekisho.yaml"), 0);
    chmodSync(directory, 0o755);
    const { lines } = await asNobody(() => failure(() => loadConfig("sekisho.yaml", directory)));
    expect(lines).toEqual(["sekisho.yaml: cannot be read: permission denied"]);
  });
});

describe("findConfig", () => {
  it("takes the one in the working directory first", () => {
    write("home: JP\n");
    expect(findConfig(directory)).toBe("sekisho.yaml");
    expect(findConfig(directory, true)).toBe("sekisho.yaml");
  });
});
