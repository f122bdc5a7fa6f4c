import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { checks } from "../catalog/index.ts";
import type { LocalDesk } from "../cli/desk-client.ts";
import type { RunningDesk, StartOptions } from "../cli/serve.ts";
import { loadPolicy } from "../config/load-policy.ts";
import type { Config } from "../config.ts";
import { type AskedSite, createAskSite } from "../desk/ask-site.ts";
import { createDesk, type Desk } from "../desk/create-desk.ts";
import type { DeskParts } from "../desk/desk-parts.ts";
import { createLogReadings, type LogReadings } from "../desk/log-readings.ts";
import { purgeOld } from "../desk/purge-old.ts";
import { readInbox } from "../desk/read-inbox.ts";
import { type DeskLoop, runDesk } from "../desk/run-desk.ts";
import { createIntake, type Intake } from "../desk/take-deliveries.ts";
import type { AgentMessage } from "../domain/case/agent-message.ts";
import { OperationError } from "../domain/operation-error.ts";
import type { PolicySheet } from "../domain/policy/policy-sheet.ts";
import { canonicalJson } from "../kit/canonical-json.ts";
import { dayMs, minuteMs } from "../kit/time-units.ts";
import type { KeptMails } from "../ports/kept-mails.ts";
import { type DeskStores, openDeskStores } from "../stores/open-store.ts";
import { type Api, type ApiParts, createApi } from "../web/api/create-api.ts";
import type { Panel } from "../web/panel/create-panel.ts";
import { serve } from "../web/serve.ts";
import { createInboxReading, type InboxReading, tallyLine } from "./inbox-reading.ts";
import { openAgent } from "./open-agent.ts";
import { openCallStaff } from "./open-call-staff.ts";
import { openDeliver } from "./open-deliver.ts";
import { openInbox } from "./open-inbox.ts";
import { openKeptMails } from "./open-kept-mails.ts";
import { type OpenedMailer, openMailer } from "./open-mailer.ts";
import { openPanel } from "./open-panel.ts";
import { openReplyReader } from "./open-reply-reader.ts";
import { readSecret } from "./read-secret.ts";
import { storeAddress } from "./store-address.ts";

const clock = { now: Date.now };

/** Without a key nobody could sign the head of the chain, so that none is kept apart. */
const headOf = ({ secrets, stateDir }: Config): { readonly head: { readonly file: string; readonly key: Uint8Array } | null } => {
  const key = Buffer.from(readSecret(secrets.decisionKey, process.env) ?? "");
  if (secrets.decisionKey === undefined) return { head: null };
  if (key.length < 32) throw new OperationError("config-wrong", "secrets.decisionKey: the key has fewer than 32 bytes");
  return { head: { file: join(stateDir.absolute, "audit-head.json"), key } };
};

const openStores = async (config: Config, onHeld: (isHeld: boolean) => void = () => {}): Promise<DeskStores> => {
  mkdirSync(config.stateDir.absolute, { recursive: true, mode: 0o750 });
  return openDeskStores(storeAddress(config), { ...headOf(config), onHeld });
};

const addressOf = (text: string): { readonly host: string; readonly port: number } => {
  const at = text.lastIndexOf(":");
  return { host: text.slice(0, at).replace(/^\[(.*)\]$/, "$1"), port: Number(text.slice(at + 1)) };
};

const tlsPort = 443;

const siteBook = ({ accounts }: Config): ((name: string) => AskedSite | null) => {
  const sites = new Map<string, AskedSite>();
  for (const { domain, aliases, address } of accounts.flatMap((account) => account.sites)) {
    const given = address === undefined ? null : addressOf(address);
    const asked: AskedSite = {
      names: [domain, ...aliases, `www.${domain}`],
      address: given === null ? null : { ...given, tls: given.port === tlsPort },
    };
    for (const name of [domain, ...aliases]) sites.set(name, asked);
  }
  return (name) => sites.get(name) ?? null;
};

const contactBook = ({ accounts }: Config): DeskParts["hasContact"] => {
  const reached = accounts.filter(({ owner, contacts }) => owner !== undefined || contacts.length > 0);
  return (host, account) => reached.some((one) => one.name === account && (one.host ?? host) === host);
};

const machineZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

const sheetOf = (config: Config): PolicySheet => loadPolicy(config.policy ?? null, config.timezone ?? machineZone());

interface PartsMore {
  readonly version: string;
  readonly sender: OpenedMailer | null;
  /** What agents told of the logs; a desk that is opened for one command knows of none. */
  readonly readings: LogReadings;
}

