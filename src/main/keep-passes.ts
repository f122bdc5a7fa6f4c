import { existsSync, readFileSync } from "node:fs";
import type { Pass } from "../agent/crawlers/passes-of.ts";
import type { Clock } from "../kit/clock.ts";
import { minuteMs } from "../kit/time-units.ts";
import type { PlannedFile } from "../ports/enforcer.ts";
import type { PassReading } from "./read-passes.ts";

/** How often it is looked who passes by now. */
export const lookEveryMs = 10_000;
/** What needs a reload changes at most so often: each closes idle connections. */
export const reloadsApartMs = minuteMs;

/** The part of a web server's enforcer that lets visitors pass. */
export interface PassingEnforcer {
  readonly passFile: (passes: readonly Pass[]) => PlannedFile;
  readonly letPass: (passes: readonly Pass[]) => Promise<readonly string[]>;
}

export interface KeepPassesParts {
  readonly enforcer: PassingEnforcer;
  readonly read: () => Promise<PassReading>;
  readonly clock: Clock;
  /** How far two changes are apart, ms; a first one is made at once. */
  readonly apartMs: number;
}

/** Brings who passes up to what is known by now. */
export interface PassKeeper {
  /** Called every few seconds; returns what is wrong, in words. */
  readonly work: () => Promise<readonly string[]>;
  /** What says who passes as this last left it, to be laid back where somebody takes it away. */
  readonly left: () => PlannedFile;
}

export const createPassKeeper = ({ enforcer, read, clock, apartMs }: KeepPassesParts): PassKeeper => {
  let [lookAt, changeAt] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let told: readonly string[] = [];
  // Where nothing can be told, nobody passes: a server needs the file all the same.
  let left: PlannedFile | null = null;

  const bringUp = async (passes: readonly Pass[]): Promise<readonly string[]> => {
    const file = enforcer.passFile(passes);
    left ??= file;
    // Not set up, or taken away: the one is set-up's to do, the other is laid back as it was.
    if (!existsSync(file.path)) return [];
    const isChange = readFileSync(file.path, "utf8") !== file.text;
    if (isChange && clock.now() < changeAt) return [];
    if (isChange) changeAt = clock.now() + apartMs;
    const lines = await enforcer.letPass(passes);
    left = file;
    return lines;
  };

  const work = async (): Promise<readonly string[]> => {
    if (clock.now() < lookAt) return told;
    lookAt = clock.now() + lookEveryMs;
    const { passes, problems } = await read();
    try {
      told = [...problems, ...(await bringUp(passes))];
    } catch (error) {
      told = [...problems, `who passes stays as it was: ${error instanceof Error ? error.message : String(error)}`];
    }
    return told;
  };
  return { work, left: () => left ?? enforcer.passFile([]) };
};
