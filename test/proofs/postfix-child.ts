import { writeSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { openLabParts } from "../servers/postfix-lab.ts";

// The process that is killed in proofs on Postfix: `hold` orders a hold, proves it and watches over it for ever; `deliver` lifts it and lets go of
// all that is held. What it tells was done before.

const [mode = "", etc = "", spool = "", namespace = "0", told = "{}"] = process.argv.slice(2);

const tell = (line: string): void => {
  writeSync(1, `${line}\n`);
};

const { enforcer, heldMail } = openLabParts({ etc, spool, namespace: Number(namespace) });
const imposition = JSON.parse(told);

const hold = async (): Promise<void> => {
  await enforcer.apply(imposition);
  const { state, proof } = await enforcer.probe(imposition);
  tell(`${state} ${proof}`);
  for (;;) {
    for (const line of await enforcer.guardFiles()) tell(line);
    await wait(20);
  }
};

/** In small parts, so that a kill finds some done and some not. */
const deliver = async (): Promise<void> => {
  await enforcer.lift(imposition);
  const owner = { account: String(imposition.target.account) };
  for (let list = await heldMail.list(owner); list.length > 0; list = await heldMail.list(owner)) {
    const part = list.slice(0, 50).map(({ queueId }) => queueId);
    await heldMail.deliver(owner, part);
    tell(`delivered ${part.length}`);
  }
  tell("done");
};

tell("started");
await enforcer.recover();
await (mode === "hold" ? hold() : deliver());
