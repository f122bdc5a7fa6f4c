import type { Advanced } from "../domain/case/advance.ts";
import type { ClaimedAbuse } from "../domain/case/claimed-abuse.ts";
import { tellGivenUp } from "./carry-out.ts";
import { checkStanding, type LookedAt } from "./check-standing.ts";
import { type Contained, type ContainRequest, contain, type Rehearsed, rehearseMeasure } from "./contain.ts";
import { type Decided, type DecisionRequest, decide } from "./decide.ts";
import type { DeskParts } from "./desk-parts.ts";
import {
  type DeleteRequest,
  type DeliverRequest,
  deleteHeld,
  deliverHeld,
  type HeldDone,
  type HeldListed,
  listHeld,
} from "./end-held-mail.ts";
import { createImposedLately } from "./imposed-lately.ts";
import { setPaused } from "./pause.ts";
import type { Recorded } from "./record.ts";
import { type Released, type ReleaseRequest, release } from "./release.ts";
import type { HeldAsked } from "./see-held.ts";
import { createTakeClaim, type TakenClaim } from "./take-claim.ts";
import { type Remediation, takeRemediation } from "./take-remediation.ts";
import { type Undone, type UndoRequest, undo } from "./undo.ts";
import { verify } from "./verify.ts";
import { workOff } from "./work-off.ts";
import { workOffCase } from "./work-off-case.ts";

/** The use cases of the desk, each a file of this room. */
export interface Desk {
  readonly takeClaim: (claim: ClaimedAbuse) => Promise<TakenClaim>;
  readonly takeRemediation: (said: Remediation) => Promise<Recorded>;
  readonly decide: (request: DecisionRequest) => Promise<Decided>;
  readonly contain: (request: ContainRequest) => Promise<Contained>;
  /** Null where no enforcer of the server knows the measure. */
  readonly rehearseMeasure: (request: Pick<ContainRequest, "measure" | "target" | "of">) => Promise<Rehearsed | null>;
  /** Looks at every measure in force; what no longer holds as ordered is on record after it. */
  readonly checkStanding: (isCounting?: boolean) => Promise<readonly LookedAt[]>;
  readonly verify: (caseId: string) => Promise<Recorded>;
  readonly release: (request: ReleaseRequest) => Promise<Released>;
  readonly undo: (request: UndoRequest) => Promise<Undone>;
  /** Held mail of a case or by id; `target-wrong` where no mail server is in our hands. */
  readonly listHeld: (asked: HeldAsked) => Promise<HeldListed>;
  readonly deliverHeld: (request: DeliverRequest) => Promise<HeldDone>;
  /** `look`: what the list gave with what it showed. */
  readonly deleteHeld: (request: DeleteRequest, look: string | null) => Promise<HeldDone>;
  readonly pause: (by: string, reason: string) => Promise<boolean>;
  readonly resume: (by: string, reason: string) => Promise<boolean>;
  /** Rings timers and carries out effects until nothing is due at the clock's time. */
  readonly workOff: () => Promise<void>;
  /** Carries out what waits for one case, and nothing else. */
  readonly workOffCase: (caseId: string) => Promise<void>;
}

export const createDesk = async (given: DeskParts): Promise<Desk> => {
  const imposed = await createImposedLately(given.store);
  const onAdvanced = (advanced: Advanced): void => {
    imposed.remember(advanced.case, advanced.effects);
    given.onAdvanced?.(advanced);
  };
  const parts: DeskParts = { ...given, onAdvanced };
  const takeClaim = createTakeClaim(parts, imposed);
  let isToldOfGivenUp = false;
  return {
    takeClaim: (claim) => takeClaim(claim),
    takeRemediation: (said) => takeRemediation(parts, said),
    decide: (request) => decide(parts, request),
    contain: (request) => contain(parts, takeClaim, request),
    rehearseMeasure: (request) => rehearseMeasure(parts, request),
    checkStanding: (isCounting) => checkStanding(parts, isCounting),
    verify: (caseId) => verify(parts, caseId, parts.newId()),
    release: (request) => release(parts, request),
    undo: (request) => undo(parts, request),
    listHeld: (asked) => listHeld(parts, asked),
    deliverHeld: (request) => deliverHeld(parts, request),
    deleteHeld: (request, look) => deleteHeld(parts, request, look),
    pause: (name, reason) => setPaused(parts, { kind: "person", name }, { paused: true, reason }),
    resume: (name, reason) => setPaused(parts, { kind: "person", name }, { paused: false, reason }),
    workOff: async () => {
      if (!isToldOfGivenUp) await tellGivenUp(parts);
      isToldOfGivenUp = true;
      await workOff(parts);
    },
    workOffCase: (caseId) => workOffCase(parts, caseId),
  };
};
