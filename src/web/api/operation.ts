import type { z } from "@hono/zod-openapi";
import type { Desk } from "../../desk/create-desk.ts";
import type { DenyLists } from "../../desk/deny-lists.ts";
import type { Intake } from "../../desk/take-deliveries.ts";
import type { Policy } from "../../domain/policy/policy.ts";
import type { PolicySheet } from "../../domain/policy/policy-sheet.ts";
import type { Clock } from "../../kit/clock.ts";
import type { CaseStore } from "../../ports/case-store.ts";
import type { InboxCounts, KeptMails } from "../../ports/kept-mails.ts";
import type { NoticeTexts } from "../../ports/notice-texts.ts";
import type { TokenStore } from "../../ports/token-store.ts";
import type { OperationId } from "./access.ts";
import type { Caller } from "./caller.ts";

/** What the API stands on. */
export interface ApiParts {
  readonly desk: Desk;
  readonly denyLists: Omit<DenyLists, "reconcile">;
  readonly takeDeliveries: Intake["take"];
  readonly store: CaseStore;
  readonly tokens: TokenStore;
  readonly noticeTexts: NoticeTexts;
  readonly policy: () => Policy;
  /** The same policy with the reason of each value; null where it came from no file. */
  readonly policySheet: () => PolicySheet | null;
  readonly clock: Clock;
  /** Mail that waits for a person, and what became of the rest since the desk started. */
  readonly mail: { readonly kept: KeptMails; readonly taken: () => InboxCounts };
  readonly version: string;
  /** Told of what went wrong and is no answer of the world: a mistake of ours. */
  readonly onFailure: (error: unknown) => void;
}

/** One call, checked: who calls may, and what came fits the schemas. */
export interface Call<Params, Query, Body> {
  readonly parts: ApiParts;
  readonly caller: Caller;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Client's key against doing something twice; null without one. */
  readonly idempotencyKey: string | null;
}

type Shape = z.ZodObject | undefined;
type Read<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

interface Described {
  readonly id: OperationId;
  readonly method: "get" | "post" | "delete";
  /** Below `/api/v1`, with `{name}` for what varies. */
  readonly path: string;
  readonly group: string;
  readonly summary: string;
  readonly answer: z.ZodType;
}

/** One address and method of the API, with the schemas that its text in OpenAPI is made from. */
export interface Operation extends Described {
  readonly params?: z.ZodObject | undefined;
  readonly query?: z.ZodObject | undefined;
  readonly body?: z.ZodType | undefined;
  readonly handle: (call: Call<never, never, never>) => Promise<unknown>;
}

/** Ties the types of an operation's schemas to what its `handle` is given. */
export const operation = <
  Params extends Shape = undefined,
  Query extends Shape = undefined,
  Body extends z.ZodType | undefined = undefined,
>(
  given: Described & {
    readonly params?: Params;
    readonly query?: Query;
    readonly body?: Body;
    readonly handle: (call: Call<Read<Params>, Read<Query>, Read<Body>>) => Promise<unknown>;
  },
): Operation => given;
