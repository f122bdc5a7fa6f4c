import { expect } from "vitest";
import { readQueues } from "../../src/catalog/enforcers/postfix/spool.ts";
import type { Imposition } from "../../src/ports/enforcer.ts";
import type { PostfixUser } from "./postfix.ts";
import type { PostfixLab } from "./postfix-lab.ts";

let impositions = 0;
let recipients = 0;

/** A new one, of a case of its own. */
export const imposition = (measure: Imposition["measure"], target: Imposition["target"]): Imposition => {
  impositions++;
  return { id: `2026-00000${impositions}.1.1`, caseId: `2026-00000${impositions}`, measure, target };
};

/** A recipient elsewhere whom nobody has written to. */
export const fresh = (): string => `to${++recipients}@elsewhere.example`;

/** What became of mail in a lab. */
export const followMail = (lab: PostfixLab) => {
  const arrived = (to: string): boolean => lab.sink.mails.some((mail) => mail.to.includes(to));
  const isHeld = async (to: string): Promise<boolean> =>
    (await readQueues(lab.postfix.spool, ["hold"])).some(({ open }) => open.includes(to));
  const arrives = (to: string): Promise<void> => lab.until(() => arrived(to), `${to} arrives`);
  return {
    ...{ arrived, isHeld, arrives },
    held: (to: string): Promise<void> => lab.until(() => isHeld(to), `${to} is held`),
    /** A mail of that user goes out and arrives. */
    passes: async (user: PostfixUser): Promise<void> => {
      const to = fresh();
      expect(await lab.send(user, to)).toEqual({ exit: 0, said: "" });
      await arrives(to);
    },
    /** So that the next test finds nothing. */
    clear: async (): Promise<void> => {
      lab.deferNothing();
      for (const one of lab.impositions()) await lab.enforcer.lift(one);
      await lab.postfix.run(["postsuper", "-d", "ALL"]);
    },
  };
};
