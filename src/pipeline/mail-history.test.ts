import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { account, day, hour, site, start } from "../../test/event-builders.ts";
import { createMailHistory } from "./mail-history.ts";

describe("the mail history", () => {
  it("counts messages between two moments as a plain list would", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { maxLength: 200 }), fc.nat(1_000), fc.nat(1_000), (times, from, to) => {
        const history = createMailHistory();
        for (const time of times.toSorted((a, b) => a - b)) history.add(account, start + time);
        expect(history.between(account, start + from, start + to)).toBe(times.filter((time) => time >= from && time <= to).length);
        expect(history.total(account)).toBe(times.length);
      }),
    );
  });

  it("still counts well when an account sent more than it keeps one by one", () => {
    const history = createMailHistory();
    for (let at = 0; at < 200_000; at++) history.add(account, start + at * 1_000);
    expect(history.total(account)).toBe(200_000);
    const all = history.between(account, start, start + 200_000_000);
    expect(Math.abs(all - 200_000)).toBeLessThanOrEqual(3_600);
    expect(history.between(account, start + 190_000_000, start + 199_999_000)).toBe(10_000);
  });

  it("counts a site's messages up to a moment, apart from the account's", () => {
    const history = createMailHistory();
    for (let at = 0; at < 10; at++) history.addOfSite(site, start + at * hour);
    expect(history.ofSite(site, start + 4 * hour)).toBe(5);
    expect(history.ofSite({ ...site, id: 9 }, start + 4 * hour)).toBe(0);
    expect(history.total(account)).toBe(0);
  });

  it("tells what is usual in an hour from the same hour of the days before", () => {
    const history = createMailHistory();
    for (let at = 0; at < 5; at++) for (let times = 0; times < 4; times++) history.add(account, start + at * day + 9 * hour + times);
    for (let times = 0; times < 50; times++) history.add(account, start + 5 * day + 9 * hour + times);
    expect(history.usualInHour(account, start + 5 * day + 9 * hour, start + 5 * day)).toBe(4);
    expect(history.usualInHour(account, start + 5 * day + 11 * hour, start + 5 * day)).toBe(0);
    expect(history.inHour(account, start + 5 * day + 9 * hour)).toBe(50);
  });

  it("knows nothing usual on an account's first day, nor of an account that never sent", () => {
    const history = createMailHistory();
    history.add(account, start + 9 * hour);
    expect(history.usualInHour(account, start + 10 * hour, start + 10 * hour)).toBeNull();
    const silent = { ...account, uid: 2 };
    expect([history.total(silent), history.between(silent, 0, start * 2), history.usualInHour(silent, start, start)]).toEqual([0, 0, null]);
    expect([history.accounts(), history.messages()]).toEqual([1, 1]);
  });
});
