import { describe, expect, it } from "vitest";
import { accessLines } from "../../bench/access-lines.ts";
import { mailLines } from "../../bench/mail-lines.ts";
import { spreadOf, spreadText } from "../../bench/spread.ts";
import { postfix } from "../../src/catalog/formats/postfix.ts";
import { vhostCombined } from "../../src/catalog/formats/vhost-combined.ts";
import { clearAccessFields, clearMailFields, createAccessFields, createMailFields } from "../../src/ports/log-format.ts";
import { stampMs } from "../samples/read-access.ts";

const access = [...accessLines(20_000)];
const mail = [...mailLines(20_000)];

/** A line's bytes without its line end. */
const bytesOf = (line: string): Buffer => Buffer.from(line.slice(0, -1), "latin1");

describe("the logs that the benchmark makes", () => {
  it("are the same every time, and a longer one begins as a shorter one does", () => {
    expect([...accessLines(20_500)].slice(0, 20_000)).toEqual(access);
    expect([...mailLines(20_500)].slice(0, 20_000)).toEqual(mail);
  });

  it("are read without a refusal, the access log in order of time", () => {
    const fields = createAccessFields();
    let last = 0;
    for (const line of access) {
      const bytes = bytesOf(line);
      clearAccessFields(fields);
      expect(vhostCombined.read(bytes, 0, bytes.length, fields)).toBeNull();
      expect(stampMs(fields.stamp)).toBeGreaterThanOrEqual(last);
      last = stampMs(fields.stamp);
    }
  });

  it("hold the share of POSTs and of IPv6 that the document states", () => {
    const posts = access.filter((line) => line.includes('] "POST ')).length / access.length;
    const addresses = new Set(access.map((line) => line.split(" ")[1] ?? ""));
    const ipv6 = [...addresses].filter((address) => address.includes(":")).length / addresses.size;
    expect(posts).toBeGreaterThan(0.04);
    expect(posts).toBeLessThan(0.05);
    expect(ipv6).toBeGreaterThan(0.03);
    expect(ipv6).toBeLessThan(0.05);
  });

  it("hold every kind of Postfix line that a message leaves behind", () => {
    const fields = createMailFields();
    const kinds = new Set<string>();
    for (const line of mail) {
      const bytes = bytesOf(line);
      clearMailFields(fields);
      expect(postfix.read(bytes, 0, bytes.length, fields)).toBeNull();
      kinds.add(fields.kind === "delivery" ? fields.status : fields.kind);
    }
    for (const kind of ["pickup", "client", "message-id", "queued", "sent", "deferred", "bounced", "bounce-notice", "removed", "refused"]) {
      expect(kinds).toContain(kind);
    }
  });
});

describe("the figures of the benchmark", () => {
  it("are the median with the least and the most", () => {
    expect(spreadText(spreadOf([3, 1, 2]))).toBe("2.00 (1.00–3.00)");
    expect(spreadText(spreadOf([120, 10, 20, 240]))).toBe("70.0 (10.0–240)");
  });
});
