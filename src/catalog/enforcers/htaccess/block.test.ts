import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Imposition } from "../../../ports/enforcer.ts";
import { stateOf, withBlock } from "./block-text.ts";
import { checkConfig, type HtaccessConfig } from "./htaccess-config.ts";
import { linesAt, planBlocks } from "./plan-block.ts";

const owner = { uid: 10_123, gid: 10_123 };
const config: HtaccessConfig = {
  stateDir: "/var/lib/sekisho-enforcer/htaccess",
  sites: [
    { domain: "shop.example", root: "/home/u10123/public_html", ...owner },
    { domain: "second-name.example", root: "/home/u10123/public_html", ...owner },
    { domain: "other.example", root: "/home/u10124/public_html", uid: 10_124, gid: 10_124 },
  ],
  passes: [
    { name: "payments", cidr: "203.0.113.0/30", sites: ["*"] },
    { name: "owner", cidr: "2001:db8:7::9", sites: ["shop.example"] },
  ],
  endpoints: [{ address: "127.0.0.1", port: 80, isTls: false }],
  otherRoots: ["/home/u10123/public_html", "/home/u10123/public_html/blog", "/home/u10123/public_html2", "/home/u10124/public_html"],
};

const imposition = (number: number, measure: Imposition["measure"], target: Imposition["target"]): Imposition => {
  const caseId = `2026-00000${number}`;
  return { id: `${caseId}.1.1`, caseId, measure, target: { site: "shop.example", ...target } };
};

const inForce = [
  imposition(1, "deny-writes", {}),
  imposition(2, "deny-path", { path: "/wp-content/uploads/mail.php" }),
  imposition(3, "deny-network", { site: "second-name.example", cidrs: ["192.0.2.0/29", "2001:db8:1::/48", "198.51.100.7"] }),
  imposition(4, "deny-writes", { site: "other.example" }),
];

describe("what a customer's .htaccess is given", () => {
  it("is written as in the golden files, one block for all sites of one root", async () => {
    const golden = (name: string): string => fileURLToPath(new URL(`../../../../test/golden/htaccess/${name}`, import.meta.url));
    const planned = planBlocks(config, inForce);
    expect(planned.map(({ path }) => path)).toEqual(["/home/u10123/public_html/.htaccess", "/home/u10124/public_html/.htaccess"]);
    await expect(planned[0]?.text).toMatchFileSnapshot(golden("two-sites.htaccess"));
    await expect(planned[1]?.text).toMatchFileSnapshot(golden("one-site.htaccess"));
    expect(planBlocks(config, [...inForce].reverse())).toEqual(planned);
    expect(planBlocks(config, [])).toEqual([]);
  });

  it("goes out again byte for byte, whatever stands around it", () => {
    const lines = linesAt(config, "/home/u10123/public_html", { impositions: inForce, inherits: false });
    const parts = fc.constantFrom("RewriteEngine On", "\n", "\r\n", "\u0085", "\u00e9", "# x", "</IfModule>", "\0", " ");
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (some) => {
        const text = some.join("");
        const made = withBlock(text, lines);
        expect([withBlock(made, []), withBlock(made, lines), stateOf(made, lines), stateOf(text, lines)]).toEqual([
          text,
          made,
          "as-left",
          "missing",
        ]);
      }),
    );
  });

  it("is known again where an editor gave it other line ends, and not where a line is another", () => {
    const lines = linesAt(config, "/home/u10123/public_html", { impositions: inForce, inherits: false });
    const made = withBlock("# mine\n", lines);
    expect(stateOf(made.replaceAll("\n", "\r\n"), lines)).toBe("as-left");
    expect(stateOf(made.replace("[F]", "[L]"), lines)).toBe("changed");
    expect(stateOf(made, [])).toBe("changed");
  });

  it("holds nothing but closed patterns", () => {
    const refused: readonly Imposition[] = [
      imposition(1, "deny-writes", { site: "elsewhere.example" }),
      imposition(1, "deny-writes", { path: "/x.php" }),
      imposition(1, "deny-foreign-writes", {}),
      imposition(1, "deny-path", { path: "/a b.php" }),
      imposition(1, "deny-path", { path: "/a.php\nRequire all granted" }),
      imposition(1, "deny-path", { path: "/../a.php" }),
      imposition(1, "deny-path", { path: "/%24.php" }),
      imposition(1, "deny-path", { path: "mail.php" }),
      imposition(1, "deny-path", { path: `/${"a".repeat(300)}.php` }),
      imposition(1, "deny-network", { cidrs: ["0.0.0.0/0"] }),
      imposition(1, "deny-network", { cidrs: ["192.0.2.1' || true"] }),
      imposition(1, "deny-network", { cidrs: Array.from({ length: 513 }, (_, at) => `10.${at >> 8}.${at & 255}.1`) }),
      imposition(1, "deny-network", { cidrs: Array.from({ length: 65 }, (_, at) => `2001:db8:${at}::/48`) }),
      { ...imposition(1, "deny-writes", {}), id: "1]" },
      { ...imposition(1, "deny-writes", {}), caseId: "1\nRequire" },
    ];
    for (const one of refused)
      expect(() => planBlocks(config, [one]), JSON.stringify(one)).toThrow(expect.objectContaining({ code: "target-wrong" }));
    const wrong: readonly Partial<HtaccessConfig>[] = [
      ...["127.0.0.1", "127.0.0.0/8", "::1", "10.0.0.0/7"].map((cidr) => ({ passes: [{ name: "x", cidr, sites: ["*"] }] })),
      { sites: [{ domain: "shop.example", root: "/home/a b", ...owner }] },
      { sites: [{ domain: "Shop.example", root: "/home/a", ...owner }] },
      { stateDir: "state" },
    ];
    for (const one of wrong)
      expect(() => checkConfig({ ...config, ...one }), JSON.stringify(one)).toThrow(expect.objectContaining({ code: "config-wrong" }));
  });
});
