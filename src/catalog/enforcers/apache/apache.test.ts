import { describe, expect, it } from "vitest";
import { createSetClock } from "../../../kit/clock.ts";
import { type StagedChange, StagedFilesError } from "../../../kit/staged-files.ts";
import type { Imposition } from "../../../ports/enforcer.ts";
import { createApacheEnforcer } from "./apache.ts";

const one: Imposition = { id: "2026-000001.1.1", caseId: "2026-000001", measure: "deny-foreign", target: { site: "shop.example" } };

const build = (refuses: "refused" | "foreign" | null = null) => {
  const clock = createSetClock(1_000);
  const files = new Map<string, Buffer>();
  const puts: { readonly at: number; readonly change: StagedChange }[] = [];
  const enforcer = createApacheEnforcer(
    {
      includeDir: "/etc/apache2/sekisho",
      refusedLog: "/var/log/apache2/sekisho-refused.log",
      stateDir: "/var/lib/sekisho/apache",
      sites: [{ domain: "shop.example", root: "/home/u10123/public_html" }],
      passes: [],
      operator: { name: "Host", contact: "abuse@host.example" },
      endpoints: [],
      test: ["false"],
      reload: ["false"],
    },
    {
      clock,
      wait: async (milliseconds) => clock.set(clock.now() + milliseconds),
      disk: {
        read: async (path) => {
          const content = files.get(path);
          return content === undefined ? null : { content, owner: { uid: 0, gid: 0 }, mode: 0o644 };
        },
      },
      ask: async () => Promise.reject(new Error("nobody is asked")),
      staged: {
        put: async (change) => {
          if (refuses !== null) throw new StagedFilesError(refuses, "no");
          puts.push({ at: clock.now(), change });
          for (const { path, content } of change.files) files.set(path, Buffer.from(content ?? ""));
        },
        recover: async () => [],
        drift: async () => [],
      },
    },
  );
  return { enforcer, puts };
};

describe("the enforcer on Apache", () => {
  it("changes maps at most every 50 ms, so that each change has a time of its own", async () => {
    const { enforcer, puts } = build();
    await enforcer.apply(one);
    await enforcer.lift(one);
    await enforcer.apply(one);
    expect(puts.map(({ at }) => at)).toEqual([1_050, 1_100, 1_150]);
  });

  it("runs no command to impose or lift", async () => {
    const { enforcer, puts } = build();
    await enforcer.apply(one);
    await enforcer.lift(one);
    for (const { change } of puts) expect([change.test, change.activate]).toEqual([null, null]);
  });

  it("takes two orders at once one after the other, and forgets neither", async () => {
    const { enforcer, puts } = build();
    const other: Imposition = { ...one, id: "2026-000002.1.1", measure: "deny-writes" };
    await Promise.all([enforcer.apply(one), enforcer.apply(other)]);
    const mode = puts.at(-1)?.change.files.find(({ path }) => path.endsWith("mode.txt"))?.content;
    expect(mode).toContain("shop.example af\n");
  });

  it("fits sites that it serves, and measures that it has", () => {
    const { enforcer } = build();
    expect(enforcer.fits(one)).toBe(true);
    expect(enforcer.fits({ ...one, target: { site: "elsewhere.example" } })).toBe(false);
    expect(enforcer.fits({ measure: "hold-mail", target: { account: "u10123" } })).toBe(false);
  });

  it("says in the table's words why a change was not made", async () => {
    await expect(build("refused").enforcer.apply(one)).rejects.toMatchObject({ code: "server-refused" });
    await expect(build("foreign").enforcer.apply(one)).rejects.toMatchObject({ code: "foreign-edit" });
    await expect(build().enforcer.apply({ ...one, measure: "deny-path" })).rejects.toMatchObject({ code: "target-wrong" });
  });

  it("knows nothing where nobody can be asked", async () => {
    const { enforcer } = build();
    expect((await enforcer.probe({ ...one, measure: "deny-writes" })).state).toBe("unknown");
    expect((await enforcer.probe(one)).state).toBe("unknown");
  });
});
