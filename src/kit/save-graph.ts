import {
  byteArrays,
  fieldsOf,
  type GraphClass,
  GraphError,
  type GraphKind,
  type GraphSnapshot,
  graphFormat,
  type Node,
  type Shape,
  type Value,
} from "./graph-snapshot.ts";
import { packNodes } from "./pack-nodes.ts";

/** Where an object was met first: for the path that an error names. */
interface Met {
  readonly value: object;
  readonly from: number;
  readonly step: Step;
  readonly key: unknown;
}

type Step = "root" | "field" | "index" | "key" | "value" | "member";

const stepText = (step: Step, key: unknown): string => {
  switch (step) {
    case "root":
      return "state";
    case "field":
      return `.${String(key)}`;
    case "index":
      return `[${String(key)}]`;
    case "value":
      return `.get(${JSON.stringify(typeof key === "object" ? "…" : String(key))})`;
    case "key":
      return ".keys()";
    case "member":
      return ".values()";
  }
};

type Way = Pick<Met, "from" | "step">;

/** Indices of distinct texts in order of their first use. */
class TextTable {
  readonly texts: string[] = [];
  private readonly indices = new Map<string, number>();

  indexOf(text: string): number {
    const known = this.indices.get(text);
    if (known !== undefined) return known;
    this.indices.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

const specialNumber = (value: number): boolean => !Number.isFinite(value) || Object.is(value, -0);

class Saving {
  readonly nodes: Node[] = [];
  readonly texts = new TextTable();
  readonly shapes: Shape[] = [];
  private readonly kind: GraphKind;
  private readonly views = new Map<unknown, readonly string[]>();
  private readonly byType = new Map<unknown, GraphClass>();
  private readonly fieldsByType = new Map<unknown, readonly string[]>();
  private readonly shapeIndices = new Map<string, number>();
  private readonly indices = new Map<object, number>();
  private readonly met: Met[] = [];

  constructor(kind: GraphKind) {
    this.kind = kind;
    for (const { type, fields } of kind.views) this.views.set(type.prototype, fields);
    for (const one of kind.classes) this.byType.set(one.type.prototype, one);
  }

  /** Goes from object to object in the order in which they are met, without recursion: chains may be long. */
  run(root: object): void {
    this.refer(root, { from: -1, step: "root" }, null);
    for (let at = 0; at < this.met.length; at++) this.nodes.push(this.nodeOf((this.met[at] as Met).value, at));
  }

  private refer(value: object, way: Way, key: unknown): readonly [number] {
    const known = this.indices.get(value);
    if (known !== undefined) return [known];
    this.indices.set(value, this.met.length);
    return [this.met.push({ value, ...way, key }) - 1];
  }

  private valueOf(value: unknown, way: Way, key: unknown): Value {
    switch (typeof value) {
      case "number":
        return specialNumber(value) ? [Object.is(value, -0) ? "-0" : String(value)] : value;
      case "boolean":
        return value;
      case "string":
        return this.texts.indexOf(value).toString(36);
      case "undefined":
        return ["undefined"];
      case "bigint":
        return [`${value}n`];
      case "symbol":
        throw new GraphError(`${this.pathOf(way.from)}${stepText(way.step, key)} is a symbol, which cannot be saved`);
      default:
        return value === null ? null : this.refer(value as object, way, key);
    }
  }

  private nodeOf(value: object, at: number): Node {
    const name = this.kind.outside.describe(value);
    if (name !== null) return ["outside", ...name];
    if (Array.isArray(value)) return ["a", ...this.elements(value, { from: at, step: "index" })];
    if (value instanceof Map) {
      return ["m", ...this.entries(value, at)];
    }
    if (value instanceof Set) return ["s", ...this.elements([...value], { from: at, step: "member" })];
    if (ArrayBuffer.isView(value)) return this.bytesOf(value, at);
    return this.fieldsNode(value, at);
  }

  private elements(elements: readonly unknown[], way: Way): Value[] {
    return Array.from(elements, (element, index) => this.valueOf(element, way, index));
  }

  private entries(map: ReadonlyMap<unknown, unknown>, at: number): Value[] {
    const values: Value[] = [];
    const asKey: Way = { from: at, step: "key" };
    const asValue: Way = { from: at, step: "value" };
    for (const [key, value] of map) values.push(this.valueOf(key, asKey, null), this.valueOf(value, asValue, key));
    return values;
  }

  private bytesOf(value: ArrayBufferView, at: number): Node {
    const type = value.constructor.name;
    if (!Object.hasOwn(byteArrays, type)) throw new GraphError(`${this.pathOf(at)} is a ${type}, which cannot be saved`);
    return ["bytes", type, Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64")];
  }

  private fieldsNode(value: object, at: number): Node {
    const prototype: unknown = Object.getPrototypeOf(value);
    const view = this.views.get(prototype);
    const isPlain = prototype === Object.prototype || view !== undefined;
    if (typeof value === "function" || !(isPlain || this.byType.has(prototype))) {
      throw new GraphError(
        `${this.pathOf(at)} is ${whatIs(value)}: list its class with those that can be saved, or keep it out of the state`,
      );
    }
    const fields = view ?? Object.keys(value);
    const way: Way = { from: at, step: "field" };
    const values = fields.map((field) => this.valueOf((value as Record<string, unknown>)[field], way, field));
    if (!isPlain) this.checkFields(prototype, fields, at);
    return [this.shapeOf({ class: isPlain ? null : (this.byType.get(prototype)?.name ?? null), fields }), ...values];
  }

  private shapeOf(shape: Shape): number {
    const key = [shape.class, ...shape.fields].join("\n");
    const known = this.shapeIndices.get(key);
    if (known !== undefined) return known;
    this.shapeIndices.set(key, this.shapes.length);
    return this.shapes.push(shape) - 1;
  }

  /** Fields that come later would be lost on a class that is put back without its constructor. */
  private checkFields(prototype: unknown, fields: readonly string[], at: number): void {
    const one = this.byType.get(prototype) as GraphClass;
    const expected = this.fieldsByType.get(prototype) ?? fieldsOf(one);
    this.fieldsByType.set(prototype, expected);
    if (fields.length === expected.length && fields.every((field, index) => field === expected[index])) return;
    throw new GraphError(`${this.pathOf(at)}: this ${one.name} has other fields than a new one`);
  }

  /** The way from the root to an object, as code would write it. */
  private pathOf(at: number): string {
    const steps: string[] = [];
    for (let here = this.met[at]; here !== undefined; here = this.met[here.from]) steps.unshift(stepText(here.step, here.key));
    return steps.join("");
  }
}

const whatIs = (value: object): string => {
  if (typeof value === "function") return `the function ${value.name || "without a name"}`;
  const type = (value.constructor as { readonly name?: string } | undefined)?.name;
  return type === undefined ? "an object without a prototype" : `of the class ${type}`;
};

/** Saves what can be reached from `root`. Throws a {@link GraphError} that names the path to what cannot be saved. */
export const saveGraph = (root: object, kind: GraphKind): GraphSnapshot => {
  const saving = new Saving(kind);
  saving.run(root);
  const { nodes, shapes, texts } = saving;
  return { format: graphFormat, version: kind.version, shapes, texts: texts.texts, nodes: packNodes(nodes) };
};
