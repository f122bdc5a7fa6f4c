import { createHash } from "node:crypto";
import { join } from "node:path";
import type { OperationId } from "../src/web/api/access.ts";
import { monday } from "./case-builder.ts";
import { claimJson, type openDeskLab } from "./desk-lab.ts";

type Lab = Awaited<ReturnType<typeof openDeskLab>>;
type Contained = (part?: Parameters<typeof claimJson>[0]) => Promise<string>;

interface GoodCall {
  readonly id: OperationId;
  readonly path: string;
  readonly body?: unknown;
}

/** What the list would give of one message. */
const lookOf = (id: string): string => `1-${createHash("sha256").update(id).digest("hex").slice(0, 8)}`;

/** One good call of each operation; run in this order on one desk, each is answered with 200. */
export const goodCalls = async (lab: Lab, contained: Contained, dir: string): Promise<readonly GoodCall[]> => {
  const id = await contained();
  const other = await contained({ key: "other", site: "other.example" });
  const third = await contained({ key: "third" });
  const token = await lab.makeToken("x", ["read"]);
  const waiting = "a".repeat(32);
  const added = await lab.local("POST", "/api/v1/sites/shop.example/deny-list", { network: "198.51.100.7" });
  const denied = added.json.rows.find(({ kind }: { readonly kind: string }) => kind === "own").id;
  await lab.kept.keep({ id: waiting, reason: "unreadable", at: 1_000, size: 1 }, Buffer.from("x"));
  return [
    { id: "listCases", path: "/cases?state=open,notified,contained&order=due&limit=2" },
    { id: "showCase", path: `/cases/${id}` },
    { id: "showTimeline", path: `/cases/${id}/timeline` },
    { id: "showNotices", path: `/cases/${id}/notices` },
    { id: "showFacts", path: `/cases/${id}/facts` },
    {
      id: "answer",
      path: `/cases/${id}/remediation`,
      body: { answers: [{ requirement: "harm-stopped", claim: "done", text: "page deleted" }] },
    },
    { id: "verify", path: `/cases/${id}/verification` },
    {
      id: "decide",
      path: `/cases/${id}/decisions`,
      body: { verb: "attest", requirement: "harm-stopped", proof: "looked at the log", reason: "seen" },
    },
    {
      id: "contain",
      path: "/containments",
      body: { of: { case: third }, measure: "hold-mail", target: { account: "u10123" }, reason: "the mail goes on" },
    },
    {
      id: "rehearseMeasure",
      path: "/containments/rehearsal",
      body: { of: { case: third }, measure: "hold-mail", target: { account: "u10123" } },
    },
    { id: "proveContainments", path: "/containments/proofs" },
    { id: "listContainments", path: "/containments?site=shop.example" },
    { id: "listHeld", path: `/held?case=${third}` },
    { id: "deliverHeld", path: "/held/deliveries", body: { ids: ["ODD001"], case: third, reason: "the customer's own" } },
    {
      id: "deleteHeld",
      path: "/held/deletions",
      body: { case: third, ids: ["ODD002"], look: lookOf("ODD002"), reason: "nobody's" },
    },
    { id: "showDenyList", path: "/sites/shop.example/deny-list" },
    { id: "addDenyRow", path: "/sites/shop.example/deny-list", body: { network: "192.0.2.0/24", note: "spam" } },
    { id: "removeDenyRow", path: `/sites/shop.example/deny-list/${denied}` },
    { id: "release", path: "/releases", body: { of: { case: other }, reason: "the page is gone", second: "kato" } },
    { id: "undo", path: "/undo", body: { since: new Date(monday - 1).toISOString(), reason: "a wrong threshold", second: "kato" } },
    { id: "showDesk", path: "/desk" },
    { id: "pause", path: "/desk/pause", body: { reason: "to look" } },
    { id: "resume", path: "/desk/resume", body: { reason: "looked" } },
    { id: "showPolicy", path: "/policy" },
    { id: "takeClaim", path: "/claims", body: claimJson({ key: "fourth" }) },
    {
      id: "takeDeliveries",
      path: "/deliveries",
      body: {
        source: "sv1-spool",
        messages: [
          { sequence: 1, kind: "claim", claim: claimJson({ key: "fifth" }) },
          { sequence: 2, kind: "reading", reading: { host: "sv1", mailReadTo: new Date(monday).toISOString(), accessReadTo: null } },
        ],
      },
    },
    { id: "listMail", path: "/mail" },
    { id: "showMail", path: `/mail/${waiting}` },
    { id: "deleteMail", path: `/mail/${waiting}` },
    { id: "verifyAudit", path: "/audit/verification" },
    { id: "listFacts", path: "/audit/facts?from=2&limit=3" },
    { id: "listDeadEffects", path: "/dead-effects" },
    { id: "requeueEffect", path: `/dead-effects/${third}.nothing/requeue` },
    { id: "backUp", path: "/backups", body: { file: join(dir, "copy.db") } },
    { id: "listTokens", path: "/tokens" },
    { id: "createToken", path: "/tokens", body: { name: "sato", scopes: ["read"], days: 3 } },
    { id: "revokeToken", path: `/tokens/${token.split("_")[1]}` },
  ];
};
