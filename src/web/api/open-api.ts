import { type OpenAPIHono, type RouteConfig, z } from "@hono/zod-openapi";
import { operationErrors } from "../../domain/operation-error.ts";
import { accessTable } from "./access.ts";
import type { Operation } from "./operation.ts";

const problemSchema = z
  .object({
    ...{ type: z.string(), title: z.string(), status: z.int(), detail: z.string() },
    code: z.enum(Object.keys(operationErrors) as [keyof typeof operationErrors]).openapi({ description: "What programs go by." }),
    hint: z.string().openapi({ description: "The next step to take." }),
    why: z.string().optional().openapi({ description: "Why a decision was refused." }),
    fields: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  })
  .openapi("Problem", { description: "RFC 9457." });

const problem = (description: string) => ({ description, content: { "application/problem+json": { schema: problemSchema } } });

const json = (schema: z.ZodType) => ({ "application/json": { schema } });

const headersSchema = z.object({
  "Idempotency-Key": z.string().max(200).optional().openapi({
    description:
      "The same request with the same key does nothing a second time and gets the same outcome, a refusal too. The key with another request is refused (422, `key-reused`).",
  }),
});

/** Operations that take a key against being done twice. */
const takesKey = new Set<Operation["id"]>(["decide", "answer"]);

const answersOf = ({ params, query, body, answer, method }: Operation): RouteConfig["responses"] => ({
  200: { description: "Done", content: json(answer) },
  401: problem("No valid token"),
  403: problem("The token lacks the scope"),
  ...(params === undefined ? {} : { 404: problem("There is no such thing") }),
  ...(method === "post" ? { 409: problem("Refused: nothing was changed, `why` says why") } : {}),
  ...(params === undefined && query === undefined && body === undefined ? {} : { 422: problem("A field is wrong") }),
  429: problem("Too many requests; see Retry-After"),
});

/** An operation as a route of OpenAPI. */
export const routeOf = (one: Operation): RouteConfig => {
  const { id, method, path, group, summary, params, query, body } = one;
  const access = accessTable[id];
  return {
    ...{ operationId: id, method, path: `/api/v1${path}`, tags: [group], summary, responses: answersOf(one) },
    description: access === "operator" ? "Only at the desk's socket." : `Needs the scope \`${access}\`.`,
    security: access === "operator" ? [] : [{ token: [access] }],
    request: {
      ...(params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { query }),
      ...(takesKey.has(id) ? { headers: headersSchema } : {}),
      ...(body === undefined ? {} : { body: { required: true, content: json(body) } }),
    },
  };
};

/** The OpenAPI document of all that was registered. */
export const openApiText = (app: Pick<OpenAPIHono, "openAPIRegistry" | "getOpenAPI31Document">, version: string): string => {
  app.openAPIRegistry.registerComponent("securitySchemes", "token", {
    ...{ type: "http", scheme: "bearer", description: "Made by `sekisho token create`. At the desk's socket none is needed." },
  });
  const info = {
    title: "Sekisho desk",
    version,
    description: "Cases, decisions and containments of an abuse desk.",
    license: { name: "Apache-2.0" },
  };
  return JSON.stringify(app.getOpenAPI31Document({ openapi: "3.1.0", info }), null, 2);
};
