import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type PostfixUser, postfixMissing, postfixUsers } from "../../../../test/servers/postfix.ts";
import { type PostfixLab, sendBySmtp, startPostfixLab } from "../../../../test/servers/postfix-lab.ts";
import { followMail, fresh, imposition } from "../../../../test/servers/postfix-mail.ts";
import { OperationError } from "../../../domain/operation-error.ts";
import type { Imposition } from "../../../ports/enforcer.ts";

const missing = postfixMissing();
const [abused, neighbour, third] = postfixUsers as readonly [PostfixUser, PostfixUser, PostfixUser];
const onAbused = (measure: Imposition["measure"], more: Imposition["target"] = {}): Imposition =>
  imposition(measure, { account: abused.name, ...more });

describe.skipIf(missing !== null)(`the enforcer on Postfix${missing === null ? "" : ` (${missing})`}`, () => {
  let lab: PostfixLab;
  let mail: ReturnType<typeof followMail>;

  beforeAll(async () => {
    lab = await startPostfixLab();
    mail = followMail(lab);
  }, 60_000);
  afterAll(async () => lab?.stop());
  afterEach(() => mail.clear());

  describe("stop-mail", () => {
    it("refuses every way in which the account hands in mail, at once, and nobody else's", async () => {
      const one = onAbused("stop-mail");
      await lab.enforcer.apply(one);
      const to = fresh();
      expect(await lab.send(abused, to)).toMatchObject({ exit: 75, said: expect.stringContaining("not allowed to submit mail") });
      expect((await lab.postfix.runAs(abused, ["/usr/sbin/postdrop", "-r"])).said).toContain("not allowed to submit mail");
      const spoken = `EHLO x\nMAIL FROM:<a@b.example>\nRCPT TO:<${to}>\nDATA\nSubject: a\n\nx\n.\nQUIT\n`;
      expect((await lab.postfix.runAs(abused, ["/usr/sbin/sendmail", "-bs"], spoken)).said).not.toContain("queued as");
      for (const host of ["127.0.0.1", "::1"] as const)
        expect(await sendBySmtp(lab, abused, { host, to })).toBe(
          `554 5.7.1 <END-OF-MESSAGE>: End-of-data rejected: Mail from this account is stopped (case ${one.caseId})`,
        );
      await mail.passes(neighbour);
      const other = fresh();
      expect(await sendBySmtp(lab, neighbour, { to: other })).toMatch(/^250 /);
      await mail.arrives(other);
      expect(mail.arrived(to)).toBe(false);
    });

    it("is proven by a submission that is refused, and leaves no mail behind where it is not", async () => {
      const one = onAbused("stop-mail");
      expect((await lab.enforcer.probe(one)).state).toBe("not-in-force");
      expect(readdirSync(join(lab.postfix.spool, "maildrop"))).toEqual([]);
      await lab.enforcer.apply(one);
      const { state, proof } = await lab.enforcer.probe(one);
      expect(state).toBe("in-force");
      expect(proof).toContain(`User ${abused.name}(${abused.uid}) is not allowed to submit mail`);
    });

    it("stands without any process of ours, and says what is open then", async () => {
      const one = onAbused("stop-mail");
      await lab.enforcer.apply(one);
      await lab.stopPolicy();
      expect((await lab.send(abused, fresh())).exit).toBe(75);
      expect(await lab.enforcer.probe(one)).toMatchObject({
        state: "in-force",
        proof: expect.stringContaining("SMTP to this machine is open to it: the policy server does not answer"),
      });
      await lab.startPolicy();
    });

    it("lets a client that closes before the answer send nothing, while somebody is stopped", async () => {
      await lab.enforcer.apply(onAbused("stop-mail"));
      const to = fresh();
      const steps = ["EHLO x", "MAIL FROM:<a@b.example>", `RCPT TO:<${to}>`, "DATA"].map((step) => `${step}\\r\\n`).join("");
      const blast = `exec 3<>/dev/tcp/127.0.0.1/${lab.postfix.port}; printf '${steps}' >&3
        while read -r -u 3 line && [[ $line != 354* ]]; do :; done; printf 'Subject: a\\r\\n\\r\\nx\\r\\n.\\r\\n' >&3; exec 3>&-`;
      await lab.postfix.runAs(abused, ["bash", "-c", blast]);
      await mail.passes(neighbour);
      expect(mail.arrived(to)).toBe(false);
    });
  });

  describe("the guard of the files", () => {
    it("lets neighbours mail again after the map was deleted or closed", async () => {
      const one = onAbused("stop-mail");
      await lab.enforcer.apply(one);
      const path = join(lab.config.dir, "stopped");
      for (const harm of [() => rmSync(path), () => chmodSync(path, 0o600), () => rmSync(lab.config.dir, { recursive: true })]) {
        harm();
        expect((await lab.send(neighbour, fresh())).exit).toBe(75);
        expect((await lab.enforcer.guardFiles()).join()).toContain("stopped");
        expect(statSync(path).mode & 0o777).toBe(0o644);
        await mail.passes(neighbour);
        expect((await lab.send(abused, fresh())).exit).toBe(75);
      }
      expect(await lab.enforcer.guardFiles()).toEqual([]);
      expect((await lab.enforcer.probe(one)).state).toBe("in-force");
    });

    it("puts the files back when another process starts, with what was in force", async () => {
      const one = onAbused("stop-mail");
      await lab.enforcer.apply(one);
      for (const name of ["stopped", "held", "locked", "policy.json"]) rmSync(join(lab.config.dir, name));
      const later = lab.again();
      expect(await later.recover()).toHaveLength(4);
      expect((await later.probe(one)).state).toBe("in-force");
    });

    it("tells what somebody else wrote and does not overwrite it, in no order either", async () => {
      await lab.enforcer.apply(onAbused("stop-mail"));
      const path = join(lab.config.dir, "stopped");
      const before = readFileSync(path, "utf8");
      writeFileSync(path, `${before}u10123 by hand\n`);
      expect(await lab.enforcer.guardFiles()).toEqual([`${path}: somebody else changed it`]);
      await expect(lab.enforcer.apply(imposition("stop-mail", { account: third.name }))).rejects.toMatchObject({ code: "foreign-edit" });
      expect(readFileSync(path, "utf8")).toContain("u10123 by hand");
      writeFileSync(path, before);
    });
  });

  it("leaves every file as it was before the first, byte for byte", async () => {
    const files = (): Record<string, string> => {
      const dirs = [lab.config.dir, lab.postfix.etc, lab.config.stateDir];
      const paths = dirs.flatMap((dir) => readdirSync(dir).map((name) => join(dir, name)));
      return Object.fromEntries(paths.filter((path) => statSync(path).isFile()).map((path) => [path, readFileSync(path, "latin1")]));
    };
    const before = files();
    const all = [
      onAbused("stop-mail"),
      onAbused("hold-mail"),
      onAbused("cap-mail", { perHour: 5 }),
      imposition("lock-mailbox", { mailbox: `a@${abused.name}.example` }),
    ];
    for (const one of all) await lab.enforcer.apply(one);
    expect(files()).not.toEqual(before);
    for (const one of all) await lab.enforcer.lift(one);
    expect(files()).toEqual(before);
  });

  it("takes no target that is not of this server or that a map would read otherwise", async () => {
    const wrong: readonly Imposition[] = [
      ...["root", "u10121 x", "u10121\n", "U10121", "", "../x", "u10121#"].map((account) => imposition("stop-mail", { account })),
      ...["a@elsewhere.example", "a b@u10121.example", "a$@u10121.example", "/x/@u10121.example"].map((mailbox) =>
        imposition("lock-mailbox", { mailbox }),
      ),
      ...[0, 1.5, -1].map((perHour) => onAbused("cap-mail", { perHour })),
      imposition("deny-path", { site: "a.example", path: "/" }),
      { ...onAbused("stop-mail"), caseId: "a b" },
    ];
    for (const one of wrong) await expect(lab.enforcer.apply(one)).rejects.toThrow(OperationError);
    expect(wrong.slice(0, -1).filter((one) => lab.enforcer.fits(one))).toEqual([]);
    expect(lab.enforcer.fits(onAbused("hold-mail"))).toBe(true);
  });
});
