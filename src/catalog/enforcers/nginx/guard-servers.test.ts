import { describe, expect, it } from "vitest";
import { readNginxText } from "./config-text.ts";
import { guardServers, unguardServers } from "./guard-servers.ts";

const config = {
  dir: "/etc/nginx/sekisho",
  refusedLog: null,
  sites: [
    { domain: "shop.example", aliases: ["www.shop.example"], root: null },
    { domain: "blog.example", aliases: [], root: null },
    { domain: "gone.example", aliases: [], root: null },
  ],
};

const main = `events { }
http {
  log_format main '$remote_addr "{" ; # no comment';
  include sites/*.conf;
}
`;
const shop = `server { # the shop
  listen 80; server_name WWW.shop.example shop.example;
  if ($uri ~ "^/a{2}") { return 404; }
  location / { try_files $uri /index.php; location ~ \\.php$ { include php.inc; fastcgi_pass unix:/a.sock; } }
}
server { listen 80; server_name other.example; location ~ \\.php$ { include php.inc; fastcgi_pass unix:/a.sock; } }
`;
const blog = `server{server_name blog.example;fastcgi_param A b;location ~ x{fastcgi_pass unix:\${sock};}}`;
const files = [
  { path: "/etc/nginx/nginx.conf", text: main },
  { path: "/etc/nginx/sites/blog.conf", text: blog },
  { path: "/etc/nginx/sites/shop.conf", text: shop },
  { path: "/etc/nginx/php.inc", text: "fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;\n" },
];

describe("the guard in nginx's own files", () => {
  const made = guardServers(files, config);

  it("reads quotes, comments, variables and blocks as nginx does", () => {
    expect(readNginxText(blog)[0]?.block?.children.map(({ name, args }) => [name, ...args])).toEqual([
      ["server_name", "blog.example"],
      ["fastcgi_param", "A", "b"],
      ["location", "~", "x"],
    ]);
    const [, http] = readNginxText(main);
    expect(http?.block?.children[0]?.args).toEqual(["main", '$remote_addr "{" ; # no comment']);
    expect(readNginxText(String.raw`a "b\"c" d\ e; x_by_lua_block { return {} } f;`).map(({ name, args }) => [name, ...args])).toEqual([
      ["a", 'b"c', String.raw`d\ e`],
      ["x_by_lua_block"],
      ["f"],
    ]);
  });

  it("stands in http before what serves, first in each server of a site, and last in what runs PHP there", () => {
    expect(made.texts.get("/etc/nginx/nginx.conf")).toBe(`events { }
http {
  log_format main '$remote_addr "{" ; # no comment';
# sekisho setup nginx, from here
  include /etc/nginx/sekisho/http.conf;
# sekisho setup nginx, to here
  include sites/*.conf;
}
`);
    expect(made.texts.get("/etc/nginx/sites/shop.conf")).toBe(`server { # the shop
# sekisho setup nginx, from here
  include /etc/nginx/sekisho/server.conf;
# sekisho setup nginx, to here
  listen 80; server_name WWW.shop.example shop.example;
  if ($uri ~ "^/a{2}") { return 404; }
  location / { try_files $uri /index.php; location ~ \\.php$ { include php.inc; fastcgi_pass unix:/a.sock;
# sekisho setup nginx, from here (joined)
  include /etc/nginx/sekisho/php.conf;
# sekisho setup nginx, to here
 } }
}
server { listen 80; server_name other.example; location ~ \\.php$ { include php.inc; fastcgi_pass unix:/a.sock; } }
`);
    expect(made.domains).toEqual(["blog.example", "shop.example"]);
    expect(made.ownFile).toBeNull();
  });

  it("says where a line of ours would take a location's parameters away, and leaves it", () => {
    expect(made.notes).toEqual([expect.stringMatching(/^\/etc\/nginx\/sites\/blog\.conf:1: takes its fastcgi_param lines from outside/)]);
    expect(made.texts.get("/etc/nginx/sites/blog.conf")).not.toContain("php.conf");
  });

  it("says where headers come through whose names nginx would not have", () => {
    const said = (from: string, to: string): readonly string[] =>
      guardServers(
        files.map(({ path, text }) => ({ path, text: text.replace(from, to) })),
        config,
      ).notes.filter((note) => note.includes("ignore_invalid_headers"));
    expect(said("  log_format", "  ignore_invalid_headers off;\n  log_format")).toEqual([
      expect.stringMatching(/^\/etc\/nginx\/nginx\.conf:3: .*take the line out$/),
    ]);
    expect(said("listen 80; server_name WWW", "ignore_invalid_headers OFF; server_name WWW")).toHaveLength(1);
    expect(said("listen 80; server_name other", "ignore_invalid_headers off; server_name other")).toEqual([]);
    expect(said("  log_format", "  ignore_invalid_headers on;\n  log_format")).toEqual([]);
  });

  it("changes nothing the second time, and goes out again byte for byte", () => {
    const after = files.map(({ path, text }) => ({ path, text: made.texts.get(path) ?? text }));
    expect(guardServers(after, config).texts.size).toBe(0);
    expect(after.map(({ path, text }) => ({ path, text: unguardServers(text) }))).toEqual(files);
  });

  it("takes a folder that http includes, and leaves what the operator has put there by hand", () => {
    const folder = [
      { path: "/etc/nginx/nginx.conf", text: main.replace("include sites", "include /etc/nginx/conf.d/*.conf;\n  include sites") },
    ];
    const first = guardServers([...folder, ...files.slice(1)], config);
    expect(first.ownFile?.path).toBe("/etc/nginx/conf.d/sekisho.conf");
    const again = [...folder, { path: "/etc/nginx/conf.d/sekisho.conf", text: first.ownFile?.text ?? "" }];
    expect(guardServers(again, config).ownFile).toEqual(first.ownFile);
    const byHand = shop
      .replace("listen 80;", "include sekisho/server.conf; listen 80;")
      .replace("unix:/a.sock;", "unix:/a.sock; include sekisho/php.conf;");
    const hand = guardServers(
      [
        { path: "/etc/nginx/nginx.conf", text: main },
        { path: "/etc/nginx/sites/shop.conf", text: byHand },
      ],
      config,
    );
    expect(hand.texts.has("/etc/nginx/sites/shop.conf")).toBe(false);
  });
});
