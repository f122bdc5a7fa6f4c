import { tellAttack } from "./attack.ts";
import { createDice } from "./dice.ts";
import { createMailLog } from "./mail-log.ts";
import { tellCustomers, tellEarlyCustomers, tellGuestsAbroad } from "./ordinary-week.ts";
import { tellMachines, tellNeighbour, tellOwner } from "./owner-and-machines.ts";
import type { Scene } from "./scene.ts";
import { type Truth, truthOf } from "./truth.ts";
import { createWebLog } from "./web-log.ts";

/** The logs of the story and the truth about them. */
export interface Story {
  readonly accessLog: string;
  readonly mailLog: string;
  readonly truth: Truth;
}

const scenes: Readonly<Record<string, (scene: Scene) => void>> = {
  customers: tellCustomers,
  guests: tellGuestsAbroad,
  "early customers": tellEarlyCustomers,
  owner: tellOwner,
  neighbour: tellNeighbour,
  machines: tellMachines,
  attack: tellAttack,
};

/** Tells the whole week, the same each time. */
export const tellStory = (): Story => {
  const [web, mail] = [createWebLog(), createMailLog()];
  for (const [name, tell] of Object.entries(scenes)) tell({ web, mail, dice: createDice(name) });
  return { accessLog: web.text(), mailLog: mail.text(), truth: truthOf(web.requests(), mail.letters()) };
};
