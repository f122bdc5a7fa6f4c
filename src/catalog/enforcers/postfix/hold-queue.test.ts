import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { dovecotMissing } from "../../../../test/servers/dovecot.ts";
import { type PostfixUser, postfixMissing, postfixUsers } from "../../../../test/servers/postfix.ts";
import { openSmtpSession, type PostfixLab, sendBySmtp, startPostfixLab } from "../../../../test/servers/postfix-lab.ts";
import { followMail, fresh, imposition } from "../../../../test/servers/postfix-mail.ts";
import { hourMs } from "../../../kit/time-units.ts";
import type { Imposition } from "../../../ports/enforcer.ts";
import { readQueues } from "./spool.ts";

const missing = postfixMissing();
const [abused, neighbour, third] = postfixUsers as readonly [PostfixUser, PostfixUser, PostfixUser];
const onAbused = (measure: Imposition["measure"], more: Imposition["target"] = {}): Imposition =>
  imposition(measure, { account: abused.name, ...more });

describe.skipIf(missing !== null)(`held mail on Postfix${missing === null ? "" : ` (${missing})`}`, () => {
  let lab: PostfixLab;
  let mail: ReturnType<typeof followMail>;

  beforeAll(async () => {
    lab = await startPostfixLab();
    mail = followMail(lab);
  }, 60_000);
  afterAll(async () => lab?.stop());
  afterEach(() => mail.clear());

  describe("hold-mail", () => {
    it("holds what waits and what comes, by sendmail and by SMTP, and nobody else's", async () => {
      const [waiting, bySmtp, theirs] = [fresh(), fresh(), fresh()];
      lab.defer(waiting, bySmtp, theirs);
      await lab.send(abused, waiting);
      await sendBySmtp(lab, abused, { to: bySmtp });
      await lab.send(neighbour, theirs);
      await lab.until(async () => (await readQueues(lab.postfix.spool, ["deferred"])).length === 3, "three wait");
      const one = onAbused("hold-mail");
      await lab.enforcer.apply(one);
      const { state, proof, left } = await lab.enforcer.probe(one);
      expect({ state, left }).toEqual({ state: "in-force", left: 0 });
      expect(proof).toContain("0 of 2 waiting messages left before they were held");
      lab.deferNothing();
      const [later, laterBySmtp] = [fresh(), fresh()];
      expect((await lab.send(abused, later)).exit).toBe(0);
      expect(await sendBySmtp(lab, abused, { to: laterBySmtp })).toMatch(/^250 /);
      for (const to of [waiting, bySmtp, later, laterBySmtp]) await mail.held(to);
      await lab.postfix.run(["postqueue", "-f"]);
      await mail.arrives(theirs);
      await mail.passes(neighbour);
      expect([waiting, bySmtp, later, laterBySmtp].filter(mail.arrived)).toEqual([]);
    });

    it("is not fooled by a line that says another user handed the mail in", async () => {
      await lab.enforcer.apply(onAbused("hold-mail"));
      const [forged, remote] = [fresh(), fresh()];
      const line = `Received: by sv1.host.example (Postfix, from userid ${neighbour.uid})\n\tid 0\n`;
      await lab.postfix.runAs(abused, ["/usr/sbin/sendmail", forged], `${line}Subject: a\n\nx\n`);
      await mail.held(forged);
      const of = async (account: string) => (await lab.heldMail.list({ account })).length;
      expect([await of(abused.name), await of(neighbour.name)]).toEqual([1, 0]);
      const said = `Received: by sv1.host.example (Postfix, from userid ${abused.uid})\n`;
      await lab.postfix.run(["bash", "-c", `printf '${said}Subject: a\\n\\nx\\n' | /usr/sbin/sendmail ${remote}`]);
      await lab.postfix.run(["postqueue", "-f"]);
      expect(await of(abused.name)).toBe(1);
    });

    it("counts what left between the order and its proof", async () => {
      const [gone, stays] = [fresh(), fresh()];
      lab.defer(gone, stays);
      await lab.send(abused, gone);
      await lab.send(abused, stays);
      await lab.until(async () => (await readQueues(lab.postfix.spool, ["deferred"])).length === 2, "two wait");
      const leaving = (await readQueues(lab.postfix.spool, ["deferred"])).find(({ open }) => open.includes(gone))?.id ?? "";
      const one = onAbused("hold-mail");
      // It leaves while Postfix reads the new files.
      await lab.slowly(["postfix", "reload"], ["postsuper", "-d", leaving], (enforcer) => enforcer.apply(one));
      expect(await lab.enforcer.probe(one)).toMatchObject({ state: "in-force", left: 1 });
    });

    it("holds again what got past it, and says so", async () => {
      await lab.enforcer.apply(onAbused("hold-mail"));
      const to = fresh();
      await lab.send(abused, to);
      await mail.held(to);
      lab.defer(to);
      await lab.postfix.run(["postsuper", "-H", "ALL"]);
      expect(await lab.enforcer.guardFiles()).toEqual([`${abused.name}: 1 messages that got past the hold are held now`]);
      expect(await mail.isHeld(to)).toBe(true);
    });
  });

  it("is kept by one call every few seconds: puts right what a crash left, guards every ten seconds, lets go what the hour has room for", async () => {
    const later = lab.again();
    await lab.enforcer.apply(onAbused("cap-mail", { perHour: 1 }));
    const [first, second] = [fresh(), fresh()];
    await lab.send(abused, first);
    await mail.held(first);
    rmSync(join(lab.config.dir, "stopped"));
    expect(await later.keep()).toEqual([`${join(lab.config.dir, "stopped")}: was gone, put back`]);
    await mail.arrives(first);
    await lab.send(abused, second);
    await mail.held(second);
    rmSync(join(lab.config.dir, "stopped"));
    expect(await later.keep()).toEqual([]);
    lab.clock.set(lab.clock.now() + 10_000);
    expect(await later.keep()).toHaveLength(1);
    expect(await mail.isHeld(second)).toBe(true);
    lab.clock.set(lab.clock.now() + hourMs);
    await later.keep();
    await mail.arrives(second);
  });

  describe("held mail", () => {
    it("is listed without its content, let go and deleted by id, and never another account's", async () => {
      const [first, second] = [onAbused("hold-mail"), imposition("hold-mail", { account: neighbour.name })];
      for (const one of [first, second]) await lab.enforcer.apply(one);
      const [keep, go, theirs] = [fresh(), fresh(), fresh()];
      await lab.send(abused, keep, "second@other.example");
      await lab.send(abused, go);
      await lab.send(neighbour, theirs);
      for (const to of [keep, go, theirs]) await mail.held(to);
      const list = await lab.heldMail.list({ account: abused.name });
      expect(list).toMatchObject([
        { owner: abused.name, recipients: 2, recipientDomains: ["elsewhere.example", "other.example"], fate: "unknown" },
        { recipients: 1, recipientDomains: ["elsewhere.example"] },
      ]);
      expect(JSON.stringify(list)).not.toContain("@");
      const [kept, going] = list.map(({ queueId }) => queueId) as [string, string];
      const [foreign] = (await lab.heldMail.list({ account: neighbour.name })).map(({ queueId }) => queueId) as [string];
      expect(await lab.heldMail.deliver({ account: abused.name }, [going, foreign, "0000000"])).toEqual([
        { queueId: foreign, outcome: "not-theirs" },
        { queueId: "0000000", outcome: "not-held" },
        { queueId: going, outcome: "delivered" },
      ]);
      await mail.arrives(go);
      // A hold that still stands does not take back what was let go.
      expect(await lab.enforcer.guardFiles()).toEqual([]);
      expect(await lab.heldMail.delete({ account: abused.name }, [kept, foreign])).toEqual([
        { queueId: foreign, outcome: "not-theirs" },
        { queueId: kept, outcome: "deleted" },
      ]);
      expect(await lab.heldMail.list({ account: neighbour.name })).toHaveLength(1);
      expect([mail.arrived(keep), mail.arrived(theirs)]).toEqual([false, false]);
    });
  });

  describe("cap-mail", () => {
    it("lets so many recipients an hour have their mail, whatever way it came, and holds the rest", async () => {
      const one = onAbused("cap-mail", { perHour: 3 });
      await lab.enforcer.apply(one);
      const all = [fresh(), fresh(), fresh(), fresh(), fresh()];
      const [bySmtp] = all as [string];
      expect(await sendBySmtp(lab, abused, { to: bySmtp })).toMatch(/^250 /);
      for (const to of all.slice(1)) await lab.send(abused, to);
      for (const to of all) await mail.held(to);
      expect(await lab.enforcer.runCaps()).toBe(3);
      await lab.until(() => all.filter(mail.arrived).length === 3, "three of five arrive");
      expect(await lab.again().runCaps()).toBe(0);
      await mail.passes(neighbour);
      lab.clock.set(lab.clock.now() + hourMs);
      expect(await lab.enforcer.runCaps()).toBe(2);
      await lab.until(() => all.every(mail.arrived), "the rest arrives");
    });

    it("is not proven while the policy server is away; local mail is held meanwhile", async () => {
      const one = onAbused("cap-mail", { perHour: 3 });
      await lab.enforcer.apply(one);
      expect((await lab.enforcer.probe(one)).state).toBe("in-force");
      await lab.stopPolicy();
      expect(await lab.enforcer.probe(one)).toMatchObject({
        state: "unknown",
        proof: expect.stringContaining("the policy server does not answer"),
      });
      const to = fresh();
      await lab.send(abused, to);
      await mail.held(to);
      await lab.startPolicy();
    });

    it("lets nothing go that a hold beside it has left on hold", async () => {
      await lab.enforcer.apply(onAbused("cap-mail", { perHour: 9 }));
      const hold = onAbused("hold-mail");
      await lab.enforcer.apply(hold);
      const [during, after] = [fresh(), fresh()];
      await lab.send(abused, during);
      await mail.held(during);
      await lab.enforcer.lift(hold);
      await lab.send(abused, after);
      await mail.held(after);
      expect(await lab.enforcer.runCaps()).toBe(1);
      await mail.arrives(after);
      expect(await mail.isHeld(during)).toBe(true);
    });

    it("lets nothing go that was on hold before it", async () => {
      const hold = onAbused("hold-mail");
      await lab.enforcer.apply(hold);
      const [before, after] = [fresh(), fresh()];
      await lab.send(abused, before);
      await mail.held(before);
      await lab.enforcer.apply(onAbused("cap-mail", { perHour: 9 }));
      expect(await lab.enforcer.runCaps()).toBe(0);
      await lab.enforcer.lift(hold);
      await lab.send(abused, after);
      await mail.held(after);
      expect(await lab.enforcer.runCaps()).toBe(1);
      await mail.arrives(after);
      expect(await mail.isHeld(before)).toBe(true);
    });
  });

  const noSasl = dovecotMissing();
  describe.skipIf(noSasl !== null)(`lock-mailbox${noSasl === null ? "" : ` (${noSasl})`}`, () => {
    const mailbox = `info@${abused.name}.example`;

    it("refuses every mail after the log-in, in letters of any size, and holds what waits", async () => {
      const [waiting, theirs] = [fresh(), fresh()];
      lab.defer(waiting, theirs);
      expect(await sendBySmtp(lab, third, { to: waiting, login: mailbox })).toMatch(/^250 /);
      expect(await sendBySmtp(lab, third, { to: theirs, login: `info@${neighbour.name}.example` })).toMatch(/^250 /);
      const one = imposition("lock-mailbox", { mailbox });
      await lab.enforcer.apply(one);
      expect(await lab.enforcer.probe(one)).toMatchObject({ state: "in-force", left: 0 });
      lab.deferNothing();
      await lab.stopPolicy();
      for (const login of [mailbox, mailbox.toUpperCase()])
        expect(await sendBySmtp(lab, third, { to: fresh(), login })).toMatch(/^554 5\.7\.1 .*Mail from this log-in is stopped/);
      await lab.startPolicy();
      await mail.held(waiting);
      await lab.postfix.run(["postqueue", "-f"]);
      await mail.arrives(theirs);
      const other = fresh();
      expect(await sendBySmtp(lab, third, { to: other, login: `info@${neighbour.name}.example` })).toMatch(/^250 /);
      await mail.arrives(other);
      expect(mail.arrived(waiting)).toBe(false);
      expect(await lab.heldMail.list({ mailbox })).toHaveLength(1);
    });

    it("ends a session that was logged in before, and is not proven where nothing can", async () => {
      const one = imposition("lock-mailbox", { mailbox });
      const session = openSmtpSession(lab, { to: fresh(), login: mailbox });
      expect(await session.send()).toMatch(/^250 /);
      await lab.enforcer.apply(one);
      expect((await lab.enforcer.probe(one)).state).toBe("in-force");
      expect(await session.send()).toMatch(/^554 5\.7\.1/);
      await lab.stopPolicy();
      expect(await lab.enforcer.probe(one)).toMatchObject({
        state: "unknown",
        proof: expect.stringContaining("sessions of before the lock"),
      });
      await lab.startPolicy();
      await session.close();
    });
  });
});
