import {
  byteArrays,
  fieldsOf,
  GraphError,
  type GraphKind,
  type GraphSnapshot,
  graphFormat,
  type Node,
  type OutsideName,
  type Shape,
  type Value,
} from "./graph-snapshot.ts";

const afresh = "it is of no use here: start afresh by reading the logs again";

const refuse = (what: string): never => {
  throw new GraphError(`${what}; ${afresh}`);
};

/** What a new object of a shape is made from. */
interface KnownShape {
  readonly prototype: object;
  readonly fields: readonly string[];
}

const knownShape = ({ class: name, fields }: Shape, kind: GraphKind): KnownShape => {
  if (name === null) return { prototype: Object.prototype, fields };
  const one = kind.classes.find((other) => other.name === name) ?? refuse(`The snapshot holds a ${name}, which nobody knows any more`);
  const now = fieldsOf(one);
  const added = now.filter((field) => !fields.includes(field));
  const gone = fields.filter((field) => !now.includes(field));
  const changes = [...added.map((field) => `+${field}`), ...gone.map((field) => `-${field}`)];
  if (changes.length > 0) refuse(`The fields of ${name} have changed since the snapshot was saved (${changes.join(", ")})`);
  return { prototype: one.type.prototype as object, fields };
};

const bytesOf = (type: string, base64: string): object => {
  const make = Object.hasOwn(byteArrays, type) ? byteArrays[type as keyof typeof byteArrays] : refuse(`The snapshot holds a ${type}`);
  // A buffer of its own, at the start of which the numbers stand aligned.
  const { buffer } = Uint8Array.from(Buffer.from(base64, "base64"));
  return new make(buffer);
};

const specials: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["-0", -0],
  ["undefined", undefined],
]);

class Restoring {
  private readonly snapshot: GraphSnapshot;
  private readonly kind: GraphKind;
  private readonly shapes: readonly KnownShape[];
  private made: readonly object[] = [];

  constructor(snapshot: GraphSnapshot, kind: GraphKind) {
    this.snapshot = snapshot;
    this.kind = kind;
    this.shapes = snapshot.shapes.map((shape) => knownShape(shape, kind));
  }

  /** First every object empty, so that circles can close; then what is in them. */
  run(): object {
    const { nodes } = this.snapshot;
    this.made = nodes.map((node) => this.empty(node));
    for (const [at, node] of nodes.entries()) this.fill(this.made[at] as object, node);
    return this.made[0] ?? refuse("The snapshot is empty");
  }

  private empty(node: Node): object {
    const [kind] = node;
    if (typeof kind === "number") {
      const { prototype } = this.shapes[kind] ?? refuse("The snapshot is damaged: a shape is missing");
      return prototype === Object.prototype ? {} : (Object.create(prototype) as object);
    }
    if (node[0] === "bytes") return bytesOf(node[1], node[2]);
    if (node[0] === "outside") return this.kind.outside.find(node.slice(1) as unknown as OutsideName);
    if (kind === "m") return new Map();
    if (kind === "s") return new Set();
    return kind === "a" ? [] : refuse(`The snapshot is damaged: ${JSON.stringify(kind)} is no kind of object`);
  }

  private fill(made: object, node: Node): void {
    const [kind] = node;
    if (typeof kind === "number") this.fillFields(made, (this.shapes[kind] as KnownShape).fields, node);
    else if (kind === "a") for (let at = 1; at < node.length; at++) (made as unknown[]).push(this.valueOf(node[at] as Value));
    else if (kind === "s") for (let at = 1; at < node.length; at++) (made as Set<unknown>).add(this.valueOf(node[at] as Value));
    else if (kind === "m") {
      const map = made as Map<unknown, unknown>;
      for (let at = 1; at < node.length; at += 2) map.set(this.valueOf(node[at] as Value), this.valueOf(node[at + 1] as Value));
    }
  }

  /** An object that stands here and nowhere else. */
  private inside(node: Node): object {
    const made = this.empty(node);
    this.fill(made, node);
    return made;
  }

  private fillFields(made: object, fields: readonly string[], node: Node): void {
    if (node.length !== fields.length + 1) return refuse("The snapshot is damaged: an object lacks fields");
    const target = made as Record<string, unknown>;
    for (let at = 0; at < fields.length; at++) {
      const field = fields[at] as string;
      const value = this.valueOf(node[at + 1] as Value);
      if (field !== "__proto__") target[field] = value;
      else Object.defineProperty(made, field, { value, writable: true, enumerable: true, configurable: true });
    }
  }

  private valueOf(value: Value): unknown {
    if (typeof value === "string")
      return this.snapshot.texts[Number.parseInt(value, 36)] ?? refuse("The snapshot is damaged: a text is missing");
    if (!Array.isArray(value)) return value;
    const [index] = value as readonly unknown[];
    if (value.length > 1 || index === "a" || index === "s" || index === "m") return this.inside(value as unknown as Node);
    if (typeof index === "number") return this.made[index] ?? refuse("The snapshot is damaged: an object is missing");
    const name = String(index);
    if (specials.has(name)) return specials.get(name);
    return /^-?\d+n$/.test(name) ? BigInt(name.slice(0, -1)) : refuse(`The snapshot is damaged: ${name} is no value`);
  }
}

/**
 * The graph that was saved, all of it or nothing: throws a {@link GraphError} for a snapshot of another format or version, of classes whose
 * fields have changed, or that is damaged. What `outside.find` throws goes through.
 */
export const restoreGraph = (snapshot: GraphSnapshot, kind: GraphKind): object => {
  if (snapshot.format !== graphFormat) refuse(`A snapshot of format ${graphFormat} is expected, not ${String(snapshot.format)}`);
  if (snapshot.version !== kind.version) refuse(`A snapshot of ${kind.version} is expected, not of ${snapshot.version}`);
  const { shapes, texts, nodes } = snapshot;
  if (![shapes, texts, nodes].every(Array.isArray)) refuse("The snapshot is damaged: a part of it is missing");
  return new Restoring(snapshot, kind).run();
};
