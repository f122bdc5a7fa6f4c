import { siteLetter } from "../letters.ts";
import { victim } from "../mail-people.ts";
import type { Incident } from "../model.ts";
import type { Stage } from "../stage.ts";

/** Mail that one request to a mailer script sets off. */
export interface Burst {
  readonly at: number;
  readonly count: number;
  readonly script: string;
  readonly requestPath: string;
  readonly visitor: string;
  readonly bounces: number;
  readonly incident: Incident;
  readonly perLetterMs: number;
}

/** Sends it; returns when the last letter left. */
export const sendBurst = ({ tape, site, chance, end }: Stage, burst: Burst): number => {
  let leaves = burst.at + 300;
  for (let left = burst.count; left > 0; left--) {
    leaves += Math.round(burst.perLetterMs * chance.float([0.5, 1.6]));
    if (leaves >= end - 60_000) break;
    const { script, requestPath, visitor, incident, bounces } = burst;
    const bytes = 2600 + chance.int([0, 2200]);
    tape.letter(
      siteLetter(site, {
        at: leaves,
        to: [victim(chance, { bounces, late: 0.07 })],
        bytes,
        subject: "Your invoice",
        script,
        requestPath,
        visitor,
        incident,
        isHarmful: true,
      }),
    );
  }
  return leaves;
};
