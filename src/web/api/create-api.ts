import { createRoute, OpenAPIHono, type RouteConfig } from "@hono/zod-openapi";
import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { OperationError, operationErrors } from "../../domain/operation-error.ts";
import { accessTable } from "./access.ts";
import { allOperations } from "./all-operations.ts";
import { authenticate } from "./authenticate.ts";
import { type Access, type Caller, mayCall } from "./caller.ts";
import { docsPage, docsPolicy } from "./docs-page.ts";
import { fieldProblems, fieldsText } from "./field-problems.ts";
import { openApiText, routeOf } from "./open-api.ts";
import type { ApiParts, Operation } from "./operation.ts";
import { problemOf, problemResponse } from "./problem.ts";
import { createRateLimit } from "./rate-limit.ts";

export type { ApiParts };

/** The API, to be served by whatever speaks HTTP. */
export interface Api {
  /** For the network: a token opens it. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** For the desk's socket and for commands in this process: whoever comes this way is the operator. */
  readonly fetchLocal: (request: Request) => Promise<Response>;
}

interface Env {
  readonly Bindings: { readonly isLocal: boolean };
  readonly Variables: { caller: Caller };
}

const mebibyte = 1_048_576;

/** A person clicks, a script polls: both stay far below; what loops by mistake does not. */
const requestsPerMinute = 600;

const longestKey = 200;

const authority = (request: string): Readonly<Record<string, string>> => ({
  "www-authenticate": `Bearer realm="sekisho", error="${request}"`,
});

const refuseCaller = (caller: Caller | null, access: Access | undefined): Response =>
  caller === null
    ? problemResponse("token-missing", "this address needs a valid token", { headers: authority("invalid_token") })
    : problemResponse(
        "scope-missing",
        access === "operator" ? "this is done at the desk's socket alone" : `the token lacks the scope ${access ?? "that nobody has"}`,
        { headers: authority("insufficient_scope") },
      );

const createGuard = (parts: ApiParts) => {
  const limit = createRateLimit(requestsPerMinute);
  return (access: Access | undefined): MiddlewareHandler<Env> =>
    async (context, next) => {
      const caller = await authenticate(context.req.raw, context.env.isLocal, parts);
      if (caller === null || !mayCall(caller, access)) return refuseCaller(caller, access);
      const wait = caller.token === null ? null : limit.take(caller.token, parts.clock.now());
      if (wait !== null) {
        const headers = { "retry-after": String(wait) };
        return problemResponse("too-many-requests", `more than ${requestsPerMinute} requests in a minute`, { headers });
      }
      context.set("caller", caller);
      return next();
    };
};

const limitBody = bodyLimit({ maxSize: mebibyte, onError: () => problemResponse("body-too-large", "the body is larger than 1 MiB") });

const handlerOf =
  (parts: ApiParts, { handle }: Operation) =>
  async (context: Context<Env>): Promise<Response> => {
    const valid = (target: "param" | "query" | "json"): never => context.req.valid(target as never);
    const key = context.req.header("idempotency-key") ?? null;
    if (key !== null && !/^[\x21-\x7e]+$/.test(key.slice(0, longestKey + 1)))
      return problemResponse("field-wrong", "Idempotency-Key: printable signs only");
    if (key !== null && key.length > longestKey) return problemResponse("field-wrong", `Idempotency-Key: at most ${longestKey} signs`);
    const call = {
      parts,
      caller: context.get("caller"),
      params: valid("param"),
      query: valid("query"),
      body: valid("json"),
      idempotencyKey: key,
    };
    return context.json((await handle(call)) as object);
  };

const register = (app: OpenAPIHono<Env>, parts: ApiParts): void => {
  const guard = createGuard(parts);
  for (const one of allOperations) {
    const middleware = [guard(accessTable[one.id]), limitBody];
    app.openapi(createRoute({ ...routeOf(one), middleware }) as RouteConfig, handlerOf(parts, one) as never);
  }
};

/** Addresses below `/api/v1` that are none, or take another method: who may not call anything is told nothing of either. */
const registerRest = (app: OpenAPIHono<Env>, parts: ApiParts): void => {
  app.all("/api/v1/*", async (context) => {
    const caller = await authenticate(context.req.raw, context.env.isLocal, parts);
    if (caller === null) return refuseCaller(null, undefined);
    const asked = context.req.path.slice("/api/v1".length);
    const fits = (path: string): boolean => new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(asked);
    const methods = allOperations.filter(({ path }) => fits(path)).map(({ method }) => method.toUpperCase());
    if (methods.length === 0) return problemResponse("address-unknown", `nothing is at ${context.req.path}`);
    const headers = { allow: [...new Set(methods)].join(", ") };
    return problemResponse("method-wrong", `${context.req.method} is not taken here`, { headers });
  });
  app.notFound((context) => problemResponse("address-unknown", `nothing is at ${context.req.path}`));
};

/** Whether the desk lives, and whether it can work: the store answers. */
const registerHealth = (app: OpenAPIHono<Env>, { store }: ApiParts): void => {
  app.get("/healthz", (context) => context.json({ status: "ok" }));
  app.get("/readyz", async (context) => {
    try {
      await store.settings();
      return context.json({ status: "ready" });
    } catch {
      return context.json({ status: "not-ready" }, 503);
    }
  });
};

const unread = (error: HTTPException): Response =>
  error.status === 415
    ? problemResponse("body-unread", "the body is no application/json")
    : problemResponse("field-wrong", "the body is not good JSON", { fields: [{ field: "", message: "not good JSON" }] });

const createApp = (parts: ApiParts): OpenAPIHono<Env> => {
  const app = new OpenAPIHono<Env>({
    defaultHook: (result) => {
      if (result.success) return undefined;
      const fields = fieldProblems(result.error.issues);
      return problemResponse("field-wrong", fieldsText(fields), { fields });
    },
  });
  app.use(async (context, next) => {
    await next();
    context.res.headers.set("x-content-type-options", "nosniff");
    if (!context.res.headers.has("cache-control")) context.res.headers.set("cache-control", "no-store");
  });
  app.onError((error) => {
    if (error instanceof HTTPException) return unread(error);
    if (!(error instanceof OperationError) || operationErrors[error.code].http >= 500) parts.onFailure(error);
    return problemOf(error);
  });
  registerHealth(app, parts);
  register(app, parts);
  const text = openApiText(app, parts.version);
  app.get("/api/v1/openapi.json", (context) => context.body(text, 200, { "content-type": "application/json; charset=utf-8" }));
  const page = docsPage(parts.version);
  app.get("/api/v1/docs", (context) => context.html(page, 200, { "content-security-policy": docsPolicy }));
  registerRest(app, parts);
  return app;
};

/** The desk's use cases over HTTP, as `Request` to `Response`; asks nothing of the network by itself. */
export const createApi = (parts: ApiParts): Api => {
  const app = createApp(parts);
  return {
    fetch: async (request) => app.fetch(request, { isLocal: false }),
    fetchLocal: async (request) => app.fetch(request, { isLocal: true }),
  };
};
