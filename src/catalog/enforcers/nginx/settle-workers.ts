import type { Clock } from "../../../kit/clock.ts";
import type { ProgramEnd } from "../../../kit/run-program.ts";
import type { AskProbe } from "./ask-probe.ts";
import type { NginxConfig, NginxListen } from "./nginx-config.ts";
import { type ProbeAnswer, readProbeAnswer } from "./probe-answer.ts";

/** What the enforcer asks and waits with. */
export interface SettleParts {
  readonly ask: AskProbe;
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<void>;
  readonly run: (command: readonly string[]) => Promise<ProgramEnd>;
}

/** Workers of before may answer for a while after a reload; one new answer does not prove that all are new. */
const askedTimes = 3;
const longestMs = 10_000;
/** A file is seen at the next request; where nginx keeps what it found (`open_file_cache_errors on`), only new workers look again. */
const fileCacheMs = 1_500;
const pauseMs = 25;
/** nginx tells its old workers to stop a tenth of a second after the new ones run. */
const oldWorkersMs = 150;

const listensOf = (config: NginxConfig, site: string): readonly NginxListen[] =>
  config.sites.find(({ domain }) => domain === site)?.listens ?? config.listens;

/** Asks every server block of a site, several times, each on a new connection: other workers may answer. */
export const askAll = async (config: NginxConfig, ask: AskProbe, site: string): Promise<readonly (ProbeAnswer | null)[]> => {
  const answers: (ProbeAnswer | null)[] = [];
  for (const listen of listensOf(config, site))
    for (let time = 0; time < askedTimes; time++) answers.push(readProbeAnswer(await ask(listen, site)));
  return answers;
};

/** How long a site is watched, and whether the workers were replaced. */
interface Settling {
  readonly config: NginxConfig;
  readonly site: string;
  readonly isNew: (answer: ProbeAnswer) => boolean;
  readonly reloaded: boolean;
}

const reload = async ({ test, reload: command }: NginxConfig, run: SettleParts["run"]): Promise<void> => {
  if ((await run(test)).exit === 0) await run(command);
};

/**
 * Waits until all that answers for a site is new, at the longest ten seconds; whether it is then is for the probe to say. Reloads by itself,
 * once, where the workers do not look at the files again.
 */
export const settleWorkers = async ({ config, site, isNew, reloaded }: Settling, { ask, clock, wait, run }: SettleParts): Promise<void> => {
  const from = clock.now();
  let hasReloaded = reloaded;
  for (;;) {
    const answers = await askAll(config, ask, site);
    // Where nothing of ours answers, or a block of another site, waiting does not help.
    if (answers.every((answer) => answer === null || answer.site !== site)) return;
    if (answers.every((answer) => answer !== null && isNew(answer))) {
      if (!hasReloaded) return;
      await wait(oldWorkersMs);
      const again = await askAll(config, ask, site);
      if (again.every((answer) => answer !== null && isNew(answer))) return;
    }
    const waited = clock.now() - from;
    if (waited > longestMs) return;
    if (!hasReloaded && waited > fileCacheMs) {
      await reload(config, run);
      hasReloaded = true;
    }
    await wait(pauseMs);
  }
};
