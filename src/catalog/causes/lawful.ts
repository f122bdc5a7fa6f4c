import { endpointName, endpointShares, explainedBy, noEndpoint } from "../../domain/cause-parts.ts";
import type { Detection, EndpointTrail } from "../../domain/detection.ts";
import type { CauseReport } from "../../domain/scan-report.ts";
import type { CauseFinder } from "../../ports/cause-finder.ts";

/** Where mail came from that is nobody's abuse: the plugin that sent it where a log names its file, else nothing that had to be closed. */

const classes: readonly Detection["class"][] = ["newsletter", "order-surge", "mail-loop"];

const sureness = { plugin: 0.95, pages: 0.9, none: 0.8 } as const;

const pluginFolder = /\/wp-content\/(?:mu-)?plugins\/[^/]+\//;

/** The file of a plugin of WordPress that sent the mail: from a log, or as the address that was asked for. */
const pluginOf = ({ file, causeKind, causeName }: Detection): { readonly file: string | null; readonly path: string | null } | null => {
  if (file !== null && pluginFolder.test(file)) return { file, path: null };
  return causeKind === "script" && file === null && pluginFolder.test(causeName) ? { file: null, path: causeName } : null;
};

const byMail = (a: EndpointTrail, b: EndpointTrail): number => b.waveMessages - a.waveMessages || b.waveRequests - a.waveRequests;

const find = (detection: Detection): CauseReport | null => {
  if (!classes.includes(detection.class)) return null;
  const plugin = pluginOf(detection);
  const wave = detection.trails.filter(({ waveRequests }) => waveRequests > 0).sort(byMail);
  const [top] = wave;
  const endpoint = top === undefined ? noEndpoint : { ...endpointName(top), endpoints: endpointShares(wave) };
  return {
    layer: plugin === null ? "none" : "plugin",
    ...endpoint,
    ...(plugin?.path == null ? {} : { path: plugin.path }),
    file: plugin?.file ?? null,
    mailbox: detection.causeKind === "forward" ? detection.mailbox : null,
    confidence: plugin !== null ? sureness.plugin : top === undefined ? sureness.none : sureness.pages,
    explains: explainedBy(detection, null),
    alternatives: [],
  };
};

export const lawfulCause: CauseFinder = { name: "lawful", find };
