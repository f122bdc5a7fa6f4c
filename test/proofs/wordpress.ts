import type { Imposition } from "../../src/ports/enforcer.ts";
import { createRandom } from "../seeded-random.ts";
import { mariadbVersion } from "../servers/mariadb.ts";
import { startWordPress } from "../servers/wordpress.ts";
import { mailsBy, startOn, type WordPressLab, wordPressLabMissing } from "../servers/wordpress-lab.ts";
import { dropped, dropScripts, scriptShapes } from "../servers/wordpress-scripts.ts";
import { mailShapes, readShapes } from "../servers/wordpress-shapes.ts";
import type { Shape } from "../servers/write-shapes.ts";
import { type Finding, faultsKept, type Proof } from "./proof.ts";
import { foreignAddress, homeAddress, oneOf, variantOf } from "./wordpress-variants.ts";

type Random = ReturnType<typeof createRandom>;

/** Counts of one server, and what went through. */
interface Tally {
  /** Of the shapes as they are written. */
  readonly shapes: { readonly known: number; readonly own: number };
  readonly variants: number;
  /** Variants that sent mail from home while the measure stood. */
  readonly mailing: number;
  readonly reads: number;
  /** Ways to call the dropped scripts, and those that ran them. */
  readonly calls: number;
  readonly running: number;
  readonly faults: readonly string[];
}

const site = "shop.example";
const order = (measure: Imposition["measure"], more: Imposition["target"] = {}): Imposition => ({
  ...{ id: "2026-000001.1.1", caseId: "2026-000001", measure },
  target: { site, ...more },
});

const within = async <Value>(lab: WordPressLab, measure: Imposition, work: () => Promise<Value>): Promise<Value> => {
  await lab.enforcer.apply(measure);
  try {
    const { state, proof } = await lab.enforcer.probe(measure);
    if (state !== "in-force") throw new Error(`${lab.name}: ${measure.measure} is ${state}: ${proof}`);
    return await work();
  } finally {
    await lab.enforcer.lift(measure);
  }
};

const many = (count: number, random: Random, shapes: readonly Shape[]): readonly Shape[] =>
  Array.from({ length: count }, () => variantOf(random, oneOf(random, shapes)));

const mailed = (counts: readonly number[]): number => counts.filter((mails) => mails > 0).length;

/** Those that sent mail, told so that they can be sent again. */
const faultsOf = (lab: WordPressLab, what: string, shapes: readonly Shape[], counts: readonly number[]): readonly string[] =>
  shapes.filter((_, at) => (counts[at] ?? 0) > 0).map((shape) => `${lab.name}, ${what}: ${JSON.stringify(shape)}`);

const proveWrites = async (lab: WordPressLab, count: number, random: Random) => {
  const [known, own] = [mailShapes.known.filter(lab.takes), mailShapes.own.filter(lab.takes)];
  const from = () => foreignAddress(random);
  const shapes = { known: mailed(await mailsBy(lab, known, from)), own: mailed(await mailsBy(lab, own, from)) };
  const variants = many(count, random, [...known, ...own]);
  const asked = [...known, ...own, ...variants];
  return within(lab, order("deny-foreign-writes"), async () => {
    const through = await mailsBy(lab, asked, from);
    const atHome = await mailsBy(lab, asked, () => homeAddress(random));
    const faults = [...faultsOf(lab, "from abroad", asked, through)];
    const plain = mailed(atHome.slice(0, known.length + own.length));
    if (plain !== shapes.known + shapes.own)
      faults.push(`${lab.name}: from home ${plain} of ${shapes.known + shapes.own} shapes send mail`);
    const reads = Array.from({ length: Math.ceil(count / 5) }, () => oneOf(random, readShapes));
    for (const [target, status] of reads) {
      const address = from();
      const answer = await lab.send({ method: "GET", target }, address, "read");
      if (answer.status !== status) faults.push(`${lab.name}: GET ${target} from ${address}: ${answer.status}, not ${status}`);
    }
    return { shapes, variants: variants.length, mailing: mailed(atHome) - plain, reads: reads.length, faults };
  });
};

const provePaths = async (lab: WordPressLab, count: number, random: Random) => {
  const faults: string[] = [];
  let [calls, running] = [0, 0];
  for (const path of Object.values(dropped)) {
    const shapes = scriptShapes(path).filter(lab.takes);
    const asked = [...shapes, ...many(Math.ceil(count / 2), random, shapes)];
    const address = () => (random(2) === 0 ? homeAddress(random) : foreignAddress(random));
    calls += asked.length;
    running += mailed(await mailsBy(lab, asked, address));
    await within(lab, order("deny-path", { path }), async () => {
      faults.push(...faultsOf(lab, `${path} closed`, asked, await mailsBy(lab, asked, address)));
    });
  }
  return { calls, running, faults };
};

const proveServer = async (lab: WordPressLab, count: number, random: Random): Promise<Tally> => {
  dropScripts(lab.root);
  const writes = await proveWrites(lab, Math.ceil((count * 2) / 3), random);
  const paths = await provePaths(lab, Math.ceil(count / 3), random);
  return { ...writes, ...paths, faults: [...writes.faults, ...paths.faults] };
};

const inWords = (name: string, { shapes, variants, mailing, reads, calls, running }: Tally): string =>
  `${name}: with no measure ${shapes.known} of the ${mailShapes.known.length} known shapes and ${shapes.own} of our own send mail from abroad; under \`deny-foreign-writes\` these and ${variants.toLocaleString("en")} random variants of them, of which ${mailing.toLocaleString("en")} send mail from home, send 0 from abroad, IPv4 and IPv6, and ${reads.toLocaleString("en")} reads from abroad are answered as ever; of ${calls.toLocaleString("en")} ways to call two dropped scripts ${running.toLocaleString("en")} run them, and 0 under \`deny-path\``;

const proveWordPress = async (count: number, seed: number): Promise<Finding> => {
  const random = createRandom(seed);
  const wordPress = await startWordPress();
  const [said, faults]: [string[], string[]] = [[], []];
  try {
    for (const name of ["Apache", "nginx"] as const) {
      const lab = await startOn[name](wordPress);
      try {
        const tally = await proveServer(lab, Math.ceil(count / 2), random);
        said.push(inWords(name, tally));
        faults.push(...tally.faults.slice(0, faultsKept));
        if (tally.mailing * 4 < tally.variants || tally.running * 4 < tally.calls) faults.push(`${name}: too few variants mean anything`);
      } finally {
        await lab.stop();
      }
    }
  } finally {
    await wordPress.stop();
  }
  return {
    figure: `WordPress ${wordPress.version}, MariaDB ${mariadbVersion()}, mail counted behind a real Postfix. ${said.join(". ")}`,
    faults,
  };
};

export const wordPressProof: Proof = {
  name: "wordpress",
  about: "no request from abroad makes a WordPress send mail, and no address runs a closed script of it",
  fullCount: 4_000,
  document: "CONTAINMENT.md",
  missing: wordPressLabMissing,
  run: proveWordPress,
};
