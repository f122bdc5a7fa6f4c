import { dirname, join } from "node:path";
import { createPostfix, type PostfixConfig, setUpPostfix, takeOutPostfix } from "../catalog/index.ts";
import { OperationError } from "../domain/operation-error.ts";
import type { DiskOwner } from "../kit/disk-steps.ts";
import type { StagedFile } from "../kit/staged-files.ts";
import { realPathOf, type SetUpTools, type SetUpWork, textOf, theirs } from "./set-up-work.ts";

/** What set-up is told of one Postfix. */
export interface PostfixToSetUp {
  readonly config: PostfixConfig;
  readonly configDir: string;
}

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const enforcerOf = (config: PostfixConfig, { staged, disk, run }: SetUpTools) =>
  createPostfix(config, { staged, disk, run, wait, clock: { now: Date.now } });

/** Where Postfix' queue is, by its own word. */
export const queueDirOf = async (configDir: string, { readProgram }: Pick<SetUpTools, "readProgram">): Promise<string> => {
  const { exit, out, said } = await readProgram(["postconf", "-c", configDir, "-h", "queue_directory"]);
  if (exit === 0 && out.startsWith("/")) return out.trim();
  throw new OperationError("world-failed", `Postfix does not say where its queue is, so nothing was changed: ${said}`);
};

interface Own {
  readonly path: string;
  readonly text: string;
}

const readOwn = async ({ configDir }: PostfixToSetUp, { disk }: SetUpTools): Promise<readonly [Own, Own]> => {
  const read = async (name: string): Promise<Own> => {
    const path = await realPathOf(join(configDir, name));
    return { path, text: textOf((await disk.read(path))?.content ?? Buffer.alloc(0)) };
  };
  return [await read("main.cf"), await read("master.cf")];
};

/** The user that the unit of the desk runs as; its agent listens there. Null where there is none: root's then. */
const deskUser = async ({ readProgram }: SetUpTools): Promise<DiskOwner | null> => {
  const [uid, gid] = await Promise.all(["-u", "-g"].map((what) => readProgram(["id", what, "sekisho"])));
  return uid?.exit === 0 && gid?.exit === 0 ? { uid: Number(uid.out), gid: Number(gid.out) } : null;
};

const testOf = ({ configDir }: PostfixToSetUp): readonly string[] => ["postfix", "-c", configDir, "check"];

/** What does not run reads its files when it starts. */
const reloadOf = async ({ configDir }: PostfixToSetUp, { run }: SetUpTools): Promise<readonly string[] | null> =>
  (await run(["postfix", "-c", configDir, "status"])).exit === 0 ? ["postfix", "-c", configDir, "reload"] : null;

const foldersOf = async ({ config }: PostfixToSetUp, tools: SetUpTools): Promise<SetUpWork["folders"]> => {
  const { dir, stateDir, policy } = config;
  const user = await deskUser(tools);
  const shared = policy === null ? [] : [dirname(policy.socket), policy.ledgerDir];
  return [
    ...[dirname(stateDir), stateDir].map((path) => ({ path, mode: 0o700 })),
    { path: dir, mode: 0o755 },
    ...shared.map((path) => ({ path, mode: 0o755, ...(user === null ? {} : { owner: user }) })),
  ];
};

const stateFiles = async ({ config }: PostfixToSetUp, tools: SetUpTools): Promise<readonly StagedFile[]> => {
  const enforcer = enforcerOf(config, tools);
  const planned = enforcer.plan(await enforcer.standing());
  return planned.map(({ path, text }) => ({ path, content: text, mode: path.startsWith(`${config.stateDir}/`) ? 0o600 : 0o644 }));
};

/** What Postfix needs: our maps first, without which nobody could send, then the lines in main.cf and master.cf. */
export const setUpInPostfix = async (given: PostfixToSetUp, tools: SetUpTools): Promise<SetUpWork> => {
  const [main, master] = await readOwn(given, tools);
  const made = setUpPostfix(given.config, { mainCf: main.text, masterCf: master.text });
  const maps = await stateFiles(given, tools);
  const edits = [theirs(main.path, made.mainCf), theirs(master.path, made.masterCf)];
  return {
    ...{ server: "Postfix", test: testOf(given), files: [...maps, ...edits], later: [], isRemoval: false, notes: made.gaps },
    folders: await foldersOf(given, tools),
    changes: async () => [
      { name: "maps for Postfix", files: maps, test: null, activate: null },
      { name: "set up Postfix", files: edits, test: testOf(given), activate: await reloadOf(given, tools) },
    ],
  };
};

/** All of it out again: the lines first, since Postfix takes nobody's mail while a map is missing that they name. */
export const takeOutOfPostfix = async (given: PostfixToSetUp, tools: SetUpTools): Promise<SetUpWork> => {
  const [main, master] = await readOwn(given, tools);
  const made = takeOutPostfix({ mainCf: main.text, masterCf: master.text });
  const edits = [theirs(main.path, made.mainCf), theirs(master.path, made.masterCf)];
  const maps = enforcerOf(given.config, tools)
    .plan([])
    .map(({ path }) => ({ path, content: null }));
  return {
    ...{ server: "Postfix", test: testOf(given), files: [...edits, ...maps], later: [], isRemoval: true, notes: [] },
    folders: (await foldersOf(given, tools)).slice(1),
    changes: async () => [
      { name: "take out of Postfix", files: edits, test: testOf(given), activate: await reloadOf(given, tools) },
      { name: "maps out of Postfix", files: maps, test: null, activate: null },
    ],
  };
};

/** What is in force now: nothing may be taken out from under it. */
export const standingInPostfix = ({ config }: PostfixToSetUp, tools: SetUpTools) => enforcerOf(config, tools).standing();
