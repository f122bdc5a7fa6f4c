import type { Node, Value } from "./graph-snapshot.ts";

/** Nested no deeper than this: what reads a snapshot may go down into it by recursion. */
const deepest = 32;

const isReference = (value: Value): value is readonly [number] =>
  Array.isArray(value) && value.length === 1 && typeof value[0] === "number";

/** The values of a node; none where they are not values of the graph. */
export const valuesOf = (node: Node): readonly Value[] => (node[0] === "bytes" || node[0] === "outside" ? [] : (node.slice(1) as Value[]));

/** A plain object without fields would look like a reference. */
const mayNest = (node: Node): boolean => node.length > 1 || typeof node[0] !== "number";

class Packing {
  readonly packed: Node[] = [];
  private readonly nodes: readonly Node[];
  private readonly uses: Uint32Array;
  /** New numbers plus one, and the nodes that have one, in that order. */
  private readonly numbers: Uint32Array;
  private readonly waiting: number[] = [];

  constructor(nodes: readonly Node[]) {
    this.nodes = nodes;
    this.uses = new Uint32Array(nodes.length);
    this.numbers = new Uint32Array(nodes.length);
    for (const node of nodes)
      for (const value of valuesOf(node)) if (isReference(value)) this.uses[value[0]] = (this.uses[value[0]] as number) + 1;
  }

  run(): void {
    this.numberOf(0);
    for (let at = 0; at < this.waiting.length; at++) this.packed.push(this.pack(this.waiting[at] as number, 0));
  }

  private pack(at: number, depth: number): Node {
    const node = this.nodes[at] as Node;
    if (node[0] === "bytes" || node[0] === "outside") return node;
    return [node[0], ...valuesOf(node).map((value) => (isReference(value) ? this.packReference(value[0], depth + 1) : value))] as Node;
  }

  private packReference(at: number, depth: number): Value {
    const mayBeInside = this.uses[at] === 1 && at !== 0 && depth < deepest && mayNest(this.nodes[at] as Node);
    return mayBeInside ? this.pack(at, depth) : [this.numberOf(at)];
  }

  private numberOf(at: number): number {
    if (this.numbers[at] === 0) this.numbers[at] = this.waiting.push(at);
    return (this.numbers[at] as number) - 1;
  }
}

/** Puts every object that stands in one place only into that place, and numbers the others anew: a quarter less to write. Node 0 stays the first. */
export const packNodes = (nodes: readonly Node[]): readonly Node[] => {
  if (nodes.length === 0) return nodes;
  const packing = new Packing(nodes);
  packing.run();
  return packing.packed;
};