/** No server is touched yet: orders fail and say so, and what rests on them waits for a person. */
const partsOf = (
  config: Config,
  { cases: store, replies, noticeTexts }: DeskStores,
  { version, sender, readings }: PartsMore,
): DeskParts => {
  const { policy } = sheetOf(config);
  const contact = config.operator?.contact ?? config.operator?.url;
  return {
    ...{ store, clock, policy: () => policy, hasContact: contactBook(config), enforcers: [], checks },
    sightOf: readings.sightOf,
    askSite: createAskSite({
      siteOf: siteBook(config),
      userAgent: `Sekisho-Check/${version}${contact === undefined ? "" : ` (+${contact})`}`,
    }),
    deliver: openDeliver(config, { clock, store, replies, noticeTexts, sender }),
    callStaff: openCallStaff(config, clock, sender),
    newId: randomUUID,
  };
};

type MoreParts = Pick<ApiParts, "takeDeliveries" | "tokens" | "noticeTexts" | "mail" | "policySheet" | "version" | "onFailure">;

const apiParts = (desk: Desk, parts: DeskParts, more: MoreParts): ApiParts => ({
  ...desk, store: parts.store, policy: parts.policy, clock, ...more ,
});

/** Does something once after each use case that may have given orders. */
const after = (desk: Desk, then: (caseIds: readonly string[]) => Promise<void>): Desk => {
  const told =
    <Args extends readonly unknown[], Result>(
      work: (...args: Args) => Promise<Result>,
      idsOf: (args: Args, result: Result) => readonly string[],
    ) =>
    async (...args: Args): Promise<Result> => {
      const result = await work(...args);
      await then(idsOf(args, result));
      return result;
    };
  const many = (_: unknown, result: { readonly kind: string; readonly cases?: unknown }): readonly string[] =>
    Array.isArray(result.cases) ? result.cases.map(({ caseId }: { readonly caseId: string }) => caseId) : [];
  return {
    ...desk,
    takeClaim: told(desk.takeClaim, (_, { caseId }) => (caseId === null ? [] : [caseId])),
    takeRemediation: told(desk.takeRemediation, ([{ caseId }]) => [caseId]),
    contain: told(desk.contain, (_, result) => (result.kind === "decided" ? [result.caseId] : [])),
    decide: told(desk.decide, ([{ caseId }]) => [caseId]),
    verify: told(desk.verify, ([caseId]) => [caseId]),
    release: told(desk.release, many),
    undo: told(desk.undo, many),
  };
};

const openIntake = ({ deliveries, cases: store }: DeskStores, { takeClaim }: Desk, { take: takeReading }: LogReadings): Intake =>
  createIntake({ deliveries, store, clock, takeClaim, takeReading });

/** Opens the desk for one command, while none runs: what is decided is carried out at once, and nothing else. */
export const openLocalDesk = async (config: Config, version: string): Promise<LocalDesk> => {
  const stores = await openStores(config);
  const sender = openMailer(config, clock);
  const readings = createLogReadings();
  const sheet = sheetOf(config);
  const parts = partsOf(config, stores, { version, sender, readings });
  const desk = await createDesk(parts);
  const atOnce = after(desk, async (caseIds) => {
    for (const caseId of caseIds) await desk.workOffCase(caseId);
  });
  let failure: unknown = null;
  const keep = (error: unknown): void => {
    failure = error;
  };
  const { take: takeDeliveries } = openIntake(stores, atOnce, readings);
  const mail = { kept: openKeptMails(config), taken: () => ({}) };
  const { fetchLocal } = createApi(apiParts(atOnce, parts, { ...stores, mail, takeDeliveries, version, policySheet: () => sheet, onFailure: keep }));
  return {
    fetch: async (request) => {
      const answer = await fetchLocal(request);
      if (failure !== null && !(failure instanceof OperationError)) throw failure;
      return answer;
    },
    // A connection that is kept for the next letter would keep the process for half a minute.
    close: async () => {
      sender?.mailer.stop();
      await stores.cases.close();
    },
  };
};

/** A policy other than the one on record is put on record before anything is decided by it. */
const recordPolicy = async ({ store, policy, newId }: DeskParts): Promise<void> => {
  const { version } = policy();
  if ((await store.settings()).policy?.version === version) return;
  const text = canonicalJson(policy());
  await store.commit({ fact: { id: `policy:${newId()}`, at: clock.now(), by: { kind: "desk" }, kind: "policy-changed", version, text } });
};

const mailEveryMs = 30_000;

/** Drift is to be known within a minute. */
const proveEveryMs = 25_000;
/** What a running desk says, on standard error. */
interface Voice {
  readonly say: (line: string) => void;
  readonly onFailure: (error: unknown) => void;
}

