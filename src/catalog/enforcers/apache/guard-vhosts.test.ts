import { describe, expect, it } from "vitest";
import { readVhostDump } from "./find-vhosts.ts";
import { guardFile, unguardFile } from "./guard-vhosts.ts";

const guarding = {
  includeDir: "/etc/apache2/sekisho",
  sites: [
    { domain: "a.example", names: ["a.example", "www.a.example"] },
    { domain: "b.example", names: ["b.example"] },
  ],
};

const dump = `VirtualHost configuration:
127.0.0.1:8124         a.example (/etc/x y.conf:1)
*:80                   is a NameVirtualHost
         default server a.example (/etc/x y.conf:1)
         port 80 namevhost a.example (/etc/x y.conf:1)
                 alias WWW.a.example
                 wild alias *.other.example
         port 80 namevhost c.example (/etc/x y.conf:5)
ServerRoot: "/etc/apache2"
PidFile: "/var/run/apache2/apache2.pid"
`;

const guard = (text: string, ...lines: readonly number[]) =>
  guardFile({ path: "/etc/x.conf", text, vhosts: lines.map((line) => ({ file: "/etc/x.conf", line, names: [] })) }, guarding);

describe("the guard in Apache's own files", () => {
  it("reads each virtual host of the dump once, with its names", () => {
    expect(readVhostDump(dump)).toEqual({
      serverRoot: "/etc/apache2",
      vhosts: [
        { file: "/etc/x y.conf", line: 1, names: ["a.example", "www.a.example"] },
        { file: "/etc/x y.conf", line: 5, names: ["c.example"] },
      ],
    });
    expect(readVhostDump("nothing")).toBeNull();
  });

  it("is the first line of a site's virtual host, by domain or alias, and of no other", () => {
    const text =
      "<VirtualHost *:80>\nServerName c.example\n</VirtualHost>\n<VirtualHost *:80>\n  ServerAlias x.example \\\n   WWW.a.example\n</VirtualHost>\n";
    const made = guard(text, 1, 4);
    expect(made.domains).toEqual(["a.example"]);
    expect(made.text.split("\n").slice(3, 8)).toEqual([
      "<VirtualHost *:80>",
      "# sekisho setup apache, from here",
      '  Include "/etc/apache2/sekisho/sites/a.example.conf"',
      "# sekisho setup apache, to here",
      "  ServerAlias x.example \\",
    ]);
    expect(guard(made.text, 1, 4).text).toBe(made.text);
    expect(unguardFile(made.text)).toBe(text);
  });

  it("names what goes round it, what serves two sites, and what it cannot edit", () => {
    const text =
      "<VirtualHost *:80>\nServerName http://a.example:80\nServerAlias b.example\nRewriteEngine Off\nProxyPass / http://x/ mapping=servlet\n</VirtualHost>\n<Macro m>\nServerName b.example\n</VirtualHost>\n";
    expect(guard(text, 1).notes).toEqual([
      "/etc/x.conf:1: serves a.example, b.example; all are guarded as a.example",
      '/etc/x.conf:1: "RewriteEngine Off" switches rewriting off, and with it the guard',
      '/etc/x.conf:1: "ProxyPass / http://x/ mapping=servlet" is decided before the guard is asked',
    ]);
    expect(
      guardFile({ path: "/etc/x.conf", text: "Use m\n", vhosts: [{ file: "/etc/x.conf", line: 1, names: ["b.example"] }] }, guarding),
    ).toEqual({
      text: "Use m\n",
      domains: ["b.example"],
      notes: ["/etc/x.conf:1: no virtual host that can be edited; include /etc/apache2/sekisho/sites/b.example.conf by hand"],
    });
  });

  it("leaves a virtual host alone into which the operator has put it", () => {
    const text = '<VirtualHost *:80>\nInclude "/etc/apache2/sekisho/sites/a.example.conf"\nServerName a.example\n</VirtualHost>\n';
    expect(guard(text, 1)).toMatchObject({ text, domains: ["a.example"] });
  });
});
