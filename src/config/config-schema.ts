import { z } from "zod";
import { checked, filled } from "./checked-text.ts";
import { type ConfigPath, expandPath, isGlob, toConfigPath } from "./config-path.ts";
import { wrongCountryCode } from "./country-code.ts";
import { plainDomain, wrongAccountName, wrongDay, wrongDomain, wrongEmail, wrongHost, wrongSender, wrongUrl } from "./names.ts";
import { wrongListen, wrongNetworkRange } from "./network-range.ts";
import { wrongTimeZone } from "./time-zone.ts";

const country = checked(wrongCountryCode).transform((code) => code.toUpperCase());
const timeZone = checked(wrongTimeZone);
const range = checked(wrongNetworkRange);
const host = checked(wrongHost);
const domain = checked(wrongDomain).transform(plainDomain);
const email = checked(wrongEmail);
const listen = checked(wrongListen);
const language = z.enum(["ja", "en"]);
const command = z.array(filled).min(1);

const withoutPassword =
  (wrong: (text: string) => string | null, secret: string) =>
  (text: string): string | null => {
    const hasPassword = /\/\/[^/@]*:[^/@]*@/.test(text);
    return hasPassword ? `a password has no place in the config; name its file under secrets.${secret}` : wrong(text);
  };

const wrongStore = (text: string): string | null =>
  /^sqlite:.+/.test(text) || /^postgres(ql)?:\/\/.+/.test(text)
    ? null
    : `"${text}" is not a store such as sqlite:/var/lib/sekisho/desk.db or postgres://db.host.example/sekisho`;

const wrongBus = (text: string): string | null =>
  text === "memory" || /^(nats|tls):\/\/.+/.test(text) ? null : `"${text}" is not a bus such as memory or nats://bus.host.example`;

const wrongCrawler = (text: string): string | null =>
  /^[a-z][a-z0-9-]*$/.test(text) ? null : `"${text}" is not a crawler's name such as googlebot`;

const owner = z.strictObject({
  name: filled.optional(),
  email: email.describe("the owner's mail address, outside the sites that may be closed"),
  language: language.optional(),
  addresses: z.array(range).default([]),
});

const contact = z.strictObject({
  name: filled.optional(),
  email: email.describe("the contact's mail address"),
  language: language.optional(),
  role: z.enum(["contract", "technical", "agency"]).optional(),
});

/** Fields that hold paths depend on where the config lies. */
const createPathFields = (directory: string) => {
  const path = filled.transform((shown): ConfigPath => toConfigPath(shown, directory));
  const files = filled.transform((shown, context): ConfigPath[] => {
    const found = expandPath(shown, directory);
    if (found.length === 0 && isGlob(shown, directory)) {
      context.addIssue({ code: "custom", message: `no file matches "${shown}" in ${directory}` });
    }
    return found;
  });
  const logObject = z.strictObject({
    path: files.describe("the path of a log file"),
    host: host.optional(),
    timezone: timeZone.optional(),
  });
  const log = z.union([files, logObject]);
  // SQLite's file lies relative to the config, as every path does.
  const store = checked(withoutPassword(wrongStore, "storePassword")).transform((text) =>
    text.startsWith("sqlite:") ? `sqlite:${toConfigPath(text.slice("sqlite:".length), directory).absolute}` : text,
  );
  return { path, files, store, logs: z.array(log).default([]) };
};

const createException = (path: ReturnType<typeof createPathFields>["path"]) =>
  z.strictObject({
    name: filled.describe("a name by which people know the exception"),
    cidr: range.optional(),
    crawler: checked(wrongCrawler).optional(),
    ranges: path.optional(),
    sites: z
      .array(z.union([z.literal("*"), domain]))
      .min(1)
      .default(["*"]),
    review: checked(wrongDay).optional(),
  });

/** Secrets stand in files or are systemd credentials, never values. */
const createSecrets = (path: ReturnType<typeof createPathFields>["path"]) => {
  const secret = z.strictObject({ file: path.optional(), credential: filled.optional() });
  return z.strictObject({
    smtpPassword: secret.optional(),
    imapPassword: secret.optional(),
    storePassword: secret.optional(),
    linkKey: secret.optional(),
    decisionKey: secret.optional(),
  });
};

