import {
  byteArrays,
  fieldsOf,
  type GraphClass,
  GraphError,
  type GraphKind,
  type GraphSnapshot,
  graphFormat,
  type Node,
  type OutsideName,
  type Value,
} from "./graph-snapshot.ts";

const afresh = "it is of no use here: start afresh by reading the logs again";

const refuse = (what: string): never => {
  throw new GraphError(`${what}; ${afresh}`);
};

/** A class as the snapshot has it, and as it is now. */
interface KnownClass {
  readonly type: GraphClass["type"];
  readonly fields: readonly string[];
}

const knownClass = (saved: GraphSnapshot["classes"][number], kind: GraphKind): KnownClass => {
  const { name, fields } = saved;
  const one = kind.classes.find((other) => other.name === name) ?? refuse(`The snapshot holds a ${name}, which nobody knows any more`);
  const now = fieldsOf(one);
  const added = now.filter((field) => !fields.includes(field));
  const gone = fields.filter((field) => !now.includes(field));
  const changes = [...added.map((field) => `+${field}`), ...gone.map((field) => `-${field}`)];
  if (changes.length > 0) refuse(`The fields of ${name} have changed since the snapshot was saved (${changes.join(", ")})`);
  return { type: one.type, fields };
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
  private readonly classes: readonly KnownClass[];
  private made: readonly object[] = [];

  constructor(snapshot: GraphSnapshot, kind: GraphKind) {
    this.snapshot = snapshot;
    this.kind = kind;
    this.classes = snapshot.classes.map((saved) => knownClass(saved, kind));
  }

  /** First every object empty, so that circles can close; then what is in them. */
  run(): object {
    const { nodes } = this.snapshot;
    this.made = nodes.map((node) => this.empty(node));
    for (const [at, node] of nodes.entries()) this.fill(this.made[at] as object, node);
    return this.made[0] ?? refuse("The snapshot is empty");
  }

  private empty(node: Node): object {
    switch (node[0]) {
      case "plain":
        return {};
      case "class":
        return Object.create((this.classes[node[1]] ?? refuse("The snapshot is damaged: a class is missing")).type.prototype) as object;
      case "array":
        return [];
      case "map":
        return new Map();
      case "set":
        return new Set();
      case "bytes":
        return bytesOf(node[1], node[2]);
      case "outside":
        return this.kind.outside.find(node.slice(1) as unknown as OutsideName);
      default:
        return refuse(`The snapshot is damaged: ${JSON.stringify((node as Node)[0])} is no kind of object`);
    }
  }

  private fill(made: object, node: Node): void {
    switch (node[0]) {
      case "plain":
        this.fillFields(made, this.snapshot.shapes[node[1]], node);
        break;
      case "class":
        this.fillFields(made, this.classes[node[1]]?.fields, node);
        break;
      case "array":
        for (let at = 1; at < node.length; at++) (made as unknown[]).push(this.valueOf(node[at] as Value));
        break;
      case "set":
        for (let at = 1; at < node.length; at++) (made as Set<unknown>).add(this.valueOf(node[at] as Value));
        break;
      case "map":
        for (let at = 1; at < node.length; at += 2) {
          (made as Map<unknown, unknown>).set(this.valueOf(node[at] as Value), this.valueOf(node[at + 1] as Value));
        }
        break;
    }
  }

  private fillFields(made: object, fields: readonly string[] | undefined, node: Node): void {
    if (fields === undefined || node.length !== fields.length + 2) return refuse("The snapshot is damaged: an object lacks fields");
    const target = made as Record<string, unknown>;
    for (let at = 0; at < fields.length; at++) {
      const field = fields[at] as string;
      const value = this.valueOf(node[at + 2] as Value);
      if (field !== "__proto__") target[field] = value;
      else Object.defineProperty(made, field, { value, writable: true, enumerable: true, configurable: true });
    }
  }

  private valueOf(value: Value): unknown {
    if (typeof value === "string")
      return this.snapshot.texts[Number.parseInt(value, 36)] ?? refuse("The snapshot is damaged: a text is missing");
    if (!Array.isArray(value)) return value;
    const [index] = value as readonly [number | string];
    if (typeof index === "number") return this.made[index] ?? refuse("The snapshot is damaged: an object is missing");
    if (specials.has(index)) return specials.get(index);
    return /^-?\d+n$/.test(index) ? BigInt(index.slice(0, -1)) : refuse(`The snapshot is damaged: ${index} is no value`);
  }
}

/**
 * The graph that was saved, all of it or nothing: throws a {@link GraphError} for a snapshot of another format or version, of classes whose
 * fields have changed, or that is damaged. What `outside.find` throws goes through.
 */
export const restoreGraph = (snapshot: GraphSnapshot, kind: GraphKind): object => {
  if (snapshot.format !== graphFormat) refuse(`A snapshot of format ${graphFormat} is expected, not ${String(snapshot.format)}`);
  if (snapshot.version !== kind.version) refuse(`A snapshot of ${kind.version} is expected, not of ${snapshot.version}`);
  const { classes, shapes, texts, nodes } = snapshot;
  if (![classes, shapes, texts, nodes].every(Array.isArray)) refuse("The snapshot is damaged: a part of it is missing");
  return new Restoring(snapshot, kind).run();
};
