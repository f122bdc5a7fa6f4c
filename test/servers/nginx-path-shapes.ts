import type { Shape } from "./write-shapes.ts";

const get = (target: string): Shape => ({ method: "GET", target });

/** Ways to `/mail.php` that lie in the configuration of a server block. */
export const awkwardBlock = `
  merge_slashes off;
  rewrite ^/by-server$ /mail.php last;
  location = /by-rewrite { rewrite ^ /mail.php last; }
  location = /by-break { rewrite ^ /mail.php break; PASS_TO_PHP }
  location = /by-named { try_files /nothing @named; }
  location @named { rewrite ^ /mail.php break; PASS_TO_PHP }
  location = /by-error { error_page 404 /mail.php; return 404; }
  location = /by-missing { error_page 404 = /mail.php; try_files /nothing =404; }
  location = /by-try { try_files /mail.php =404; PASS_TO_PHP }
  location = /by-fallback { try_files /nothing /mail.php?x=1; }
  location = /by-info { try_files /nothing /mail.php/info?x=1; }
  location ^~ /by-alias/ { alias ROOT/; location ~ "\\.php(?:/|$)" { PASS_TO_PHP fastcgi_param SCRIPT_FILENAME $request_filename; include GUARD/php.conf; } }
  location ^~ /by-argument { rewrite ^ $arg_to last; }
`;

/** By which the script runs as long as nobody closes it. */
export const pathShapes: readonly Shape[] = [
  ...["/mail.php", "/mail.php?x=1", "/mail.php/", "/mail.php/info", "/mail.php/a/b.html", "/mail.php/index.php", "/mail.php//"].map(get),
  ...["//mail.php", "///mail.php", "/./mail.php", "/dir/../mail.php", "/dir/.././mail.php", "//dir/..//mail.php"].map(get),
  ...[
    "/%6dail.php",
    "/mail%2ephp",
    "/mail%2Ephp",
    "/mail.ph%70",
    "/%6d%61%69%6c%2e%70%68%70",
    "/mail.php%2finfo",
    "/%2e/mail.php",
    "/dir/%2e%2e/mail.php",
  ].map(get),
  ...["/%2fmail.php", "/mail.php%2F", "http://shop.example/mail.php", "http://unknown.example/mail.php", "/mail.php?a=/&b=%00"].map(get),
  ...["www.shop.example", "SHOP.example", "shop.example.", "shop.example:81", "unknown.example", "192.0.2.1"].map((host) => ({
    ...get("/mail.php"),
    host,
  })),
  ...["POST", "HEAD", "PUT", "OPTIONS", "DELETE", "FOO"].map((method) => ({ method, target: "/mail.php" })),
  { ...get("/mail.php"), headers: [["X-HTTP-Method-Override", "POST"]] },
  { ...get("/mail.php"), over: "h2" },
  { ...get("//mail.php/x"), over: "h2" },
  { ...get("/mail.php"), over: "tls" },
  { ...get("/mail.php"), over: "ipv6" },
  ...["/by-server", "/by-rewrite", "/by-break", "/by-named", "/by-error", "/by-missing", "/by-try", "/by-fallback", "/by-info"].map(get),
  ...[
    "/by-alias/mail.php",
    "/by-alias/mail.php/x",
    "/by-alias//mail.php",
    "/by-argument?to=/mail.php",
    "/by-argument?to=//mail.php",
    "/by-argument?to=/./mail.php",
  ].map(get),
];

/** What must go on running beside it. */
export const neighbours: readonly (readonly [string, string])[] = [
  ["/Mail.php", "Mail.php"],
  ["/mail2.php", "mail2.php"],
  ["/mail.php5.php", "mail.php5.php"],
  ["/dir/", "dir/index.php"],
  ["/dir/other.php", "dir/other.php"],
  ["/", "page"],
  ["/mail", "page"],
  ["/contact/", "page"],
];
