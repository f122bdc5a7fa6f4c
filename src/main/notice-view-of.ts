import { hostname } from "node:os";
import type { Config } from "../config.ts";
import type { Case } from "../domain/case/case.ts";
import type { NoticeView } from "../report/notice/notice-view.ts";
import { senderOf } from "./desk-contacts.ts";

/** A notice's view of a case, with what the config says of the operator. */
export const noticeViewOf = (config: Config, one: Case, more: Pick<NoticeView, "tells" | "at" | "contactName" | "others">): NoticeView => {
  const { operator, web, timezone, home, smtp } = config;
  return {
    case: one,
    ...more,
    operator: { name: operator?.name ?? hostname(), contact: operator?.contact ?? senderOf(smtp?.from ?? "").address },
    links: { page: null, genuine: web?.publicUrl === undefined ? null : `${web.publicUrl.replace(/\/$/, "")}/check` },
    timezone: timezone ?? "UTC",
    home: home ?? null,
  };
};
