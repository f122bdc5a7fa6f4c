import type { Source } from "../domain/source.ts";
import { stateClasses } from "../domain/state-classes.ts";
import { GraphError, type GraphKind, type GraphSnapshot, type OutsideName } from "../kit/graph-snapshot.ts";
import { restoreGraph } from "../kit/restore-graph.ts";
import { saveGraph } from "../kit/save-graph.ts";
import type { Detector, DetectorContext, DetectorRun, DetectorState } from "../ports/detector.ts";
import type { KnownAccount, KnownSite } from "./directory.ts";
import type { KnownSource } from "./known-source.ts";
import { OpenMessage } from "./open-messages.ts";

/**
 * The state of all detectors, saved and put back. What the pipeline shares with them is named instead of copied: sites, accounts, sources
 * and the context; messages are kept as values, without what the mail join does with them.
 */

/** Raised with every change of what a detector's plain objects hold; `test/golden/detector-state.json` notices. */
export const stateVersion = "sekisho.detectors/3";

/** Where the things that detectors share with the pipeline are found again. */
export interface OuterWorld {
  readonly context: DetectorContext;
  readonly siteOf: (of: { readonly id: number; readonly domain: string }) => KnownSite | null;
  readonly accountOf: (of: Pick<KnownAccount, "host" | "name" | "uid">) => KnownAccount | null;
  /** The source as the pipeline knows it now; the saved one itself where it has been forgotten. */
  readonly sourceOf: (saved: Source) => Source;
}

/** The detectors at work, by name. */
export type DetectorRuns = ReadonlyMap<string, DetectorRun>;

/** The context with its parts by name: waves and watches hold on to them. */
const partsOf = (context: DetectorContext): ReadonlyMap<string, object> => {
  const { traffic } = context;
  const functions = (of: object, prefix: string) =>
    Object.entries(of).flatMap(([name, part]) => (typeof part === "function" ? [[`${prefix}.${name}`, part as object] as const] : []));
  return new Map<string, object>([
    ["context", context],
    ["context.traffic", traffic],
    ...functions(context, "context"),
    ...functions(traffic, "context.traffic"),
  ]);
};

const messageFields = [
  "id",
  "queueId",
  "host",
  "time",
  "submission",
  "account",
  "mailbox",
  "sender",
  "messageId",
  "size",
  "recipientCount",
  "script",
  "workingDirectory",
  "client",
  "place",
] as const satisfies readonly (keyof OpenMessage)[];

/** What a source is; what the pipeline notes on it besides is no detector's. */
const sourceFields = ["id", "address", "country", "network", "origin"] as const satisfies readonly (keyof Source)[];

/** What only the pipeline's own objects have tells them from what a detector made. */
const isSite = (value: object): value is KnownSite => "inferred" in value && "domain" in value;
const isAccount = (value: object): value is KnownAccount => "told" in value && "sites" in value;
const isSource = (value: object): value is KnownSource => "row" in value && "address" in value;

const nameOf = (value: object): OutsideName | null => {
  if (isSource(value)) return ["source", ...sourceFields.map((field) => value[field])];
  if (isSite(value)) return ["site", value.id, value.domain];
  return isAccount(value) ? ["account", value.host, value.name, value.uid] : null;
};

const missing = (what: string): never => {
  throw new GraphError(`The snapshot speaks of ${what}, which is not known here; start afresh by reading the logs again`);
};

const find = ({ siteOf, accountOf, sourceOf }: OuterWorld, [kind, ...data]: OutsideName): object => {
  switch (kind) {
    case "source":
      return sourceOf(Object.fromEntries(sourceFields.map((field, at) => [field, data[at]])) as unknown as Source);
    case "site": {
      const [id, domain] = data as [number, string];
      return siteOf({ id, domain }) ?? missing(`site ${domain}`);
    }
    case "account": {
      const [host, name, uid] = data as [string, string, number | null];
      return accountOf({ host, name, uid }) ?? missing(`account ${name} on ${host}`);
    }
    default:
      return missing(`a ${kind}`);
  }
};

/** `world`: only its context is needed to save. */
const kindFor = (world: Pick<OuterWorld, "context"> | OuterWorld): GraphKind => {
  const parts = partsOf(world.context);
  const names = new Map([...parts].map(([name, part]) => [part, name]));
  return {
    version: stateVersion,
    classes: stateClasses,
    views: [{ type: OpenMessage, fields: messageFields }],
    outside: {
      describe: (value) => {
        const part = names.get(value);
        return part === undefined ? nameOf(value) : ["context", part];
      },
      find: (name) => {
        const [kind, part] = name;
        if (kind === "context") return parts.get(String(part)) ?? missing(String(part));
        return "siteOf" in world ? find(world, name) : missing(`a ${kind}`);
      },
    },
  };
};

/** All states as one graph: what detectors share, such as a request, is saved once. `context`: the one that the runs were started with. */
export const saveStates = (runs: DetectorRuns, context: DetectorContext): GraphSnapshot =>
  saveGraph(new Map([...runs].map(([name, { state }]) => [name, state])), kindFor({ context }));

/** Runs that go on where the saved ones were. Throws a {@link GraphError} for what cannot be put back whole; a detector that is new starts afresh. */
export const restoreRuns = (snapshot: GraphSnapshot, detectors: readonly Detector[], world: OuterWorld): DetectorRuns => {
  const states = restoreGraph(snapshot, kindFor(world)) as Map<string, DetectorState>;
  return new Map(detectors.map((detector) => [detector.name, detector.start(world.context, states.get(detector.name))]));
};
