import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { realDisk } from "../../../kit/disk-steps.ts";
import type { Imposition } from "../../../ports/enforcer.ts";
import type { NginxConfig } from "./nginx-config.ts";
import { createNginxEnforcer } from "./nginx-enforcer.ts";
import { readRefused } from "./refusal-log.ts";
import { nginxSetUp } from "./set-up-files.ts";

const config: NginxConfig = {
  dir: "/etc/nginx/sekisho",
  stateDir: "/var/lib/sekisho/nginx",
  sites: [
    { domain: "shop.example", aliases: ["www.shop.example"], root: "/home/u10123/shop.example/public_html" },
    { domain: `${"long-".repeat(12)}name.example`, aliases: [], root: null },
  ],
  passes: [
    { name: "payment", cidr: "203.0.113.192/26", sites: ["shop.example"] },
    { name: "monitor", cidr: "2001:db8:5::/48", sites: ["*"] },
  ],
  listens: [{ address: "127.0.0.1", port: 80, tls: false }],
  operator: { name: "例ホスティング <&>", contact: "abuse@host.example" },
  refusedLog: "/var/log/nginx/sekisho-refused.log",
  test: ["nginx", "-t"],
  reload: ["nginx", "-s", "reload"],
};

/** Nothing answers, and nothing may be put: `plan` and what is refused need neither. */
const noServer = {
  ask: async () => null,
  clock: { now: () => 0 },
  wait: async () => undefined,
  run: async () => ({ exit: 1, said: "" }),
  read: realDisk.read,
  staged: { put: () => Promise.reject(new Error("put")), recover: async () => [], drift: async () => [] },
};
const enforcer = createNginxEnforcer(config, noServer);
const golden = (name: string): string => fileURLToPath(new URL(`../../../../test/golden/nginx/${name}`, import.meta.url));
const one = (measure: Imposition["measure"], more: Imposition["target"] = {}, id = "2026-000001.1.1"): Imposition => ({
  ...{ id, caseId: id.slice(0, 11), measure },
  target: { site: "shop.example", ...more },
});

describe("the enforcer for nginx", () => {
  it("plans exactly these files", async () => {
    const files = enforcer.plan([
      one("deny-foreign-writes"),
      one("deny-path", { path: "/up loads/フォーム;}.php" }, "2026-000002.1.1"),
      one("deny-network", { cidrs: ["192.0.2.0/24", "2001:0db8::/32"] }, "2026-000003.1.1"),
    ]);
    for (const { path, text } of files) await expect(text).toMatchFileSnapshot(golden(`plan-${basename(path)}`));
    expect(files.map(({ path }) => path)).toEqual([
      "/var/lib/sekisho/nginx/impositions.json",
      "/etc/nginx/sekisho/on/shop.example.deny-foreign-writes",
      "/etc/nginx/sekisho/on/shop.example.deny-network",
      "/etc/nginx/sekisho/on/shop.example.deny-path",
      "/etc/nginx/sekisho/networks.conf",
      "/etc/nginx/sekisho/paths.conf",
    ]);
  });

  it("is set up with exactly these files, of which the lists are those with nothing in force", async () => {
    const { files } = nginxSetUp(config);
    for (const { path, text } of files) await expect(text).toMatchFileSnapshot(golden(`set-up-${basename(path)}`));
    for (const file of enforcer.plan([])) expect(files).toContainEqual(file);
  });

  it.each([
    ["site", one("deny-foreign", { site: "shop.example;" })],
    ["site", one("deny-foreign", { site: "SHOP.example" })],
    ["site", one("deny-foreign", { site: "../shop.example" })],
    ["site", one("deny-foreign", { site: "elsewhere.example" })],
    ["path", one("deny-path", { path: "mail.php" })],
    ["path", one("deny-path", { path: "/dir/" })],
    ["path", one("deny-path", { path: "/a/../mail.php" })],
    ["path", one("deny-path", { path: "/a//mail.php" })],
    ["path", one("deny-path", { path: "/mail.php\n" })],
    ["path", one("deny-path", { path: "/\ud800.php" })],
    ["cidrs", one("deny-network", { cidrs: ["192.0.2.1/24"] })],
    ["cidrs", one("deny-network", { cidrs: ["192.0.2.0/24 1; } include /etc/passwd;"] })],
    ["target", one("deny-network", { cidrs: [] })],
    ["target", one("deny-foreign", { path: "/x" })],
    ["measure", one("hold-mail")],
    ["id", one("deny-foreign", {}, "../../x")],
  ])("takes no wrong %s", async (field, imposition) => {
    await expect(enforcer.apply(imposition)).rejects.toMatchObject({ code: "target-wrong", message: expect.stringContaining(field) });
  });

  it.each([
    { passes: [{ name: "x", cidr: "127.0.0.0/8", sites: ["*"] }] },
    { passes: [{ name: "x", cidr: "0.0.0.0/0", sites: ["*"] }] },
    { passes: [{ name: "x", cidr: "::1/128", sites: ["*"] }] },
    { passes: [{ name: "x", cidr: "192.0.2.0/24;", sites: ["*"] }] },
    { passes: [{ name: "x", cidr: "192.0.2.0/24", sites: ["a;b"] }] },
    { dir: "/etc/nginx/$host" },
    { dir: "/etc/../nginx" },
    { sites: [{ domain: "a b.example", aliases: [], root: null }] },
    { sites: [{ domain: "a.example", aliases: ["*.a.example"], root: null }] },
    { sites: [{ domain: "a.example", aliases: [], root: "relative" }] },
  ])("takes no config that must not reach a file: %j", (wrong) => {
    expect(() => nginxSetUp({ ...config, ...wrong })).toThrow(expect.objectContaining({ code: "config-wrong" }));
    expect(() => createNginxEnforcer({ ...config, ...wrong }, noServer)).toThrow(expect.objectContaining({ code: "config-wrong" }));
  });

  it("knows what is its own", () => {
    expect(enforcer.fits(one("deny-path", { path: "/x.php" }))).toBe(true);
    expect(enforcer.fits({ measure: "deny-foreign", target: { site: "elsewhere.example" } })).toBe(false);
    expect(enforcer.fits({ measure: "hold-mail", target: { account: "u10123" } })).toBe(false);
  });

  it("reads the lines of its own log, and nothing that only looks like them", () => {
    expect(readRefused("1772420400.025 shop.example deny-foreign")).toEqual({
      ...{ at: 1_772_420_400_025, site: "shop.example", isProbe: false },
      by: [{ measure: "deny-foreign", ids: null }],
    });
    for (const line of [
      "1772420400.025 shop.example deny-all",
      "1772420400.025 shop.example -",
      "1772420400.025  deny-foreign",
      "1772420400.025 shop.example deny-foreign x",
      "GET / 1772420400.025 shop.example deny-foreign",
      "",
    ])
      expect(readRefused(line)).toBeNull();
  });
});

describe("the page of whom nginx refuses", () => {
  const pageOf = (...caseIds: readonly string[]): string =>
    enforcer
      .plan(caseIds.map((caseId) => ({ ...one("deny-network", { cidrs: ["192.0.2.0/24"] }, `${caseId}.1`), caseId })))
      .find(({ path }) => path.endsWith("/on/shop.example.deny-network"))?.text ?? "";

  it("speaks of no abuse where the site's owner closed it, and of the abuse where a case did", () => {
    expect(pageOf("own-rows")).toContain("The owner of this site has closed it to your network.");
    expect(pageOf("own-rows")).not.toContain("abuse,");
    expect(pageOf("own-rows", "2026-000001")).toContain("To stop an abuse, access from your network is closed for now.");
  });
});
