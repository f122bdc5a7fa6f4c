import pc from "picocolors";
import type { MailFate } from "../../domain/held-mail.ts";
import { quoted } from "../case-names.ts";
import { tableLines } from "../text-layout.ts";
import type { DeskLayout } from "./case-list-text.ts";
import type { DeskVoice } from "./desk-voice.ts";

/** Mail on hold as the API lists it. */
export interface HeldDocument {
  readonly case: string;
  readonly messages: readonly {
    readonly queueId: string;
    readonly owner: string;
    readonly arrivedAt: string;
    readonly recipients: number;
    readonly recipientDomains: readonly string[];
    readonly fate: MailFate;
  }[];
  readonly summary: {
    readonly count: number;
    readonly from: string | null;
    readonly to: string | null;
    readonly domains: readonly { readonly domain: string; readonly messages: number }[];
    readonly fates: Readonly<Record<MailFate, number>>;
  };
  readonly deletable: { readonly count: number; readonly look: string };
}

const mostDomains = 3;

/** What is on hold, what is known of it, and what a deletion has to carry. */
export const heldText = ({ messages, summary, deletable }: HeldDocument, voice: DeskVoice, { width, color }: DeskLayout): string => {
  const { words, formats, report } = voice;
  const { held } = words;
  if (messages.length === 0) return `${held.none}\n`;
  const rows = messages.map(({ queueId, arrivedAt, recipients, recipientDomains, fate }) => [
    queueId,
    formats.shortTime(arrivedAt),
    held.fates[fate],
    String(recipients),
    quoted(recipientDomains.slice(0, mostDomains).join(", ")) + (recipientDomains.length > mostDomains ? " …" : ""),
  ]);
  const [head = "", ...rest] = tableLines({ heads: [...held.heads], rows, numeric: [3] }, width);
  const { count, from, to, fates } = summary;
  const period = from === null || to === null ? "" : `${formats.time(from)} – ${formats.time(to)}`;
  const kinds = (["caused", "not-caused", "unknown"] as const).map((fate) => `${held.fates[fate]} ${fates[fate]}`).join(report.comma);
  const domains = summary.domains.map(({ domain, messages: of }) => `${quoted(domain)} ${of}`).join(report.comma);
  return [
    ...[pc.createColors(color).bold(head), ...rest, ""],
    ...[held.sum(String(count), period, kinds), domains, held.toDelete(String(deletable.count), deletable.look), ""],
  ].join("\n");
};