/** Reads answers while the desk runs; where the config names no inbox there is nothing to read. */
const readMail = (config: Config, parts: DeskParts, mail: InboxReading, { say, onFailure }: Voice): DeskLoop => {
  const inbox = openInbox(config);
  if (inbox === null) return { wake: () => {}, stop: async () => {} };
  const reader = openReplyReader(config, { clock, secrets: mail.replies });
  const read = async (): Promise<void> => {
    const tally = await readInbox(parts, { reader, inbox, kept: mail.kept });
    mail.count(tally);
    const line = tallyLine(tally);
    if (line !== null) say(line);
  };
  const loop = runDesk(read, onFailure, mailEveryMs);
  return { wake: loop.wake, stop: () => loop.stop().then(inbox.close) };
};

/** Mail that nobody could read is no case's. Source: the retention table. */
const keptMailDays = 7;

const purgeDaily = (parts: DeskParts, kept: KeptMails, { say, onFailure }: Voice): DeskLoop => {
  const purge = async (): Promise<void> => {
    const gone = await kept.removeBefore(clock.now() - keptMailDays * dayMs);
    if (gone > 0) say(`mail: ${gone} that could not be read or routed deleted after ${keptMailDays} days`);
    await purgeOld(parts);
  };
  return runDesk(purge, onFailure, dayMs);
};

/** Desk and agent in one process need no bus. */
const deliverTo =
  (desk: Desk, readings: LogReadings) =>
  async (messages: readonly AgentMessage[]): Promise<void> => {
    for (const message of messages) {
      if (message.kind === "claim") await desk.takeClaim(message.claim);
      else readings.take(message.reading);
    }
  };

const patienceMs = 20_000;

/** What is cut off here is done again after the next start: nothing of it is lost. */
const patience = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, patienceMs).unref();
  });

const heldNoMore = "the connection that holds the store for this desk was lost: nothing is carried out until it is held again";
const heldAgain = "the store is this desk's again: work goes on";

/** Over the network, what begins with `/c` is the customer's; at the socket there is only the API. */
const withPanel = (api: Api, panel: Panel | null): Api => {
  if (panel === null) return api;
  const isPage = ({ url }: Request): boolean => /^\/c(\/|$)/.test(new URL(url).pathname);
  return { ...api, fetch: (request) => (isPage(request) ? panel.fetch(request) : api.fetch(request)) };
};

/** Runs the desk: works off what is due, and serves the API over the network and at the socket. */
export const startDesk = async (config: Config, version: string, { socket, say, agent: hasAgent }: StartOptions): Promise<RunningDesk> => {
  const stores = await openStores(config, (isHeld) => say(isHeld ? heldAgain : heldNoMore));
  const sender = openMailer(config, clock);
  try {
    const readings = createLogReadings();
    const sheet = sheetOf(config);
    const parts = partsOf(config, stores, { version, sender, readings });
    const onFailure = (error: unknown): void => say(error instanceof OperationError ? error.message : String(error));
    const desk = await createDesk(parts);
    await recordPolicy(parts);
    // Before anything runs: a config without logs ends it here.
    const agent = hasAgent ? openAgent(config, { say, deliver: (messages) => deliverTo(awake, readings)(messages) }) : null;
    const loop = runDesk(desk.workOff, onFailure);
    const mail = createInboxReading(openKeptMails(config), stores.replies);
    const voice = { say, onFailure };
    const awake = after(desk, async () => loop.wake());
    const intake = openIntake(stores, awake, readings);
    const intakeLoop = runDesk(intake.goOn, onFailure, minuteMs);
    const prove = async (): Promise<void> => void (await desk.checkStanding());
    const loops = [
      ...[loop, intakeLoop, runDesk(prove, onFailure, proveEveryMs)],
      ...[readMail(config, parts, mail, voice), purgeDaily(parts, mail.kept, voice)],
    ];
    const stopLoops = async (): Promise<void> => {
      await agent?.stop();
      await Promise.all(loops.map((one) => one.stop()));
    };
    const api = createApi(apiParts(awake, parts, { ...stores, mail, takeDeliveries: intake.take, version, policySheet: () => sheet, onFailure }));
    const panel = openPanel(config, { store: parts.store, clock, takeRemediation: awake.takeRemediation }, onFailure);
    try {
      const { address, close } = await serve(withPanel(api, panel), {
        listen: config.web === undefined ? null : addressOf(config.web.listen),
        socket,
      });
      agent?.start();
      const stop = async (): Promise<void> => {
        await close();
        await Promise.race([stopLoops(), patience()]);
        sender?.mailer.stop();
        await stores.cases.close();
      };
      return { address, stop };
    } catch (cause) {
      await stopLoops();
      throw cause;
    }
  } catch (cause) {
    sender?.mailer.stop();
    await stores.cases.close();
    throw cause;
  }
};
