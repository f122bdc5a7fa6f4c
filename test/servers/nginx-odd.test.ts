import { afterEach, describe, expect, it } from "vitest";
import { writeNginxGeo } from "../../src/catalog/index.ts";
import type { Imposition } from "../../src/ports/enforcer.ts";
import { nginxMissing } from "./nginx.ts";
import { type LabOptions, labAddresses, labBlocks, type NginxLab, startNginxLab } from "./nginx-lab.ts";
import { sendRaw } from "./nginx-raw-request.ts";
import { knownShapes, ownShapes } from "./write-shapes.ts";

const missing = nginxMissing();
const site = "shop.example";
const imposition: Imposition = { id: "2026-000001.1.1", caseId: "2026-000001", measure: "deny-foreign-writes", target: { site } };
const path: Imposition = { ...imposition, measure: "deny-path", target: { site, path: "/mail.php" } };

describe.skipIf(missing !== null)(`an nginx that is set up in an odd way${missing === null ? "" : ` (${missing})`}`, () => {
  let lab: NginxLab | null = null;
  const start = async (options: LabOptions): Promise<NginxLab> => {
    lab = await startNginxLab(options);
    return lab;
  };
  afterEach(async () => {
    await lab?.stop();
    lab = null;
  });
  const post = (odd: NginxLab, from: string) => sendRaw(odd.nginx, { method: "POST", target: "/contact/", host: site, from, body: "a=1" });

  it("is reloaded where its workers do not look at a file again", async () => {
    const odd = await start({ http: "open_file_cache max=1000 inactive=60s; open_file_cache_valid 60s; open_file_cache_errors on;" });
    for (let count = 0; count < 10; count++) expect((await post(odd, labAddresses.foreign)).status).toBe(200);
    await odd.enforcer.apply(imposition);
    expect((await odd.enforcer.probe(imposition)).state).toBe("in-force");
    expect(odd.commands).toContain("reload");
    for (let count = 0; count < 10; count++) expect((await post(odd, labAddresses.foreign)).status).toBe(403);
    await odd.enforcer.lift(imposition);
    for (let count = 0; count < 10; count++) expect((await post(odd, labAddresses.foreign)).status).toBe(200);
    expect((await odd.enforcer.probe(imposition)).state).toBe("not-in-force");
  }, 60_000);

  it("proves nothing where the server block that answers is another site's", async () => {
    const odd = await start({ moreSites: ["absent.example"] });
    const absent = { ...imposition, target: { site: "absent.example" } };
    await odd.enforcer.apply(absent);
    const { state, proof } = await odd.enforcer.probe(absent);
    expect([state, proof]).toEqual(["not-in-force", expect.stringContaining("answers as shop.example")]);
    expect(odd.commands).not.toContain("reload");
  });

  it("may hold names that are as long as names can be", async () => {
    const long = `${"a-very-long-label-".repeat(3)}x.${"b-very-long-label-".repeat(3)}x.example`;
    const odd = await start({ sites: [{ domain: long, names: [long] }] });
    const networks: Imposition = { ...imposition, measure: "deny-network", target: { site: long, cidrs: ["203.0.113.0/24"] } };
    await odd.enforcer.apply(networks);
    expect((await odd.enforcer.probe(networks)).state).toBe("in-force");
    expect((await sendRaw(odd.nginx, { method: "GET", target: "/", host: long, from: labAddresses.foreign })).status).toBe(403);
  });

  it("does not count as guarded before it knows who is from abroad", async () => {
    const odd = await start({ geo: null });
    await odd.enforcer.apply(imposition);
    const { state, proof } = await odd.enforcer.probe(imposition);
    expect([state, proof]).toEqual(["not-in-force", expect.stringContaining("geo none")]);
    expect((await post(odd, labAddresses.foreign)).status).toBe(200);
    await writeNginxGeo(odd.config, labBlocks, odd.parts);
    expect((await odd.enforcer.probe(imposition)).state).toBe("in-force");
    expect((await post(odd, labAddresses.foreign)).status).toBe(403);
    expect((await post(odd, labAddresses.home)).status).toBe(200);
  });

  it("shows our page behind a password, a list of addresses and error pages of the site's own", async () => {
    const extra = `auth_basic x; auth_basic_user_file /dev/null; deny all; error_page 403 404 /own.html; rewrite ^/old$ /new last;`;
    const odd = await start({ http: "error_page 403 /theirs.html;", sites: [{ domain: site, names: [site], extra }] });
    await odd.enforcer.apply(imposition);
    expect((await odd.enforcer.probe(imposition)).state).toBe("in-force");
    const refused = await post(odd, labAddresses.foreign);
    expect([refused.status, refused.body]).toEqual([403, expect.stringContaining("2026-000001")]);
    const own = await sendRaw(odd.nginx, { method: "GET", target: "/", host: site, from: labAddresses.foreign });
    expect([own.status, own.body]).toEqual([403, expect.not.stringContaining("2026-000001")]);
    const rewritten = await sendRaw(odd.nginx, { method: "POST", target: "/old", host: site, from: labAddresses.foreign });
    expect([rewritten.status, rewritten.body]).toEqual([403, expect.stringContaining("2026-000001")]);
  });

  it("runs nothing for a write by way of what is not found", async () => {
    const extra = "error_page 403 404 = @front; location @front { rewrite ^ /index.php break; PASS_TO_PHP }";
    const odd = await start({ sites: [{ domain: site, names: [site], extra }] });
    const sent = async (from: string): Promise<number> => {
      odd.nginx.forget();
      for (const shape of [...knownShapes, ...ownShapes]) await sendRaw(odd.nginx, { host: site, from, ...shape });
      return odd.nginx.ran().filter((line) => line.includes(" mail ")).length;
    };
    expect(await sent(labAddresses.foreign)).toBeGreaterThanOrEqual(29 + 29);
    await odd.enforcer.apply(imposition);
    expect(await sent(labAddresses.foreign)).toBe(0);
    expect(await sent(labAddresses.home)).toBeGreaterThanOrEqual(29 + 29);
  });

  it("is asked at every server block, of which one without the guard leaves it unproven", async () => {
    const odd = await start({});
    const [listen] = odd.config.listens;
    expect(listen).toBeDefined();
    await odd.enforcer.apply(path);
    expect((await odd.enforcer.probe(path)).state).toBe("in-force");
    await odd.nginx.stop();
    expect((await odd.enforcer.probe(path)).state).toBe("unknown");
  });
});
