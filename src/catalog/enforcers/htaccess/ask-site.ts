import { randomBytes } from "node:crypto";
import type { ServerAnswer, ServerRequest } from "../../../kit/ask-server.ts";
import { answerHost } from "./block-text.ts";
import type { HtaccessConfig, HtaccessEndpoint, HtaccessSite } from "./htaccess-config.ts";

export type Ask = (request: ServerRequest) => Promise<ServerAnswer>;

/** A request as a visitor from that address would send it, answered by the block alone. */
export interface Question {
  readonly endpoint: HtaccessEndpoint;
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly from: string;
}

/** What came back: from the block, with the containments that refuse; or from something else. */
export type Heard =
  | { readonly by: "block"; readonly ids: readonly string[] }
  | { readonly by: "other"; readonly status: number; readonly isSentToTls: boolean }
  | { readonly by: "nobody"; readonly why: string };

export const endpointsOf = ({ endpoints }: HtaccessConfig, site: HtaccessSite): readonly HtaccessEndpoint[] => site.endpoints ?? endpoints;
export const placeName = ({ address, port }: HtaccessEndpoint): string => `${address}:${port}`;
/** An address of the site that leads to nothing. */
export const nowhere = (folder = "/"): string => `${folder}sekisho-probe-${randomBytes(8).toString("hex")}`;

const idsPrefix = `https://${answerHost}/?ids=`;
const redirects: readonly number[] = [301, 302, 303, 307, 308];
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const askBlock = async (ask: Ask, { endpoint, host, method, path, from }: Question): Promise<Heard> => {
  try {
    const { status, headers } = await ask({ ...endpoint, host, method, path, headers: { "Sekisho-Probe": from } });
    const location = String(headers.location ?? "");
    if (location.startsWith(idsPrefix)) {
      const ids = decodeURIComponent(location.slice(idsPrefix.length));
      return { by: "block", ids: ids.split(/[a-z]:|,/).filter((id) => id !== "") };
    }
    return { by: "other", status, isSentToTls: !endpoint.isTls && redirects.includes(status) && location.startsWith("https://") };
  } catch (error) {
    return { by: "nobody", why: messageOf(error) };
  }
};

/** The status of a plain request; null where nobody answers. */
export const statusOf = async (ask: Ask, { endpoint, host, method, path }: Omit<Question, "from">): Promise<number | null> => {
  try {
    return (await ask({ ...endpoint, host, method, path, headers: {} })).status;
  } catch {
    return null;
  }
};
