import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../config.ts";
import { checkSeesUsers, keepPolicyServer } from "./keep-policy-server.ts";

const ask = (socket: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const one = connect(socket, () => one.write("request=sekisho_probe\nuid=10123\n\n"));
    one.on("data", (chunk) => {
      resolve(String(chunk));
      one.destroy();
    });
    one.on("error", reject);
  });

const until = async (isSo: () => boolean): Promise<void> => {
  for (let at = 0; at < 200 && !isSo(); at++) await wait(25);
  if (!isSo()) throw new Error("not so after five seconds");
};

const withFolder = async (use: (dir: string) => Promise<void>): Promise<void> => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-policy-"));
  try {
    await use(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
};

const configIn = (dir: string) => {
  const text = [
    "stateDir: state",
    "servers:",
    "  postfix: { configDir: etc, queueDir: spool }",
    "accounts: [{ name: u10123, uid: 10123, sites: [] }]",
  ];
  writeFileSync(join(dir, "sekisho.yaml"), `${text.join("\n")}\n`);
  return loadConfig(join(dir, "sekisho.yaml"), dir);
};

describe("the policy server beside the desk", () => {
  it("answers Postfix at its socket by what the enforcer ordered, comes back where the socket is gone, and ends with the desk", () =>
    withFolder(async (dir) => {
      for (const one of ["etc/sekisho", "spool/sekisho"]) mkdirSync(join(dir, one), { recursive: true });
      chmodSync(join(dir, "spool/sekisho"), 0o710);
      const orders = { uids: { 10123: { action: "refuse", caseId: "2026-000001" } }, logins: {} };
      writeFileSync(join(dir, "etc/sekisho/policy.json"), JSON.stringify(orders));
      const [said, socket] = [[] as string[], join(dir, "spool/sekisho/policy")];
      const voice = { say: (line: string) => void said.push(line), onFailure: (error: unknown) => void said.push(String(error)) };
      const policy = keepPolicyServer(configIn(dir), voice, 50);
      await until(() => said.length === 1);
      expect(said).toEqual([`Postfix is answered at ${socket}`]);
      expect(await ask(socket)).toContain("action=REJECT 5.7.1 Mail from this account is stopped (case 2026-000001)");
      expect(statSync(socket).mode & 0o007).toBe(process.geteuid?.() === 0 ? 0 : 0o006);
      rmSync(socket);
      await until(() => said.length === 2);
      expect(await ask(socket)).toContain("REJECT");
      await policy.stop();
      await expect(ask(socket)).rejects.toThrow();
    }));

  it("says once that its folder is not there, and starts when it is", () =>
    withFolder(async (dir) => {
      const said: string[] = [];
      const voice = { say: (line: string) => void said.push(line), onFailure: (error: unknown) => void said.push(String(error)) };
      const policy = keepPolicyServer(configIn(dir), voice, 20);
      await until(() => said.length === 1);
      expect(said[0]).toContain("spool/sekisho/policy");
      mkdirSync(join(dir, "spool/sekisho"), { recursive: true });
      await until(() => existsSync(join(dir, "spool/sekisho/policy")));
      await policy.stop();
      expect(said).toHaveLength(2);
    }));

  it("does not start where it could not tell whose a connection is", () => {
    expect(() => checkSeesUsers("         0          0 4294967295\n")).not.toThrow();
    expect(() => checkSeesUsers("         0          0          1\n       999        999          1\n")).toThrow("PrivateUsers");
  });
});
