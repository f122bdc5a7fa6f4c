import { join } from "node:path";
import { OperationError } from "../../../domain/operation-error.ts";
import type { ServerAnswer, ServerRequest } from "../../../kit/ask-server.ts";
import type { Clock } from "../../../kit/clock.ts";
import type { DiskSteps } from "../../../kit/disk-steps.ts";
import { type StagedFiles, StagedFilesError } from "../../../kit/staged-files.ts";
import type { Enforcer, Imposition, PlannedFile, Probe } from "../../../ports/enforcer.ts";
import { type ApacheConfig, type ApachePass, checkConfig } from "./apache-config.ts";
import { checkImposition, letterOf, passFile, planMaps } from "./plan-maps.ts";
import { probeSite, refusedPasses } from "./probe-site.ts";
import { type GeoSamples, samplesPath } from "./write-geo.ts";

/** An enforcer whose passes can change while it runs. */
export interface ApacheEnforcer extends Enforcer {
  /** What says who passes, as it would be. Throws `config-wrong` for a pass that cannot be. */
  readonly passFile: (passes: readonly ApachePass[]) => PlannedFile;
  /**
   * Lets these pass from the next request on, and nobody else; nothing is reloaded. In turn with orders. Resolves with whom the running server refuses
   * all the same, in words.
   */
  readonly letPass: (passes: readonly ApachePass[]) => Promise<readonly string[]>;
}

export interface ApacheNeighbours {
  readonly staged: StagedFiles;
  readonly disk: Pick<DiskSteps, "read">;
  readonly ask: (request: ServerRequest) => Promise<ServerAnswer>;
  readonly clock: Clock;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/**
 * Apache tells a new map from the one that it remembers by its time of change alone, and a file's time moves on in steps of up to 10 ms (one tick of
 * the kernel). Two changes within a step would leave a process with what it remembered of the first: seen once in some 500 orders before they were kept apart.
 */
const apartMs = 50;

const asOperationError = (error: unknown): unknown => {
  if (!(error instanceof StagedFilesError)) return error;
  return new OperationError(error.kind === "foreign" ? "foreign-edit" : "server-refused", error.message, error);
};

/** Without data there is no foreign address to ask about, and the probe says so. */
const noSamples: GeoSamples = { foreign: [], home: "127.0.0.1" };

/**
 * Apache 2.4, by a guard in each virtual host (guard-text.ts) that reads with each request which measures are in force. To impose and to lift is to
 * replace maps: nothing is reloaded, and what is in force stays so without any process of ours.
 */
export const createApacheEnforcer = (given: ApacheConfig, { staged, disk, ask, clock, wait }: ApacheNeighbours): ApacheEnforcer => {
  const config = checkConfig(given);
  const stateFile = join(config.stateDir, "impositions.json");
  const domains = new Set(config.sites.map(({ domain }) => domain));
  const plan = (impositions: readonly Imposition[]) => planMaps(config, impositions);

  const readState = async (): Promise<readonly Imposition[]> => JSON.parse((await disk.read(stateFile))?.content.toString() ?? "[]");

  let changedAt = clock.now();
  const keepApart = async (): Promise<void> => {
    const since = clock.now() - changedAt;
    if (since < apartMs) await wait(Math.min(apartMs, apartMs - since));
  };

  const putAll = async (name: string, planned: readonly PlannedFile[]): Promise<void> => {
    const files = planned.map(({ path, text }) => ({ path, content: text, mode: path === stateFile ? 0o600 : 0o644 }));
    await keepApart();
    try {
      await staged.put({ name, files, test: null, activate: null });
    } catch (error) {
      throw asOperationError(error);
    } finally {
      changedAt = clock.now();
    }
  };

  const replace = async (name: string, change: (inForce: readonly Imposition[]) => readonly Imposition[]): Promise<void> =>
    putAll(name, plan(change(await readState())));

  // One at a time: between reading what is in force and writing it nobody else may write.
  let before: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = before.then(work);
    before = done.catch(() => undefined);
    return done;
  };

  const readSamples = async (): Promise<GeoSamples> => {
    const text = await disk.read(samplesPath(config.includeDir));
    return text === null ? noSamples : JSON.parse(text.content.toString());
  };

  const probe = async (imposition: Imposition): Promise<Probe> => {
    const samples = await readSamples();
    const needsGeo = imposition.measure === "deny-foreign" || imposition.measure === "deny-foreign-writes";
    if (needsGeo && samples.foreign.length === 0) return { state: "unknown", proof: "there is no geo data to ask by" };
    return probeSite(config, imposition, { ask, samples });
  };

  const letPass = async (passing: ApacheConfig): Promise<readonly string[]> => {
    const file = passFile(passing);
    const lies = (await disk.read(file.path))?.content.toString() === file.text;
    await putAll("who passes", [file]);
    return lies ? [] : refusedPasses(passing, await readState(), { ask });
  };

  return {
    name: "apache",
    measures: ["deny-path", "deny-network", "deny-foreign-writes", "deny-foreign", "deny-writes"],
    fits: ({ measure, target }) => letterOf[measure] !== undefined && domains.has(String(target.site)),
    plan,
    apply: async (imposition) => {
      checkImposition(config, imposition);
      await inTurn(() => replace(`apply ${imposition.id}`, (all) => [...all.filter(({ id }) => id !== imposition.id), imposition]));
    },
    probe,
    standing: readState,
    lift: ({ id }) => inTurn(() => replace(`lift ${id}`, (all) => all.filter((one) => one.id !== id))),
    passFile: (passes) => passFile(checkConfig({ ...config, passes })),
    letPass: (passes) => inTurn(() => letPass(checkConfig({ ...config, passes }))),
  };
};
