import { expect, it } from "vitest";
import { isOtherPerson } from "./people.ts";

it.each(["Sato", " sato ", "sa-to", "ｓａｔｏ", "SATO.", "sa\u200bto"])("takes %j for sato", (name) => {
  expect(isOtherPerson("sato", name)).toBe(false);
});

it.each([null, "", " ", "-"])("takes %j for nobody", (name) => {
  expect(isOtherPerson("sato", name)).toBe(false);
});

it.each(["suzuki", "sato2", "佐藤"])("takes %j for somebody else", (name) => {
  expect(isOtherPerson("sato", name)).toBe(true);
});
