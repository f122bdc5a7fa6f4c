const script = "/sub/mail.php";

/** Addresses that run one script, on a site laid out as {@link pathSite} with `/alias/` for `sub/` and links to it in `links/`. */
export const pathShapes: readonly string[] = [
  ...[
    "",
    "/",
    "/x/y",
    "?x=1",
    "?",
    "/?/mail2.php",
    "/mail2.php",
    "/%23",
    "/%3f",
    "/%25",
    "/%25zz",
    "/%2541",
    "/%0a",
    "/=0%7C",
    `/${"%23/".repeat(600)}`,
  ].map((rest) => `${script}${rest}`),
  ...[
    "//sub//mail.php",
    "/./sub/./mail.php",
    "/x/../sub/mail.php",
    "/sub/x/%2e%2e/mail.php",
    "/sub/%2e/mail.php",
    "/sub/%6dail.php",
    "/%73ub/mail%2ephp",
  ],
  ...["http://shop.example/sub/mail.php", "http://WWW.shop.example:80//sub/mail.php/"],
  ...["/alias/mail.php", "/alias//mail.php/x", "/alias/mail.php/%25", "/alias/mail.php/%3f%23"],
  ...["/links/folder/mail.php", "/links/folder/mail.php/%25", "/links/other.php", "/links/other.php/x"],
  ...["/missing/zzz", "/index/", "/fallback/zzz", "/action/x.foo", "/include/x.shtml"],
  ...["/pretty/page", "/pretty/end", "/pretty/dots", "/pretty/relative"],
];

/** The site: the script, its neighbours, and every way of a customer's own to call a script by another name. */
export const pathSite: Readonly<Record<string, string>> = {
  "sub/mail.php": "<?php echo 'RAN ', $_SERVER['PATH_INFO'] ?? '';",
  "sub/mail2.php": "<?php echo 'NEIGHBOUR ', $_SERVER['PATH_INFO'] ?? '';",
  "sub/mail.php.txt": "NEIGHBOUR\n",
  "mail.php": "<?php echo 'NEIGHBOUR of the same name ';",
  "missing/.htaccess": "RewriteEngine Off\nErrorDocument 404 /sub/mail.php\n",
  "index/.htaccess": "DirectoryIndex /sub/mail.php\n",
  "fallback/.htaccess": "RewriteEngine Off\nFallbackResource /sub/mail.php\n",
  "action/.htaccess": "Action foo /sub/mail.php\nAddHandler foo .foo\n",
  "action/x.foo": "x",
  "include/.htaccess": "AddType text/html .shtml\nAddOutputFilter INCLUDES .shtml\n",
  "include/x.shtml": '<!--#include virtual="/sub/mail.php" -->',
  "pretty/.htaccess": [
    "RewriteEngine On",
    "RewriteRule ^page$ /sub/mail.php [L]",
    "RewriteRule ^end$ /sub/mail.php [END]",
    "RewriteRule ^dots$ /x/../sub//mail.php/x [END]",
    "RewriteRule ^relative$ ../sub/mail.php [END]",
    "",
  ].join("\n"),
};
