import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countRefused } from "../../src/catalog/index.ts";
import type { Imposition } from "../../src/ports/enforcer.ts";
import { nginxMissing } from "./nginx.ts";
import { labAddresses, type NginxLab, startNginxLab } from "./nginx-lab.ts";
import { type RawAnswer, sendRaw } from "./raw-request.ts";
import { knownShapes, ownShapes, type Shape } from "./write-shapes.ts";

const missing = nginxMissing();
const impose = (measure: Imposition["measure"], target: Imposition["target"]): Imposition => ({
  id: "2026-000001.1.1",
  caseId: "2026-000001",
  measure,
  target,
});
const site = "shop.example";

describe.skipIf(missing !== null)(`the guard in nginx${missing === null ? "" : ` (${missing})`}`, () => {
  let lab: NginxLab;
  beforeAll(async () => {
    lab = await startNginxLab();
  }, 60_000);
  afterAll(async () => lab?.stop());

  let tries = 0;
  /** What the request ran. */
  const send = async (shape: Shape, from: string): Promise<{ readonly answer: RawAnswer; readonly ran: readonly string[] }> => {
    const id = `t${++tries}`;
    const headers = [...(shape.headers ?? []), ["X-Try", id]] as const;
    const answer = await sendRaw(lab.nginx, { host: site, ...shape, headers, from });
    const ran = lab.nginx.ran().filter((line) => line.startsWith(`${id} `));
    return { answer, ran: ran.map((line) => line.split(" ")[1] ?? "") };
  };
  const withMeasure = async (imposition: Imposition, work: () => Promise<void>): Promise<void> => {
    await lab.enforcer.apply(imposition);
    try {
      expect((await lab.enforcer.probe(imposition)).state).toBe("in-force");
      await work();
    } finally {
      await lab.enforcer.lift(imposition);
    }
  };
  const sends = async (shapes: readonly Shape[], from: string): Promise<readonly string[]> => {
    const sent: string[] = [];
    for (const shape of shapes)
      if ((await send(shape, from)).ran.includes("mail"))
        sent.push(`${shape.over ?? ""} ${shape.host ?? ""} ${shape.method} ${shape.target}`);
    return sent;
  };

  it("stops every foreign write under deny-foreign-writes, and none from home", async () => {
    const shapes = [...knownShapes, ...ownShapes];
    const before = await sends(shapes, labAddresses.foreign);
    const home = await sends(shapes, labAddresses.home);
    console.log(
      shapes.length,
      before.length,
      home.length,
      shapes.map((s) => `${s.over ?? ""} ${s.host ?? ""} ${s.method} ${s.target}`).filter((x) => !before.includes(x)),
    );
    expect(knownShapes).toHaveLength(29);
    expect(ownShapes.length).toBeGreaterThanOrEqual(29);
    await withMeasure(impose("deny-foreign-writes", { site }), async () => {
      expect(await sends(shapes, labAddresses.foreign)).toEqual([]);
      expect(await sends(shapes, labAddresses.foreign6)).toEqual([]);
      expect(await sends(shapes, labAddresses.home)).toEqual(home);
      expect(await sends(shapes, labAddresses.pass)).toEqual(before);
    });
  }, 120_000);
});
