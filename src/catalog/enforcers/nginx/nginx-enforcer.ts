import { OperationError } from "../../../domain/operation-error.ts";
import type { DiskSteps } from "../../../kit/disk-steps.ts";
import type { StagedFile, StagedFiles } from "../../../kit/staged-files.ts";
import type { Enforcer, Imposition, PlannedFile, Probe } from "../../../ports/enforcer.ts";
import { type DeniedTarget, isNginxMeasure, nginxMeasures, readDenied } from "./denied-target.ts";
import { checkNginxConfig, type NginxConfig, type NginxPass } from "./nginx-config.ts";
import { passesFile } from "./passes-file.ts";
import { networksFile, pathsFile, planFiles } from "./plan-files.ts";
import { isInEffect, isUpToDate, type ListVersions, type ProbeAnswer } from "./probe-answer.ts";
import { askAll, type SettleParts, settleWorkers } from "./settle-workers.ts";
import { type Ordered, ordered, readStored, storedText } from "./stored-impositions.ts";
import { translatedError } from "./translated-error.ts";

/** What the enforcer works with. */
export interface NginxParts extends SettleParts {
  readonly staged: StagedFiles;
  readonly read: DiskSteps["read"];
}

/** An enforcer whose passes can change while it runs. */
export interface NginxEnforcer extends Enforcer {
  /** What says who passes, as it would be. Throws `config-wrong` for a pass that cannot be. */
  readonly passFile: (passes: readonly NginxPass[]) => PlannedFile;
  /**
   * Lets these pass and nobody else, by a reload where that is a change; in turn with orders. Resolves with what is wrong with the result: workers that
   * did not come to use it.
   */
  readonly letPass: (passes: readonly NginxPass[]) => Promise<readonly string[]>;
}

/** The version that a list's own text names. */
const versionIn = ({ text }: PlannedFile): string => /_version \{ default "([0-9a-f]+)"; \}/.exec(text)?.[1] ?? "";

const sameEffect = (one: DeniedTarget, other: DeniedTarget): boolean =>
  one.measure === other.measure && one.site === other.site && one.path === other.path && `${one.cidrs}` === `${other.cidrs}`;

