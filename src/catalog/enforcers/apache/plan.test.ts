import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Imposition } from "../../../ports/enforcer.ts";
import { type ApacheConfig, checkConfig } from "./apache-config.ts";
import { planMaps } from "./plan-maps.ts";
import { setupFiles } from "./setup-files.ts";

const config: ApacheConfig = {
  includeDir: "/etc/apache2/sekisho",
  refusedLog: "/var/log/apache2/sekisho-refused.log",
  stateDir: "/var/lib/sekisho/apache",
  sites: [
    { domain: "shop.example", root: "/home/u10123/shop.example/public_html" },
    { domain: "other.example", root: "/home/u10124/other.example/public_html" },
  ],
  passes: [
    { name: "payments", cidr: "203.0.113.0/30", sites: ["*"] },
    { name: "owner", cidr: "2001:db8:7::9", sites: ["shop.example"] },
  ],
  operator: { name: '例ホスティング <"&>', contact: "abuse@host.example" },
  endpoints: [{ address: "127.0.0.1", port: 80, isTls: false }],
  test: ["apache2ctl", "-t"],
  reload: ["apache2ctl", "graceful"],
};

const imposition = (number: number, measure: Imposition["measure"], target: Imposition["target"]): Imposition => {
  const caseId = `2026-00000${number}`;
  return { id: `${caseId}.1.1`, caseId, measure, target: { site: "shop.example", ...target } };
};

const inForce = [
  imposition(1, "deny-foreign-writes", {}),
  imposition(2, "deny-foreign-writes", {}),
  imposition(3, "deny-path", { path: "/wp-content/uploads/mail.php" }),
  imposition(4, "deny-network", { cidrs: ["192.0.2.0/29", "2001:db8:1::/48", "2001:db8:2::5"] }),
  imposition(5, "deny-network", { cidrs: ["192.0.2.7", "2001:db8:2::5"] }),
  imposition(6, "deny-foreign", { site: "other.example" }),
];

const golden = (name: string): string => fileURLToPath(new URL(`../../../../test/golden/apache/${name}`, import.meta.url));

describe("what Apache is given", () => {
  it("is written as in the golden files", async () => {
    const changing = new Set(planMaps(config, []).map(({ path }) => path));
    for (const { path, text } of [...setupFiles(config).filter((file) => !changing.has(file.path)), ...planMaps(config, inForce)])
      if (text !== "") await expect(text).toMatchFileSnapshot(golden(basename(path)));
  });

  it("does not depend on the order in which it was imposed", () => {
    expect(planMaps(config, [...inForce].reverse())).toEqual(planMaps(config, inForce));
  });

  it("takes nothing into a map that is not what it should be", () => {
    const refused: readonly Imposition[] = [
      imposition(1, "deny-foreign", { site: "shop.example\nother.example f" }),
      imposition(1, "deny-foreign", { site: "elsewhere.example" }),
      imposition(1, "deny-path", { path: "/a b.php" }),
      imposition(1, "deny-path", { path: "/a.php\nother.example#0 |u/=0|" }),
      imposition(1, "deny-path", { path: "/../../etc/passwd" }),
      imposition(1, "deny-path", { path: `/${"$"}{sekisho_mode:x}.php` }),
      imposition(1, "deny-path", { path: "/%24.php" }),
      imposition(1, "deny-path", { path: "mail.php" }),
      imposition(1, "deny-path", { path: `/${"a".repeat(300)}.php` }),
      imposition(1, "deny-network", { cidrs: ["0.0.0.0/0"] }),
      imposition(1, "deny-network", { cidrs: ["2001:db8::/96"] }),
      imposition(1, "deny-network", { cidrs: ["192.0.2.1 x"] }),
      imposition(1, "hold-mail", {}),
      { ...imposition(1, "deny-foreign", {}), id: "1,f:2" },
    ];
    for (const one of refused)
      expect(() => planMaps(config, [one]), JSON.stringify(one)).toThrow(expect.objectContaining({ code: "target-wrong" }));
  });

  it("refuses more than a map can hold, rather than writing part of it", () => {
    const many = Array.from({ length: 13 }, (_, at) => ({ ...imposition(1, "deny-foreign", {}), id: `2026-000001.${at}.1` }));
    expect(() => planMaps(config, many)).toThrow(expect.objectContaining({ code: "target-wrong" }));
    const paths = Array.from({ length: 9 }, (_, at) => ({
      ...imposition(1, "deny-path", { path: `/${at}.php` }),
      id: `2026-000001.${at}.1`,
    }));
    expect(() => planMaps(config, paths)).toThrow(expect.objectContaining({ code: "target-wrong" }));
  });

  it("takes no pass for the server's own address, and no name that a configuration cannot hold", () => {
    const wrong: readonly Partial<ApacheConfig>[] = [
      ...["127.0.0.1", "127.0.0.0/8", "::1", "10.0.0.0/7"].map((cidr) => ({ passes: [{ name: "x", cidr, sites: ["*"] }] })),
      { passes: [{ name: "x", cidr: "192.0.2.1", sites: ["elsewhere.example"] }] },
      { sites: [{ domain: "Shop.example", root: "/home/shop" }] },
      { sites: [{ domain: "shop.example", root: "/home/a b" }] },
      { includeDir: `/etc/apache2/${"$"}{x}` },
    ];
    for (const one of wrong)
      expect(() => checkConfig({ ...config, ...one }), JSON.stringify(one)).toThrow(expect.objectContaining({ code: "config-wrong" }));
  });
});
