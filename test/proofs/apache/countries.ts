import { Agent, request } from "node:http";
import { foreignRanges } from "../../../src/geo/foreign-ranges.ts";
import { openGeo } from "../../../src/geo/open-geo.ts";
import { formatAddress, type IpAddress, type IpWords } from "../../../src/kit/ip-address.ts";
import { createRandom } from "../../seeded-random.ts";
import { writeSite } from "../../servers/apache.ts";
import { type Finding, faultsKept, type Proof } from "../proof.ts";
import { document, geoOptions, imposition, oneShop, rootOf, withLab } from "./lab-parts.ts";

const statusFrom = (port: number, agent: Agent, from: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request(
      { port, host: "127.0.0.1", agent, path: "/a.html", headers: { Host: "shop.example", "X-Forwarded-For": from } },
      (answer) => {
        answer.resume();
        answer.on("end", () => resolve(answer.statusCode ?? 0));
      },
    );
    asked.on("error", reject);
    asked.end();
  });

const near = (address: IpAddress, by: number): IpAddress => {
  if (address.family === 4) return { family: 4, value: (address.value + by) >>> 0 };
  const value = address.words.reduce((all, word) => (all << 32n) | BigInt(word), 0n) + BigInt(by);
  const word = (shift: bigint): number => Number((BigInt.asUintN(128, value) >> shift) & 0xffffffffn);
  return { family: 6, words: [word(96n), word(64n), word(32n), word(0n)] };
};

const topOf = ({ words: [a, b] }: { readonly words: IpWords }): string => `${a} ${b}`;

/** The /64s within which a span begins or ends: the map goes no deeper, and lets all of such a one in. */
const dividedBlocks = (spans: ReturnType<typeof foreignRanges>): ReadonlySet<string> => {
  const tops = new Set<string>();
  for (const { first, last } of spans) {
    if (first.family === 6 && (first.words[2] !== 0 || first.words[3] !== 0)) tops.add(topOf(first));
    if (last.family === 6 && (last.words[2] !== 0xffffffff || last.words[3] !== 0xffffffff)) tops.add(topOf(last));
  }
  return tops;
};

const proveGeo = (count: number, seed: number): Promise<Finding> => {
  const spans = foreignRanges(geoOptions);
  const geo = openGeo(geoOptions);
  const divided = dividedBlocks(spans);
  const whole = createRandom(seed);
  const draw = (): IpAddress => {
    const kind = whole(10);
    if (kind < 2) return { family: 4, value: whole(2 ** 32) };
    if (kind < 4) return { family: 6, words: [0x20000000 + whole(0x20000000), whole(2 ** 32), whole(2 ** 32), whole(2 ** 32)] };
    const wanted = kind < 7 ? 4 : 6;
    for (;;) {
      const span = spans[whole(spans.length)];
      if (span?.first.family !== wanted) continue;
      return [span.first, span.last, near(span.first, -1), near(span.last, 1)][whole(4)] as IpAddress;
    }
  };
  return withLab({ ...oneShop, foreign: spans }, async (lab) => {
    writeSite(rootOf(lab), { "a.html": "a page" });
    await lab.enforcer.apply(imposition(1, "deny-foreign", { site: "shop.example" }));
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    const faults: string[] = [];
    let [foreign, letIn, asked] = [0, 0, 0];
    while (asked < count) {
      const address = draw();
      const text = formatAddress(address);
      // Behind these an IPv4 address stands that a table of networks cannot tell: they are let in.
      if (/^(?:2001:0?:|64:ff9b:)/.test(text)) continue;
      asked++;
      const isForeign = geo.place(text).origin === "foreign";
      const isLetIn = isForeign && address.family === 6 && divided.has(topOf(address));
      if (isForeign) foreign++;
      if (isLetIn) letIn++;
      const status = await statusFrom(lab.apache.port, agent, text);
      if (status !== (isForeign && !isLetIn ? 403 : 200) && faults.length < faultsKept)
        faults.push(`${text}: ${status}, foreign: ${isForeign}`);
    }
    agent.destroy();
    return {
      figure: `${count.toLocaleString("en")} addresses asked of a running Apache under deny-foreign, six in ten at the very edges of networks: ${foreign.toLocaleString("en")} foreign by the two databases, 0 answered wrongly; ${letIn} let in because the data divides their /64`,
      faults,
    };
  });
};

export const apacheCountries: Proof = {
  ...document,
  name: "apache-countries",
  about: "deny-foreign decides as the two databases do",
  fullCount: 10_000,
  run: proveGeo,
};