/** Imposes measures on an nginx whose server blocks include our guard ({@link nginxSetUp}). Throws OperationError `config-wrong`. */
export const createNginxEnforcer = (config: NginxConfig, parts: NginxParts): NginxEnforcer => {
  checkNginxConfig(config);
  const stored = `${config.stateDir}/impositions.json`;
  const listsOf = ({ denied }: Ordered): ListVersions => ({
    networks: versionIn(networksFile(config.dir, denied)),
    paths: versionIn(pathsFile(config, denied)),
  });
  const isOurs = (site: unknown): boolean => config.sites.some(({ domain }) => domain === site);

  const planned = ({ impositions, denied }: Ordered): readonly PlannedFile[] => [
    ...(impositions.length === 0 ? [] : [{ path: stored, text: storedText(impositions) }]),
    ...planFiles(config, denied),
  ];
  const now = async (): Promise<Ordered> => readStored(stored, (await parts.read(stored))?.content.toString() ?? null);

  const change = async (name: string, before: Ordered, after: Ordered): Promise<boolean> => {
    const files = planned(after);
    const gone = planned(before).filter(({ path }) => !files.some((file) => file.path === path));
    const lists = [listsOf(before), listsOf(after)] as const;
    const reloads = lists[0].networks !== lists[1].networks || lists[0].paths !== lists[1].paths;
    const asStaged = ({ path, text }: PlannedFile): StagedFile => ({ path, content: text, mode: path === stored ? 0o600 : 0o644 });
    try {
      await parts.staged.put({
        name,
        files: [...files.map(asStaged), ...gone.map(({ path }) => ({ path, content: null }))],
        // A measure that is a file beside the configuration can be imposed while somebody else's part of it is broken.
        ...(reloads ? { test: config.test, activate: config.reload } : { test: null, activate: null }),
      });
    } catch (error) {
      throw translatedError(error);
    }
    return reloads;
  };

  const move = async (name: string, site: string, next: (before: Ordered) => readonly Imposition[]): Promise<void> => {
    const before = await now();
    const after = ordered(next(before));
    const reloaded = await change(name, before, after);
    const lists = listsOf(after);
    await settleWorkers({ config, site, reloaded, isNew: (answer) => isUpToDate(answer, site, after.denied, lists) }, parts);
  };

  const apply = async (imposition: Imposition): Promise<void> => {
    const { site } = readDenied(imposition);
    if (!isOurs(site)) throw new OperationError("target-wrong", `site: nginx serves no ${site}`);
    const others = ({ impositions }: Ordered): readonly Imposition[] => impositions.filter(({ id }) => id !== imposition.id);
    await move(`apply ${imposition.id}`, site, (before) => [...others(before), imposition].toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  };

  const lift = async (imposition: Imposition): Promise<void> => {
    const { site } = readDenied(imposition);
    await move(`lift ${imposition.id}`, site, ({ impositions }) => impositions.filter(({ id }) => id !== imposition.id));
  };

  const passFileOf = (passes: readonly NginxPass[]): PlannedFile => {
    checkNginxConfig({ ...config, passes });
    return passesFile({ ...config, passes });
  };

  const letPass = async (passes: readonly NginxPass[]): Promise<readonly string[]> => {
    const file = passFileOf(passes);
    const lies = (await parts.read(file.path))?.content.toString() === file.text;
    const { test, reload: activate } = config;
    try {
      await parts.staged.put({ name: "who passes", files: [{ path: file.path, content: file.text, mode: 0o644 }], test, activate });
    } catch (error) {
      throw translatedError(error);
    }
    const site = config.sites[0]?.domain;
    if (lies || site === undefined) return [];
    const isNew = (answer: ProbeAnswer): boolean => answer.passes === "" || answer.passes === versionIn(file);
    await settleWorkers({ config, site, reloaded: true, isNew }, parts);
    const answers = await askAll(config, parts.ask, site);
    const isOld = answers.some((answer) => answer !== null && answer.site === site && !isNew(answer));
    return isOld ? ["nginx was reloaded, and its workers do not use the new list of who passes"] : [];
  };

  const probe = async (imposition: Imposition): Promise<Probe> => {
    const wanted = readDenied(imposition);
    const all = await now();
    const isOrdered = all.denied.some(({ id }) => id === wanted.id);
    const others = all.denied.filter((one) => one.id !== wanted.id && sameEffect(one, wanted)).map(({ id }) => id);
    const answers = await askAll(config, parts.ask, wanted.site);
    return judge(wanted, { isOrdered, others, answers, lists: listsOf(all) });
  };

  // One change at a time: each begins with what the one before left.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  return {
    name: "nginx",
    measures: nginxMeasures,
    fits: ({ measure, target }) => isNginxMeasure(measure) && isOurs(target.site),
    plan: (impositions) => planned(ordered(impositions)),
    apply: (imposition) => inTurn(() => apply(imposition)),
    probe: (imposition) => inTurn(() => probe(imposition)),
    lift: (imposition) => inTurn(() => lift(imposition)),
    standing: async () => (await now()).impositions,
    passFile: passFileOf,
    letPass: (passes) => inTurn(() => letPass(passes)),
  };
};

interface Found {
  readonly isOrdered: boolean;
  /** Other containments with the very same effect. */
  readonly others: readonly string[];
  readonly answers: Awaited<ReturnType<typeof askAll>>;
  readonly lists: ListVersions;
}

const judge = (wanted: DeniedTarget, { isOrdered, others, answers, lists }: Found): Probe => {
  const { measure, site } = wanted;
  const about = `nginx, asked ${answers.length} times as ${site} on loopback`;
  const known = answers.filter((answer) => answer !== null);
  const [first] = known;
  if (first === undefined || known.length < answers.length)
    return { state: "unknown", proof: `${about}: ${answers.length - known.length} times it was not the guard that answered` };
  const stranger = known.find((answer) => answer.site !== site);
  if (stranger !== undefined)
    return {
      state: "not-in-force",
      proof: `${about}: the server block answers as ${stranger.site === "" ? "no site of ours" : stranger.site}`,
    };
  const workers = `workers ${[...new Set(known.map(({ pid }) => pid))].join(", ")}`;
  const effects = known.map((answer) => isInEffect(answer, wanted, lists));
  const said = `modes "${first.modes}", geo ${first.geo}, networks ${first.networks}, paths ${first.paths}`;
  if (isOrdered)
    return effects.every(Boolean)
      ? { state: "in-force", proof: `${about}: ${workers} would refuse by ${measure} (${said})` }
      : { state: "not-in-force", proof: `${about}: ${workers} do not all refuse by ${measure} (${said})` };
  const isList = measure === "deny-network" || measure === "deny-path";
  const hasGone = isList ? effects.every(Boolean) : others.length > 0 || !effects.some(Boolean);
  if (!hasGone) return { state: "in-force", proof: `${about}: ${workers} still refuse by ${measure}, which nothing orders (${said})` };
  const kept = others.length === 0 ? "" : `; ${others.join(", ")} keeps the same measure`;
  return { state: "not-in-force", proof: `${about}: ${workers} do not refuse for this containment${kept} (${said})` };
};
