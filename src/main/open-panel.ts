import { hostname } from "node:os";
import { noticeLanguages } from "../catalog/index.ts";
import type { Config } from "../config.ts";
import type { Desk } from "../desk/create-desk.ts";
import type { DenyLists } from "../desk/deny-lists.ts";
import type { DeskParts } from "../desk/desk-parts.ts";
import { limitsOfOthers } from "../desk/other-limits.ts";
import type { Case } from "../domain/case/case.ts";
import type { Change } from "../domain/case/notice.ts";
import type { NoticeLanguage } from "../ports/notice-language.ts";
import { createPanel, type Panel } from "../web/panel/create-panel.ts";
import type { OpenedLink } from "../web/panel/panel-parts.ts";
import { senderOf } from "./desk-contacts.ts";
import { noticeViewOf } from "./notice-view-of.ts";
import { letterOfLink, linkKeyOf, publicUrlOf } from "./page-links.ts";

type Stands = Pick<DeskParts, "store" | "clock">;

const prompts: ReadonlySet<string> = new Set(["reminder", "received", "delayed"]);

/** The page follows what was told so far; which of it still holds is seen where it is composed. */
const toldSoFar = ({ notices, untold }: Case): readonly Change[] => {
  const told = [...notices.flatMap(({ tells }) => tells), ...untold].filter((tell): tell is Change => !prompts.has(tell));
  return told.length === 0 ? ["detected"] : told;
};

const openLink =
  (config: Config, { store, clock }: Stands) =>
  async (caseId: string, signature: string): Promise<OpenedLink | null> => {
    const now = clock.now();
    const one = /^[\w-]{1,40}$/.test(caseId) ? await store.caseById(caseId) : null;
    const found = one === null ? null : letterOfLink(config, one, { signature, now });
    if (one === null || found === null) return null;
    const others = await limitsOfOthers(store, one);
    const view = noticeViewOf(config, one, { tells: toldSoFar(one), at: now, contactName: null, others, page: null });
    return { case: one, ...found, view };
  };

const homeFirst = ({ home }: Config): readonly NoticeLanguage[] =>
  noticeLanguages.toSorted((a, b) => Number((b.code === "ja") === (home === "JP")) - Number((a.code === "ja") === (home === "JP")));

/** The customer's pages; null where the config names no address at which customers reach the desk, or no key to sign links with. */
export const openPanel = (
  config: Config,
  parts: Stands &
    Pick<Desk, "takeRemediation" | "listHeld" | "deliverHeld"> & { readonly heldMail: DeskParts["heldMail"] } & {
      readonly denyLists: Pick<DenyLists, "show">;
    },
  onFailure: (error: unknown) => void,
): Panel | null => {
  const [key, base] = [linkKeyOf(config), publicUrlOf(config)];
  const [first, ...others] = homeFirst(config);
  if (key === null || base === null || first === undefined) return null;
  const { operator, smtp, timezone } = config;
  return createPanel({
    ...{ clock: parts.clock, languages: [first, ...others], timezone: timezone ?? "UTC", host: `${base}/`, key, onFailure },
    operator: { name: operator?.name ?? hostname(), contact: operator?.contact ?? senderOf(smtp?.from ?? "").address },
    openLink: openLink(config, parts),
    caseById: parts.store.caseById,
    denyListOf: async (site) => {
      const listed = await parts.denyLists.show(site);
      return listed.kind === "listed" ? listed.list : null;
    },
    takeRemediation: parts.takeRemediation,
    heldOf: async (caseId) => {
      if (parts.heldMail === undefined || parts.heldMail === null) return null;
      const listed = await parts.listHeld({ caseId, queueIds: null });
      return listed.kind === "listed" ? listed.summary : null;
    },
    deliverOwn: (caseId, by) => parts.deliverHeld({ caseId, queueIds: null, by, reason: "their own mail, asked for on their page" }),
  });
};
