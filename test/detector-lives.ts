import { isDeepStrictEqual } from "node:util";
import { causeFinders, complaintFormats, detectors, logFormats } from "../src/catalog/index.ts";
import { toScanRequest } from "../src/cli/to-scan-request.ts";
import { loadConfig } from "../src/config.ts";
import type { Account, Site } from "../src/domain/account.ts";
import type { Detection } from "../src/domain/detection.ts";
import type { Source } from "../src/domain/source.ts";
import { openGeo } from "../src/geo/open-geo.ts";
import type { GraphSnapshot } from "../src/kit/graph-snapshot.ts";
import { type DetectorRuns, type OuterWorld, restoreRuns, saveStates } from "../src/pipeline/detector-states.ts";
import type { KnownAccount, KnownSite } from "../src/pipeline/directory.ts";
import type { KnownSource } from "../src/pipeline/known-source.ts";
import { createScan } from "../src/pipeline/scan.ts";
import type { Detector, DetectorContext, DetectorRun } from "../src/ports/detector.ts";

/**
 * Several lives of all detectors over the same events of a real scan: one that is never interrupted, and others that are saved and put back
 * (through JSON, into a fresh context) after certain events. Whatever they claim otherwise than the first is told.
 */

/** A life, and after which events (by number) it is interrupted. */
export interface LifePlan {
  readonly isInterrupted: (event: number) => boolean;
  /** Starts afresh instead of being put back: to see that it makes a difference. */
  readonly forgets?: boolean;
  /** After which events it is asked what runs, without being stopped. */
  readonly isAsked?: (event: number) => boolean;
}

/** What came of the lives. */
export interface Lives {
  readonly events: number;
  /** Claims of the life without interruption. */
  readonly claims: readonly Detection[];
  /** The first few differences: life, event, and what was claimed. */
  readonly differences: readonly { readonly life: number; readonly event: number; readonly claims: string }[];
  readonly interruptions: number;
  /** What objects looked like in any state that was saved: the class, if it is of one, and the fields. */
  readonly shapes: ReadonlySet<string>;
  /** The state after the last event, before the runs were ended. */
  readonly last: GraphSnapshot;
  /** Puts the last state back once more. */
  readonly restoreLast: () => DetectorRuns;
  /** Whose a site is; its domain where no owner is known. */
  readonly ownerOf: (siteId: number) => string | null;
  /** Requests that may change something and messages, per owner. */
  readonly activity: () => ReadonlyMap<string, number>;
}

/** Everything of the pipeline that was seen in an event, to be found again. */
class SeenWorld {
  private readonly sites = new Map<number, KnownSite>();
  private readonly accounts = new Set<KnownAccount>();
  private readonly requests = new Map<number, number>();
  private readonly messages = new Map<Account, number>();
  private readonly sources = new Map<number, KnownSource>();

  site(site: Site): void {
    this.requests.set(site.id, (this.requests.get(site.id) ?? 0) + 1);
    this.sites.set(site.id, site as KnownSite);
  }

  account(account: Account | null): void {
    if (account === null) return;
    this.accounts.add(account as KnownAccount);
    this.messages.set(account, (this.messages.get(account) ?? 0) + 1);
  }

  source(source: Source): void {
    this.sources.set(source.id, source as KnownSource);
  }

  ownerOf(siteId: number): string | null {
    const site = this.sites.get(siteId);
    return site === undefined ? null : site.account === null ? site.domain : ownerName(site.account);
  }

  activity(): ReadonlyMap<string, number> {
    const sums = new Map<string, number>();
    const add = (owner: string, count: number) => sums.set(owner, (sums.get(owner) ?? 0) + count);
    for (const [siteId, count] of this.requests) add(this.ownerOf(siteId) as string, count);
    for (const [account, count] of this.messages) add(ownerName(account), count);
    return sums;
  }

  /** The same world for a run of its own, with a context that no other run has. */
  anew(context: DetectorContext): OuterWorld {
    return {
      context: { ...context, traffic: { ...context.traffic } },
      // A script's site may have had no request that changes anything: its account knows it.
      siteOf: ({ id }) => this.sites.get(id) ?? [...this.accounts].flatMap(({ sites }) => sites).find((one) => one.id === id) ?? null,
      accountOf: ({ host, name }) => {
        const owners = [...this.sites.values()].flatMap(({ account }) => account ?? []);
        return [...this.accounts, ...owners].find((one) => one.host === host && one.name === name) ?? null;
      },
      sourceOf: (saved) => this.sources.get(saved.id) ?? saved,
    };
  }
}

/** An account as a key: names are unique on one server only. */
export const ownerName = ({ host, name }: Pick<Account, "host" | "name">): string => `${host} ${name}`;

interface Life {
  readonly plan: LifePlan;
  context: DetectorContext;
  runs: DetectorRuns;
}

