import { createMemoryEnforcer } from "../src/catalog/enforcers/memory.ts";
import { loadPolicy } from "../src/config/load-policy.ts";
import { createDesk } from "../src/desk/create-desk.ts";
import { createDenyLists } from "../src/desk/deny-lists.ts";
import type { DeskParts } from "../src/desk/desk-parts.ts";
import { createIntake } from "../src/desk/take-deliveries.ts";
import type { Scope } from "../src/domain/access/scope.ts";
import type { LogReading } from "../src/domain/case/agent-message.ts";
import type { ClaimedAbuse } from "../src/domain/case/claimed-abuse.ts";
import { createSetClock } from "../src/kit/clock.ts";
import { createMailFates } from "../src/pipeline/mail-fates.ts";
import { openDeskStores } from "../src/stores/open-store.ts";
import { createApi } from "../src/web/api/create-api.ts";
import { makeTokenText } from "../src/web/api/token-text.ts";
import { monday, someClaim } from "./case-builder.ts";
import { createMemoryHeldMail, heldMessage } from "./memory-held-mail.ts";
import { createMemoryMails } from "./memory-mails.ts";
import { policyOf } from "./policy-builder.ts";

/** A claim as JSON has it. */
export const claimJson = (part: Partial<ClaimedAbuse> = {}): object => {
  const claim = someClaim(part);
  const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return { ...claim, firstSeen: iso(claim.firstSeen), lastSeen: iso(claim.lastSeen), lastHarmAt: iso(claim.lastHarmAt) };
};

/** A desk in memory that acts on everything, with an enforcer in memory, and its API. */
export const openDeskLab = async (parts: Partial<DeskParts> = {}) => {
  const { cases: store, tokens, noticeTexts, deliveries, denyRows: rows } = await openDeskStores("sqlite::memory:");
  const clock = createSetClock(monday);
  const policy = policyOf({
    acting: [{ class: "form-relay", server: null, mode: "act", by: "sato", reason: "tried out" }],
    caps: { perServerHour: 100, perFleetTenMinutes: 100 },
  });
  let made = 0;
  const fates = createMailFates();
  const deskParts: DeskParts = {
    fatesOf: fates.fatesOf,
    ...{ store, clock, policy: () => policy, hasContact: () => true, enforcers: [createMemoryEnforcer()], checks: [] },
    sightOf: async () => ({ lastHarmAt: null, mailReadTo: null, accessReadTo: null }),
    askSite: async () => ({ why: "nobody is asked here" }),
    deliver: async () => ({ kind: "sent", detail: "250 ok" }),
    callStaff: async () => "told",
    heldMail: createMemoryHeldMail(["ODD001", "ODD002"].map((id) => heldMessage(id))).port,
    newId: () => `id-${++made}`,
    ...parts,
  };
  const desk = await createDesk(deskParts);
  const readings: LogReading[] = [];
  const { takeClaim } = desk;
  const takeReading = (reading: LogReading) => readings.push(reading);
  const intake = createIntake({ deliveries, store, clock, takeClaim, takeReading, takeFates: fates.take });
  const kept = createMemoryMails();
  const failures: unknown[] = [];
  const api = createApi({
    desk,
    takeDeliveries: intake.take,
    denyLists: createDenyLists({
      ...{ ...deskParts, rows, say: () => {} },
      siteOf: (name) => (name === "shop.example" ? { domain: name, own: ["203.0.113.5"], proxies: [] } : null),
    }),
    store,
    ...{ tokens, noticeTexts },
    policy: deskParts.policy,
    policySheet: () => loadPolicy(null, "Asia/Tokyo"),
    clock,
    mail: { kept, taken: () => ({ answered: 2 }) },
    version: "0.0.0",
    onFailure: (error) => failures.push(error),
  });

  const request = (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Request =>
    new Request(`http://desk.example${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
  const readAnswer = async (response: Response) => {
    const text = await response.text();
    // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every shape
    const json: any = /json/.test(response.headers.get("content-type") ?? "") ? JSON.parse(text) : null;
    return { status: response.status, headers: response.headers, text, json };
  };
  return {
    ...{ desk, store, tokens, kept, clock, api, request, failures, intake, readings, deliveries },
    /** As the operator at the socket. */
    local: async (method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>) =>
      readAnswer(await api.fetchLocal(request(method, path, body, { "sekisho-person": "sato", ...headers }))),
    /** Over the network. */
    remote: async (token: string | null, method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>) =>
      readAnswer(
        await api.fetch(request(method, path, body, { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...headers })),
      ),
    makeToken: async (name: string, scopes: readonly Scope[], days = 1): Promise<string> => {
      const { id, text, digest } = makeTokenText();
      const now = clock.now();
      await tokens.create(
        { id, name, scopes, createdBy: "test", createdAt: now, expiresAt: now + days * 86_400_000, revokedAt: null },
        digest,
      );
      return text;
    },
  };
};

/** What {@link openDeskLab} gives. */
export type DeskLab = Awaited<ReturnType<typeof openDeskLab>>;
