import { z } from "@hono/zod-openapi";
import { scopes } from "../../../domain/access/scope.ts";
import { isTokenValid, type Token } from "../../../domain/access/token.ts";
import { dayMs } from "../../../kit/time-units.ts";
import { type Operation, operation } from "../operation.ts";
import { unknownId } from "../outcomes.ts";
import { momentSchema } from "../schemas/claim-schema.ts";
import { makeTokenText } from "../token-text.ts";

const tokenSchema = z
  .object({
    ...{ id: z.string(), name: z.string(), scopes: z.array(z.enum(scopes)), valid: z.boolean(), createdBy: z.string() },
    ...{ createdAt: momentSchema, expiresAt: momentSchema, revokedAt: momentSchema.nullable() },
  })
  .openapi("Token");

const iso = (at: number): string => new Date(at).toISOString();

const tokenDocument = (token: Token, now: number) => ({
  ...{ id: token.id, name: token.name, scopes: token.scopes, valid: isTokenValid(token, now), createdBy: token.createdBy },
  ...{
    createdAt: iso(token.createdAt),
    expiresAt: iso(token.expiresAt),
    revokedAt: token.revokedAt === null ? null : iso(token.revokedAt),
  },
});

const listTokens = operation({
  ...{ id: "listTokens", method: "get", path: "/tokens", group: "Tokens", summary: "List tokens, without their secrets" },
  answer: z.object({ tokens: z.array(tokenSchema) }),
  handle: async ({ parts }) => {
    const now = parts.clock.now();
    return { tokens: (await parts.tokens.list()).map((token) => tokenDocument(token, now)) };
  },
});

const createToken = operation({
  ...{ id: "createToken", method: "post", path: "/tokens", group: "Tokens", summary: "Make a token; its text is shown this once" },
  body: z.strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .regex(/^\P{C}*$/u)
      .openapi({ description: "Whose it is; decisions are recorded under this name." }),
    scopes: z
      .array(z.enum(scopes))
      .min(1)
      .max(scopes.length)
      .transform((given) => [...new Set(given)]),
    days: z.int().min(1).max(366).default(90).openapi({ description: "After so many days it opens nothing any more." }),
  }),
  answer: z.object({ token: tokenSchema, text: z.string() }),
  handle: async ({ parts, caller, body }) => {
    const now = parts.clock.now();
    const { id, text, digest } = makeTokenText();
    const token: Token = {
      ...{ id, name: body.name, scopes: body.scopes, createdBy: caller.name },
      ...{ createdAt: now, expiresAt: now + body.days * dayMs, revokedAt: null },
    };
    await parts.tokens.create(token, digest);
    return { token: tokenDocument(token, now), text };
  },
});

const revokeToken = operation({
  ...{ id: "revokeToken", method: "delete", path: "/tokens/{id}", group: "Tokens", summary: "Revoke a token at once" },
  params: z.strictObject({ id: z.string().min(1).max(100) }),
  answer: z.object({ revoked: z.literal(true) }),
  handle: async ({ parts, caller, params }) => {
    const by = { kind: "person", name: caller.name } as const;
    if (!(await parts.tokens.revoke(params.id, { at: parts.clock.now(), by }))) throw unknownId("valid token", params.id);
    return { revoked: true };
  },
});

/** Tokens for this API. */
export const tokens: readonly Operation[] = [listTokens, createToken, revokeToken];
