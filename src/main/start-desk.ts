import type { RunningDesk, StartOptions } from "../cli/serve.ts";
import type { Config } from "../config.ts";
import { createDesk, type Desk } from "../desk/create-desk.ts";
import { createDenyLists } from "../desk/deny-lists.ts";
import type { DeskParts } from "../desk/desk-parts.ts";
import { createLogReadings } from "../desk/log-readings.ts";
import { runDesk } from "../desk/run-desk.ts";
import type { IntakeParts } from "../desk/source-turn.ts";
import { createIntake } from "../desk/take-deliveries.ts";
import type { AgentMessage } from "../domain/case/agent-message.ts";
import { OperationError } from "../domain/operation-error.ts";
import { canonicalJson } from "../kit/canonical-json.ts";
import { minuteMs } from "../kit/time-units.ts";
import { createMailFates } from "../pipeline/mail-fates.ts";
import type { DeskStores } from "../stores/open-store.ts";
import { type Api, createApi } from "../web/api/create-api.ts";
import type { Panel } from "../web/panel/create-panel.ts";
import { serve } from "../web/serve.ts";
import { after } from "./after-use.ts";
import { addressOf, denySiteBook } from "./desk-books.ts";
import { purgeDaily, readMail, type Voice } from "./desk-loops.ts";
import { clock, partsOf, sheetOf } from "./desk-parts-of.ts";
import { createInboxReading } from "./inbox-reading.ts";
import { keepPolicyServer } from "./keep-policy-server.ts";
import { openAgent } from "./open-agent.ts";
import { openCrawlers } from "./open-crawlers.ts";
import { openKeptMails } from "./open-kept-mails.ts";
import { type OpenedMailer, openMailer } from "./open-mailer.ts";
import { openPanel } from "./open-panel.ts";
import { openStores } from "./open-stores.ts";

/** A policy other than the one on record is put on record before anything is decided by it. */
const recordPolicy = async ({ store, policy, newId }: DeskParts): Promise<void> => {
  const { version } = policy();
  if ((await store.settings()).policy?.version === version) return;
  const text = canonicalJson(policy());
  await store.commit({ fact: { id: `policy:${newId()}`, at: clock.now(), by: { kind: "desk" }, kind: "policy-changed", version, text } });
};

/** Drift is to be known within a minute. */
const proveEveryMs = 25_000;

/** Desk and agent in one process need no bus. */
const deliverTo =
  (desk: Desk, { takeReading, takeFates }: Pick<IntakeParts, "takeReading" | "takeFates">) =>
  async (messages: readonly AgentMessage[]): Promise<void> => {
    for (const message of messages) {
      if (message.kind === "claim") await desk.takeClaim(message.claim);
      else if (message.kind === "reading") takeReading(message.reading);
      else takeFates(message.fates);
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

interface Opened {
  readonly stores: DeskStores;
  readonly sender: OpenedMailer | null;
}

const start = async (
  config: Config,
  version: string,
  { socket, say, agent: hasAgent }: StartOptions,
  { stores, sender }: Opened,
): Promise<RunningDesk> => {
  const { cases: store, deliveries, tokens, noticeTexts, replies, denyRows: rows } = stores;
  const voice: Voice = { say, onFailure: (error) => say(error instanceof OperationError ? error.message : String(error)) };
  const readings = createLogReadings();
  const fates = createMailFates();
  const told = { takeReading: readings.take, takeFates: fates.take };
  const parts = partsOf(config, stores, { version, sender, readings, fatesOf: fates.fatesOf });
  const desk = await createDesk(parts);
  await recordPolicy(parts);
  // Before anything runs: a config without logs ends it here.
  const crawlers = hasAgent ? openCrawlers(config) : null;
  const heard = { say, onJoined: fates.note, onVisit: crawlers?.seen };
  const agent = hasAgent ? openAgent(config, { ...heard, deliver: (messages) => deliverTo(awake, told)(messages) }) : null;
  const loop = runDesk(desk.workOff, voice.onFailure);
  const awake = after(desk, async () => loop.wake());
  const mail = createInboxReading(openKeptMails(config), replies);
  const intake = createIntake({ ...told, deliveries, store, clock, takeClaim: awake.takeClaim });
  const denyLists = createDenyLists({ ...parts, rows, siteOf: denySiteBook(config), say });
  const prove = async (): Promise<void> => void (await desk.checkStanding());
  const loops = [
    ...[loop, runDesk(intake.goOn, voice.onFailure, minuteMs), runDesk(prove, voice.onFailure, proveEveryMs)],
    ...[readMail(config, parts, mail, voice), purgeDaily(parts, mail.kept, voice), runDesk(denyLists.reconcile, voice.onFailure, minuteMs)],
    ...(hasAgent ? [keepPolicyServer(config, voice)] : []),
    ...(crawlers === null ? [] : [runDesk(crawlers.work, voice.onFailure, minuteMs)]),
  ];
  const stopLoops = async (): Promise<void> => {
    await agent?.stop();
    await Promise.all(loops.map((one) => one.stop()));
  };
  const api = createApi({
    ...{ desk: awake, store, tokens, noticeTexts, mail, clock, version, policy: parts.policy, policySheet: () => sheetOf(config) },
    ...{ denyLists, takeDeliveries: intake.take, onFailure: voice.onFailure },
  });
  const panel = openPanel(config, { ...awake, ...{ store, clock, denyLists, heldMail: parts.heldMail } }, voice.onFailure);
  try {
    const listen = config.web === undefined ? null : addressOf(config.web.listen);
    const { address, close } = await serve(withPanel(api, panel), { listen, socket });
    agent?.start();
    return {
      address,
      stop: async () => {
        await close();
        await Promise.race([stopLoops(), patience()]);
        await closeAll({ stores, sender });
      },
    };
  } catch (cause) {
    await stopLoops();
    throw cause;
  }
};

const closeAll = async ({ stores, sender }: Opened): Promise<void> => {
  sender?.mailer.stop();
  await stores.cases.close();
};

/** Runs the desk: works off what is due, and serves the API over the network and at the socket. */
export const startDesk = async (config: Config, version: string, options: StartOptions): Promise<RunningDesk> => {
  const stores = await openStores(config, (isHeld) => options.say(isHeld ? heldAgain : heldNoMore));
  const opened = { stores, sender: openMailer(config, clock) };
  try {
    return await start(config, version, options, opened);
  } catch (cause) {
    await closeAll(opened);
    throw cause;
  }
};
