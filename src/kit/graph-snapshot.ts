/**
 * A graph of objects as JSON, and later the same graph again: shared objects stay shared, circles stay circles, and every value comes
 * back as it was (NaN, -0, undefined and bigint too). For state that lives longer than its process; knows nothing of what it saves.
 */

/** A class whose instances may stand in a graph. Instances are put back without running the constructor, field by field. */
export interface GraphClass {
  /** Stays the same when the class is renamed. */
  readonly name: string;
  readonly type: abstract new (...args: never[]) => object;
  /** Any instance: it shows which fields the class has. All fields are there from the constructor on. */
  readonly sample: () => object;
}

/** What stands in a graph but is not part of it: it is saved as a few words and found anew when the graph is put back. */
export interface Outside {
  /** Null for what is part of the graph. Asked for every object and function. */
  readonly describe: (value: object) => OutsideName | null;
  /** Throws when there is no such thing any more. */
  readonly find: (name: OutsideName) => object;
}

/** How something outside is found again: its kind, and what tells it apart. */
export type OutsideName = readonly [kind: string, ...data: (string | number | boolean | null)[]];

/** A class of which only some fields belong to the graph; what is put back is a plain object with these. */
export interface GraphView {
  readonly type: GraphClass["type"];
  readonly fields: readonly string[];
}

/** What graphs of one kind have in common. */
export interface GraphKind {
  /** What is saved, and its version: what another version saved is refused. */
  readonly version: string;
  readonly classes: readonly GraphClass[];
  readonly views: readonly GraphView[];
  readonly outside: Outside;
}

/** A value in a node: numbers and booleans are themselves, a text stands for an index (base 36) of `texts`, `[n]` for node n, `["NaN"]` and the like for the
 * rest; an object that stands in one place only is its node itself. */
export type Value = number | string | boolean | null | readonly Value[];

/** One object: its shape by number, else what it is, then its values. Short, since there are hundreds of thousands. */
export type Node =
  | readonly [shape: number, ...values: Value[]]
  | readonly ["a" | "s" | "m", ...values: Value[]]
  | readonly ["bytes", type: string, base64: string]
  | readonly ["outside", ...OutsideName];

/** The fields of plain objects, or of the instances of a class. */
export interface Shape {
  readonly class: string | null;
  readonly fields: readonly string[];
}

/** A saved graph: plain JSON. Node 0 is its root. */
export interface GraphSnapshot {
  readonly format: typeof graphFormat;
  readonly version: string;
  readonly shapes: readonly Shape[];
  readonly texts: readonly string[];
  readonly nodes: readonly Node[];
}

export const graphFormat = "sekisho.graph/1";

/** Thrown for what cannot be saved, and for a snapshot that is not put back. Says what it is and what to do. */
export class GraphError extends Error {
  override readonly name = "GraphError";
}

/** Typed arrays that a graph may hold. */
export const byteArrays = { Uint8Array, Uint16Array, Int32Array, Uint32Array, Float64Array } as const;

/** Names and fields of classes, from a sample of each. */
export const fieldsOf = ({ sample }: GraphClass): readonly string[] => Object.keys(sample());
