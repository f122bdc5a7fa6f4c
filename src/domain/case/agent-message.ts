import type { ClaimedAbuse } from "./claimed-abuse.ts";

/** How far an agent has read the logs of one server. Event times, epoch ms; null = no such log is read. */
export interface LogReading {
  readonly host: string;
  readonly mailReadTo: number | null;
  readonly accessReadTo: number | null;
}

/** What an agent tells the desk. */
export type AgentMessage =
  | { readonly kind: "claim"; readonly claim: ClaimedAbuse }
  | { readonly kind: "reading"; readonly reading: LogReading };
