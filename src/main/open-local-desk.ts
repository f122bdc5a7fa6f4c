import type { LocalDesk } from "../cli/desk-client.ts";
import type { Config } from "../config.ts";
import { createDesk } from "../desk/create-desk.ts";
import { createDenyLists } from "../desk/deny-lists.ts";
import { createLogReadings } from "../desk/log-readings.ts";
import { createIntake } from "../desk/take-deliveries.ts";
import { OperationError } from "../domain/operation-error.ts";
import { createMailFates } from "../pipeline/mail-fates.ts";
import { createApi } from "../web/api/create-api.ts";
import { after } from "./after-use.ts";
import { denySiteBook } from "./desk-books.ts";
import { clock, partsOf, sheetOf } from "./desk-parts-of.ts";
import { openLocalEnforcers } from "./open-enforcers.ts";
import { openKeptMails } from "./open-kept-mails.ts";
import { openMailer } from "./open-mailer.ts";
import { openStores } from "./open-stores.ts";

/** Opens the desk for one command, while none runs: what is decided is carried out at once, and nothing else. */
export const openLocalDesk = async (config: Config, version: string): Promise<LocalDesk> => {
  const stores = await openStores(config);
  const sender = openMailer(config, clock);
  const readings = createLogReadings();
  const local = await openLocalEnforcers(config);
  const fates = createMailFates();
  const parts = { ...partsOf(config, stores, { version, sender, readings, fatesOf: fates.fatesOf }), ...local };
  const desk = await createDesk(parts);
  const atOnce = after(desk, async (caseIds) => {
    for (const caseId of caseIds) await desk.workOffCase(caseId);
  });
  let failure: unknown = null;
  const { cases: store, deliveries, tokens, noticeTexts, denyRows: rows } = stores;
  const told = { takeReading: readings.take, takeFates: fates.take };
  const intake = createIntake({ ...told, deliveries, store, clock, takeClaim: atOnce.takeClaim });
  const { fetchLocal } = createApi({
    ...{ desk: atOnce, store, tokens, noticeTexts, clock, version, policy: parts.policy, policySheet: () => sheetOf(config) },
    takeDeliveries: intake.take,
    // What the server does not take stands in the answer; nobody else listens here.
    denyLists: createDenyLists({ ...parts, rows, siteOf: denySiteBook(config), say: () => {} }),
    mail: { kept: openKeptMails(config), taken: () => ({}) },
    onFailure: (error) => {
      failure = error;
    },
  });
  return {
    fetch: async (request) => {
      const answer = await fetchLocal(request);
      if (failure !== null && !(failure instanceof OperationError)) throw failure;
      return answer;
    },
    // A connection that is kept for the next letter would keep the process for half a minute.
    close: async () => {
      sender?.mailer.stop();
      await store.close();
    },
  };
};
