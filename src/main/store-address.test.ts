import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { storeAddress } from "./store-address.ts";

it("puts the password out of its file into the address, whatever signs it has", () => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-address-"));
  const file = { shown: "password", absolute: join(dir, "password") };
  writeFileSync(file.absolute, "p@ss/w%rd\n");
  const address = storeAddress({ store: "postgres://desk@db.example/desk", secrets: { storePassword: { file } } });
  expect(decodeURIComponent(new URL(address).password)).toBe("p@ss/w%rd");
  expect(storeAddress({ store: "postgres://desk@db.example/desk", secrets: {} })).toBe("postgres://desk@db.example/desk");
  expect(storeAddress({ store: "sqlite:desk.db", secrets: { storePassword: { file } } })).toBe("sqlite:desk.db");
  rmSync(dir, { recursive: true });
});
