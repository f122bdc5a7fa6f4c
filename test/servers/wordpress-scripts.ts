import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { writeSite } from "./apache.ts";
import { droppedMailer } from "./wordpress-php.ts";
import type { Shape } from "./write-shapes.ts";

/** Scripts that mail whoever they are told, where they are found in taken-over WordPress sites. */
export const dropped = { upload: "/wp-content/uploads/2026/11/cache.php", plugin: "/wp-content/plugins/x/mail.php" } as const;

/** Beside them, each by its own text: the same name elsewhere, a longer name, another name. */
export const besides = [
  "/wp-content/uploads/cache.php",
  "/wp-content/uploads/2026/11/cache2.php",
  "/wp-content/uploads/2026/11/cache.php5.php",
  "/wp-content/uploads/2026/11/Cache.php",
  "/wp-content/plugins/x/mail2.php",
  "/mail.php",
] as const;

const get = (target: string): Shape => ({ method: "GET", target });
const encoded = (text: string): string => text.replace(/[a-z0-9.]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`);

/** Ways to run a script that lies in folders, with any configuration of the site. */
export const scriptShapes = (path: string): readonly Shape[] => {
  const folder = path.slice(0, path.lastIndexOf("/"));
  const name = path.slice(folder.length + 1);
  return [
    ...["", "/", "//", "/x/y", "?x=1", "?to=a@elsewhere.example&x=/", "?", "/?/index.php", "/index.php", "/%20", "/a.jpg?x"].map((rest) =>
      get(`${path}${rest}`),
    ),
    ...[`/wp-includes/..${path}`, `/.${path}`, `${folder}/./${name}`, `${folder}/x/../${name}`, `${folder}/%2e/${name}`].map(get),
    ...[`/${path}`, `//${path}`, path.replaceAll("/", "//"), `/wp-admin/%2e%2e${path}`, `/index.php/..${path}`].map(get),
    ...[path.replace(".php", "%2ephp"), path.replace(".php", ".ph%70"), path.replace("wp-", "%77p-"), encoded(path)].map(get),
    ...[encoded(`${path}/x`).replaceAll("%2f", "/"), `${encoded(path)}/%70?%78`].map(get),
    ...["http://shop.example", "http://WWW.shop.example:80"].map((origin) => get(`${origin}${path}`)),
    ...["www.shop.example", "SHOP.example", "shop.example.", "shop.example:81", "other-name.example", "unknown.example", "192.0.2.1"].map(
      (host) => ({
        ...get(path),
        host,
      }),
    ),
    ...["HEAD", "PUT", "OPTIONS", "DELETE", "FOO", "POST"].map((method) => ({ method, target: path })),
    { method: "POST", target: `${path}/x`, body: "to=a@elsewhere.example" },
    { ...get(path), headers: [["X-HTTP-Method-Override", "POST"]] },
    { ...get(path), over: "tls" },
    { ...get(path), over: "h2" },
    { ...get(`/${path}/x`), over: "h2" },
    { method: "POST", target: path, body: "x=1", over: "h2" },
    { ...get(path), over: "ipv6" },
  ];
};

/** Rules of whoever took the site over: ahead of WordPress' own block, in the folder of the script, and beside it. */
const ownRules: Readonly<Record<string, string>> = {
  "wp-content/uploads/2026/11/.htaccess": "RewriteEngine On\nRewriteRule ^photo\\.jpg$ cache.php [L]\nDirectoryIndex cache.php\n",
  "wp-content/uploads/gone/.htaccess": `RewriteEngine Off\nErrorDocument 404 ${dropped.upload}\n`,
  "wp-content/uploads/any/.htaccess": `RewriteEngine Off\nFallbackResource ${dropped.upload}\n`,
  "wp-content/uploads/far/.htaccess": `RewriteEngine On\nRewriteRule ^photo\\.jpg$ ${dropped.upload} [END]\nRewriteRule ^dots\\.jpg$ ../x/../2026/11/cache.php [L]\n`,
};

/** Addresses that Apache runs the upload by, once {@link dropScripts} has laid the rules. */
export const ruledShapes: readonly Shape[] = [
  ...["/sale", "/sale/", "/sale?x=1", "/index.php/../sale"].map(get),
  ...["photo.jpg", "", "//"].map((name) => get(`/wp-content/uploads/2026/11/${name}`)),
  ...["gone/x.jpg", "any/x", "far/photo.jpg", "far/dots.jpg", "link.php", "link/cache.php", "link/cache.php/x"].map((name) =>
    get(`/wp-content/uploads/${name}`),
  ),
];

/** Ahead of WordPress' own block. */
export const saleRule = `RewriteEngine On\nRewriteRule ^sale/?$ ${dropped.upload} [L]\n`;

/** Lays the scripts into a site, its neighbours, and the rules that lead to one of them. */
export const dropScripts = (root: string): void => {
  const scripts = Object.values(dropped).map((path) => [path, droppedMailer] as const);
  const others = besides.map((path) => [path, `${droppedMailer}// ${path}\n`] as const);
  // Of its own text: a closed script is closed by its content as well, by whatever name.
  const texts = scripts.map(([path, text]) => [path, `${text}/* ${path} */\n`] as const);
  writeSite(root, { ...Object.fromEntries([...texts, ...others]), ...ownRules });
  symlinkSync(join(root, dropped.upload), join(root, "wp-content/uploads/link.php"));
  symlinkSync(join(root, "wp-content/uploads/2026/11"), join(root, "wp-content/uploads/link"));
};