const differencesKept = 5;

class Theatre {
  events = 0;
  interruptions = 0;
  last: GraphSnapshot | null = null;
  readonly claims: Detection[] = [];
  readonly differences: Lives["differences"][number][] = [];
  readonly shapes = new Set<string>();
  readonly world = new SeenWorld();
  private readonly context: DetectorContext;
  private readonly steady: DetectorRuns;
  private readonly lives: readonly Life[];

  constructor(context: DetectorContext, lives: readonly LifePlan[]) {
    this.context = context;
    this.steady = startAll(context);
    this.lives = lives.map((plan) => ({ plan, context, runs: startAll(context) }));
  }

  play(act: (run: DetectorRun) => readonly Detection[]): readonly Detection[] {
    const expected = actAll(this.steady, act);
    this.claims.push(...expected);
    for (const [at, life] of this.lives.entries()) this.compare(at, expected, actAll(life.runs, act));
    for (const life of this.lives) {
      if (life.plan.isAsked?.(this.events)) actAll(life.runs, (run) => run.finish());
      if (life.plan.isInterrupted(this.events)) this.interrupt(life);
    }
    this.events++;
    return expected;
  }

  restoreLast(): DetectorRuns {
    return restoreRuns(this.last as GraphSnapshot, detectors, this.world.anew(this.context));
  }

  finish(): readonly Detection[] {
    this.last = this.save(this.steady, this.context);
    return this.play((run) => run.finish());
  }

  private compare(life: number, expected: readonly Detection[], claims: readonly Detection[]): void {
    if (this.differences.length >= differencesKept || isDeepStrictEqual(expected, claims)) return;
    const short = (all: readonly Detection[]) => all.map(({ class: name, id, counts, confidence }) => ({ name, id, counts, confidence }));
    this.differences.push({ life, event: this.events, claims: JSON.stringify([short(expected), short(claims)]) });
  }

  private save(runs: DetectorRuns, context: DetectorContext): GraphSnapshot {
    const snapshot = saveStates(runs, context);
    for (const { class: name, fields } of snapshot.shapes) this.shapes.add(`${name ?? "plain"}: ${fields.join(" ")}`);
    return snapshot;
  }

  private interrupt(life: Life): void {
    this.interruptions++;
    if (life.plan.forgets === true) {
      life.runs = startAll(life.context);
      return;
    }
    const saved = JSON.stringify(this.save(life.runs, life.context));
    const world = this.world.anew(this.context);
    life.context = world.context;
    life.runs = restoreRuns(JSON.parse(saved) as GraphSnapshot, detectors, world);
  }
}

const startAll = (context: DetectorContext): DetectorRuns => new Map(detectors.map((detector) => [detector.name, detector.start(context)]));

const actAll = (runs: DetectorRuns, act: (run: DetectorRun) => readonly Detection[]): readonly Detection[] =>
  [...runs.values()].flatMap((run) => act(run));

/** Scans what a config names, with the lives in place of the detectors. */
export const liveThrough = async (config: string, lives: readonly LifePlan[]): Promise<Lives> => {
  let theatre: Theatre | null = null;
  const stage: Detector = {
    name: "lives",
    classes: [],
    start: (context) => {
      const made = new Theatre(context, lives);
      const { world } = made;
      theatre = made;
      return {
        state: {},
        onRequest: (request) => {
          world.site(request.site);
          world.source(request.source);
          return made.play((run) => run.onRequest(request));
        },
        onMail: (mail) => {
          world.account(mail.message.account);
          return made.play((run) => run.onMail(mail));
        },
        onForwarded: (event) => {
          world.account(event.mail.message.account);
          return made.play((run) => run.onForwarded(event));
        },
        onOutcome: (mail, outcome) => made.play((run) => run.onOutcome(mail, outcome)),
        onLoginFailed: (failure) => {
          world.account(failure.account);
          return made.play((run) => run.onLoginFailed(failure));
        },
        finish: () => made.finish(),
      };
    },
  };
  const cwd = new URL("..", import.meta.url).pathname;
  const scan = createScan({
    formats: logFormats,
    detectors: [stage],
    causeFinders,
    complaintFormats,
    openGeo: ({ geo, home, trustedProxies }) => openGeo({ ...geo, home, trustedProxies, cacheDir: null }),
    now: Date.now,
  });
  await scan(toScanRequest(loadConfig(config, cwd), { paths: [], complaints: [], home: null, timezone: null, cwd }), () => {});
  const played = theatre as unknown as Theatre;
  const { world } = played;
  return {
    ...played,
    last: played.last as GraphSnapshot,
    restoreLast: () => played.restoreLast(),
    ownerOf: (siteId) => world.ownerOf(siteId),
    activity: () => world.activity(),
  };
};
