import { join } from "node:path";
import type { StagedChange } from "../../../kit/staged-files.ts";
import type { PlannedFile } from "../../../ports/enforcer.ts";
import { type ApacheConfig, checkConfig } from "./apache-config.ts";
import { guardText } from "./guard-text.ts";
import { pageText } from "./page-text.ts";
import { passFile, planMaps } from "./plan-maps.ts";
import { refusalLogLines } from "./refusal-log.ts";

/**
 * The two answers of the guard, as a folder of their own: its rules give the status and its ErrorDocument the text, so that neither the page of
 * a customer's own refusal nor their .htaccess has to do with it. The text is read by Apache itself: no second request, nothing to exempt.
 */
const serverText = ({
  includeDir: dir,
  refusedLog,
}: Pick<ApacheConfig, "includeDir" | "refusedLog">): string => `# Sekisho's answers. Written by \`sekisho setup apache\`; do not edit.
<Directory "${dir}/answers">
  AllowOverride None
  Options FollowSymLinks
  Require all granted
  RewriteEngine On
  RewriteRule ^denied$ - [F]
  RewriteRule ^passed$ - [R=404]
  ErrorDocument 403 "%{file:${dir}/pages/head.html}%{reqenv:SEKISHO_IDS}%{file:${dir}/pages/tail.html}"
  ErrorDocument 404 "sekisho passed site=%{reqenv:SEKISHO_SITE} mode=%{reqenv:SEKISHO_MODE} geo=%{reqenv:SEKISHO_SEEN}"
  <IfModule headers_module>
    Header always set Cache-Control "no-store"
    Header always set Content-Type "text/html; charset=utf-8"
  </IfModule>
</Directory>
${refusalLogLines({ includeDir: dir, refusedLog })
  .map((line) => `${line}\n`)
  .join("")}`;

/** What a virtual host includes before anything else of its own. */
export const siteInclude = (config: Pick<ApacheConfig, "includeDir">, domain: string): string =>
  join(config.includeDir, "sites", `${domain}.conf`);

const siteText = (dir: string, domain: string): string => `# Written by \`sekisho setup apache\`; do not edit.
RewriteEngine On
RewriteRule ^ - [E=SEKISHO_SITE:${domain}]
Include "${dir}/guard.conf"
`;

/** Folders that must be there, root's own, before {@link setupFiles} are put. */
export const setupFolders = ({ includeDir, stateDir }: ApacheConfig): readonly string[] => [
  stateDir,
  includeDir,
  ...["answers", "geo", "maps", "pages", "sites"].map((name) => join(includeDir, name)),
];

/**
 * Every file that Apache needs of ours while nothing is in force: what the server includes once (`server.conf`), what each virtual host
 * includes (`sites/DOMAIN.conf`), the guard, the pages and the maps, which are empty. Pure. `geo/geo.db` comes from `writeApacheGeo`,
 * and must be there first: Apache does not start without a map that it was told of.
 */
export const setupFiles = (config: ApacheConfig): readonly PlannedFile[] => {
  const { includeDir: dir, sites } = checkConfig(config);
  const { head, tail } = pageText(config);
  return [
    { path: join(dir, "answers", "denied"), text: "" },
    { path: join(dir, "answers", "passed"), text: "" },
    { path: join(dir, "pages", "head.html"), text: head },
    { path: join(dir, "pages", "tail.html"), text: tail },
    passFile(config),
    ...planMaps(config, []),
    { path: join(dir, "guard.conf"), text: guardText(dir) },
    { path: join(dir, "server.conf"), text: serverText(config) },
    ...sites.map(({ domain }) => ({ path: siteInclude(config, domain), text: siteText(dir, domain) })),
  ];
};

/** The same as one change to put; the configuration is tested and the server reloads it. */
export const setupChange = (config: ApacheConfig): StagedChange => ({
  name: "set up Apache",
  files: setupFiles(config).map(({ path, text }) => ({ path, content: text, mode: path.startsWith(config.stateDir) ? 0o600 : 0o644 })),
  test: config.test,
  activate: config.reload,
});
