import { hostname } from "node:os";
import type { Config } from "../config.ts";
import type { Case } from "../domain/case/case.ts";
import type { NoticeView } from "../report/notice/notice-view.ts";
import { senderOf } from "./desk-contacts.ts";
import { checkLinkOf } from "./page-links.ts";

/** What a notice is made from besides case and config. `page`: the link to the customer's page. */
type NoticeMore = Pick<NoticeView, "tells" | "at" | "contactName" | "others"> & { readonly page: string | null };

/** A notice's view of a case, with what the config says of the operator. */
export const noticeViewOf = (config: Config, one: Case, { page, ...more }: NoticeMore): NoticeView => {
  const { operator, timezone, home, smtp } = config;
  return {
    case: one,
    ...more,
    operator: { name: operator?.name ?? hostname(), contact: operator?.contact ?? senderOf(smtp?.from ?? "").address },
    links: { page, genuine: checkLinkOf(config) },
    timezone: timezone ?? "UTC",
    home: home ?? null,
  };
};