const createServers = (path: ReturnType<typeof createPathFields>["path"]) => {
  const webServer = z.strictObject({
    includeDir: path.describe("the directory of our own include files, such as /etc/apache2/sekisho"),
    test: command.optional(),
    reload: command.optional(),
    refusedLog: z
      .union([z.literal(false), path])
      .optional()
      .describe("the log of ours in which the server notes what was refused; false: it does not count"),
  });
  const postfix = z.strictObject({
    configDir: path.describe("Postfix' configuration directory, such as /etc/postfix"),
    queueDir: path.prefault("/var/spool/postfix"),
    policySocket: path.optional(),
  });
  return z.strictObject({ apache: webServer.optional(), nginx: webServer.optional(), postfix: postfix.optional() });
};

/** The process that alone may touch the servers. Its folders are root's: who could write there could give orders. */
const createEnforcer = (path: ReturnType<typeof createPathFields>["path"]) =>
  z.strictObject({
    socket: path.prefault("/run/sekisho-enforcer/enforcer.sock"),
    key: path.prefault("/etc/sekisho/decision.pub"),
    stateDir: path.prefault("/var/lib/sekisho-enforcer"),
    server: host.optional(),
  });

const createAccount = ({ path, logs }: ReturnType<typeof createPathFields>) => {
  const site = z.strictObject({
    domain: domain.describe("the site's domain"),
    aliases: z.array(domain).default([]),
    root: path.optional(),
    accessLogs: logs,
    server: z.enum(["apache", "nginx", "forward-auth"]).optional(),
    guard: z.enum(["vhost", "htaccess"]).default("vhost"),
    address: listen.optional(),
  });
  return z.strictObject({
    name: checked(wrongAccountName).describe("the name of the system user"),
    // The largest uid is 2^32 - 2: 2^32 - 1 means "no user" to chown(2).
    uid: z.number().int().min(0).max(4294967294).describe("the numeric user id, as `id -u NAME` prints it"),
    home: path.optional(),
    host: host.optional(),
    owner: owner.optional(),
    contacts: z.array(contact).default([]),
    sites: z.array(site).default([]),
  });
};

const geoOverride = z.strictObject({
  cidr: range.describe("a network such as 198.51.100.0/24"),
  country: country.describe("an ISO 3166-1 alpha-2 code such as JP"),
  asn: z.number().int().min(1).max(4294967295).optional(),
});

/**
 * The whole of sekisho.yaml, strict: the contract's keys and no others. Paths are resolved against `directory`, globs
 * looked up there. What one field alone cannot show wrong (repeats, one of two) is in cross-check.ts.
 */
export const createConfigSchema = (directory: string) => {
  const fields = createPathFields(directory);
  const { path, files, store, logs } = fields;
  return z.strictObject({
    home: country.optional(),
    timezone: timeZone.optional(),
    geo: z.strictObject({ databases: z.array(files).default([]), overrides: z.array(geoOverride).default([]) }).prefault({}),
    trustedProxies: z.array(range).default([]),
    stateDir: path.prefault("/var/lib/sekisho"),
    operator: z
      .strictObject({
        name: filled.describe("the name of the host or operator"),
        url: checked(wrongUrl(["https", "http"], "https://host.example")).optional(),
        contact: filled.optional(),
      })
      .optional(),
    exceptions: z.array(createException(path)).default([]),
    servers: createServers(path).prefault({}),
    enforcer: createEnforcer(path).prefault({}),
    secrets: createSecrets(path).prefault({}),
    mail: z.strictObject({ logs, phpLogs: logs }).prefault({}),
    // A single folder needs no brackets; a list may name several, or files.
    complaints: z.preprocess((given) => (typeof given === "string" ? [given] : given), z.array(files).default([])),
    accounts: z.array(createAccount(fields)).default([]),
    policy: path.optional(),
    store: store.optional(),
    bus: checked(wrongBus).default("memory"),
    web: z
      .strictObject({
        listen: listen.describe("the address and port to listen at, such as 127.0.0.1:8080"),
        publicUrl: checked(wrongUrl(["https", "http"], "https://desk.example")).optional(),
      })
      .optional(),
    smtp: z
      .strictObject({
        url: checked(withoutPassword(wrongUrl(["smtp", "smtps"], "smtp://127.0.0.1:25"), "smtpPassword")).describe(
          "the mail server, such as smtp://127.0.0.1:25",
        ),
        from: checked(wrongSender).describe('the sender, such as "Abuse desk <abuse@host.example>"'),
      })
      .optional(),
    inbound: z
      .strictObject({
        imap: checked(withoutPassword(wrongUrl(["imap", "imaps"], "imaps://mail.host.example"), "imapPassword")).optional(),
        maildir: path.optional(),
        listen: listen.optional(),
      })
      .optional(),
  });
};

/** What the schema makes of a good config. */
export type ConfigShape = z.output<ReturnType<typeof createConfigSchema>>;
