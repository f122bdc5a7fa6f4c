import { createHash } from "node:crypto";
import { z } from "@hono/zod-openapi";
import { accessTable } from "./access.ts";
import { allOperations } from "./all-operations.ts";
import type { Operation } from "./operation.ts";

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1d21;background:#fff}
h2{margin-top:2.5rem;border-bottom:1px solid #ccd}article{margin:1rem 0;padding:.75rem 1rem;border:1px solid #ccd;border-radius:6px}
code,pre{font:14px/1.45 ui-monospace,monospace}pre{overflow:auto;background:#f4f5f8;padding:.75rem;border-radius:4px}
.m{display:inline-block;min-width:4.5em;font-weight:700}.s{color:#555}p{margin:.25rem 0}
@media(prefers-color-scheme:dark){body{color:#e6e8ec;background:#14171b}pre{background:#1e2229}.s{color:#aab}article,h2{border-color:#394150}a{color:#8ab4ff}}`;

/** The page loads nothing and runs nothing. */
export const docsPolicy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const schemaText = (schema: z.ZodType, io: "input" | "output"): string =>
  JSON.stringify(
    z.toJSONSchema(schema, { io, unrepresentable: "any", reused: "inline" }),
    (key, value) => (key === "$schema" ? undefined : value),
    2,
  );

const details = (title: string, schema: z.ZodType | undefined, io: "input" | "output"): string =>
  schema === undefined ? "" : `<details><summary>${title}</summary><pre>${escaped(schemaText(schema, io))}</pre></details>`;

const operationHtml = (one: Operation): string => {
  const access = accessTable[one.id];
  const needs = access === "operator" ? "only at the desk's socket" : `scope <code>${access}</code>`;
  return `<article id="${one.id}"><p><code><span class="m">${one.method.toUpperCase()}</span>/api/v1${escaped(one.path)}</code></p>
<p>${escaped(one.summary)}.</p><p class="s">${needs}</p>${details("Query", one.query, "input")}${details("Body", one.body, "input")}${details("Answer", one.answer, "output")}</article>`;
};

/** A page that tells every operation; needs no network and no script. */
export const docsPage = (version: string): string => {
  const groups = [...new Set(allOperations.map(({ group }) => group))];
  const sections = groups.map(
    (group) =>
      `<h2>${group}</h2>${allOperations
        .filter((one) => one.group === group)
        .map(operationHtml)
        .join("\n")}`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sekisho API</title><style>${style}</style></head>
<body><h1>Sekisho API ${escaped(version)}</h1>
<p>Send <code>Authorization: Bearer TOKEN</code>; <code>sekisho token create</code> makes one. Problems come as <code>application/problem+json</code> with a <code>code</code> and a <code>hint</code>. The same for programs: <a href="/api/v1/openapi.json">openapi.json</a>.</p>
${sections.join("\n")}</body></html>`;
};
