import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GraphError, type GraphKind, type GraphSnapshot } from "./graph-snapshot.ts";
import { TwoGenerations } from "./recent-map.ts";
import { restoreGraph } from "./restore-graph.ts";
import { saveGraph } from "./save-graph.ts";

class Counter {
  count = 0;
  private readonly seen = new Map<string, object>();
  note(name: string, value: object): void {
    this.count++;
    this.seen.set(name, value);
  }
  get(name: string): object | undefined {
    return this.seen.get(name);
  }
}

class Letter {
  readonly text = "hello";
  readonly to = { name: "both" };
  readonly carrier = () => "not to be saved";
}

const clock = { now: () => 7 };

const kind: GraphKind = {
  version: "test/1",
  classes: [
    { name: "counter", type: Counter, sample: () => new Counter() },
    { name: "recent", type: TwoGenerations, sample: () => new TwoGenerations(1) },
  ],
  views: [{ type: Letter, fields: ["text", "to"] }],
  outside: {
    describe: (value) => (value === clock ? ["clock"] : value === clock.now ? ["clock", "now"] : null),
    find: ([, part]) => (part === undefined ? clock : clock.now),
  },
};

/** As it comes out of a file. */
const again = (root: object, as: GraphKind = kind): Record<string, unknown> =>
  restoreGraph(JSON.parse(JSON.stringify(saveGraph(root, as))) as GraphSnapshot, as) as Record<string, unknown>;

const anyGraph = fc.anything({
  withBigInt: true,
  withMap: true,
  withSet: true,
  withNullPrototype: false,
  withTypedArray: false,
  withSparseArray: false,
  maxDepth: 5,
});

describe("a graph that is saved and put back", () => {
  it("holds what it held, whatever that was", () => {
    fc.assert(
      fc.property(anyGraph, (value) => {
        expect(again({ value })).toStrictEqual({ value });
      }),
    );
  });

  it("keeps numbers and texts that JSON would lose", () => {
    const odd = [
      Number.NaN,
      -0,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      undefined,
      null,
      2n ** 70n,
      -3n,
      "",
      "NaN",
      "\ud800",
      1e-9,
    ];
    expect(again({ odd })).toStrictEqual({ odd });
  });

  it("shares what was shared and closes circles", () => {
    const shared = { name: "both" };
    const root: Record<string, unknown> = { one: [shared], two: new Set([shared]), three: new Map([[shared, shared]]) };
    root.self = root;
    const back = again(root);
    const [one] = back.one as object[];
    expect(back.self).toBe(back);
    expect((back.two as Set<object>).has(one as object)).toBe(true);
    expect((back.three as Map<object, object>).get(one as object)).toBe(one);
  });

  it("keeps the order of maps and sets", () => {
    const root = {
      map: new Map([
        [3, "c"],
        [1, "a"],
      ]),
      set: new Set([9, 2]),
    };
    const back = again(root);
    expect([[...(back.map as Map<number, string>)], [...(back.set as Set<number>)]]).toEqual([[...root.map], [...root.set]]);
  });

  it("keeps typed arrays, parts of a larger buffer too", () => {
    const whole = Int32Array.of(1, -2, 3, 4);
    const back = again({ part: whole.subarray(1, 3), bytes: Uint8Array.of(255, 0), sums: Float64Array.of(0.1) });
    expect(back).toStrictEqual({ part: Int32Array.of(-2, 3), bytes: Uint8Array.of(255, 0), sums: Float64Array.of(0.1) });
  });

  it("makes instances that work, with their private fields", () => {
    const counter = new Counter();
    counter.note("self", counter);
    const recent = new TwoGenerations<string, number>(2);
    for (const [at, name] of ["a", "b", "c"].entries()) recent.set(name, at);
    const back = again({ counter, recent }) as { counter: Counter; recent: TwoGenerations<string, number> };
    expect(back.counter.get("self")).toBe(back.counter);
    expect([back.recent.get("a"), back.recent.get("c"), back.recent.size()]).toEqual([0, 2, 4]);
    back.counter.note("more", {});
    expect([back.counter.count, counter.count]).toEqual([2, 1]);
  });

  it("keeps of a class that it views only what is listed", () => {
    const letter = new Letter();
    expect(again({ letter })).toStrictEqual({ letter: { text: "hello", to: { name: "both" } } });
  });

  it("finds what is outside by its name", () => {
    expect(again({ clock, now: clock.now })).toStrictEqual({ clock, now: clock.now });
  });

  it("copes with a chain that is longer than the call stack", () => {
    let chain: { next: object | null } = { next: null };
    for (let at = 0; at < 200_000; at++) chain = { next: chain };
    let length = 0;
    for (let here = again({ chain }).chain as typeof chain | null; here !== null; here = here.next as typeof chain | null) length++;
    expect(length).toBe(200_001);
  });
});

describe("what cannot be saved is named with the path to it", () => {
  class Stranger {}
  it.each([
    [{ sites: new Map([[7, { wave: new Stranger() }]]) }, 'state.sites.get("7").wave is of the class Stranger'],
    [{ list: [1, { act: () => 1 }] }, "state.list[1].act is the function act"],
    [{ when: new Date(0) }, "state.when is of the class Date"],
    [{ mark: Symbol("x") }, "state.mark is a symbol"],
    [{ half: new Float32Array(1) }, "state.half is a Float32Array"],
    [{ counter: Object.assign(new Counter(), { extra: 1 }) }, "state.counter: this counter has other fields than a new one"],
  ])("%#", (root, message) => {
    expect(() => saveGraph(root, kind)).toThrow(message);
    expect(() => saveGraph(root, kind)).toThrow(GraphError);
  });
});

describe("a snapshot is refused, with what to do next, when", () => {
  const both = { name: "shared" };
  const saved = saveGraph({ counter: new Counter(), list: ["a", both, both] }, kind);
  class Grown extends Counter {
    more = 1;
  }
  const grown: GraphKind = { ...kind, classes: [{ name: "counter", type: Grown, sample: () => new Grown() }] };
  it.each<[string, GraphSnapshot, GraphKind, string]>([
    ["its format is another", { ...saved, format: "sekisho.graph/2" as typeof saved.format }, kind, "sekisho.graph/1 is expected"],
    ["another version saved it", saved, { ...kind, version: "test/2" }, "A snapshot of test/2 is expected, not of test/1"],
    ["a class has other fields now", saved, grown, "The fields of counter have changed since the snapshot was saved (+more)"],
    ["a class is gone", saved, { ...kind, classes: [] }, "holds a counter, which nobody knows any more"],
    ["a text is missing", { ...saved, texts: [] }, kind, "a text is missing"],
    ["an object is missing", { ...saved, nodes: saved.nodes.slice(0, 1) }, kind, "an object is missing"],
    ["it is not whole", { ...saved, nodes: undefined as unknown as GraphSnapshot["nodes"] }, kind, "a part of it is missing"],
    ["it is empty", { ...saved, nodes: [] }, kind, "The snapshot is empty"],
  ])("%s", (_, snapshot, now, message) => {
    expect(() => restoreGraph(snapshot, now)).toThrow(message);
    expect(() => restoreGraph(snapshot, now)).toThrow("start afresh by reading the logs again");
  });
});
