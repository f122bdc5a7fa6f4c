import { expect, it } from "vitest";
import { countRefused } from "./refused-lines.ts";

it("counts what each containment refused, and nothing that only looks like it", () => {
  const counts = countRefused([
    'shop.example 198.51.100.7 "POST / HTTP/1.1" 403 1499 "f:2026-000001.1.1,w:2026-000002.1.1,"',
    'shop.example 198.51.100.7 "POST / HTTP/1.1" 403 1499 "w:2026-000002.1.1,2026-000003.1.1,"',
    'shop.example 192.0.2.7 "GET / HTTP/1.1" 403 1499 "n:2026-000004.1.1,>2026-000005.1.1,!"',
    'shop.example 192.0.2.7 "GET / HTTP/1.1" 200 1499 "-"',
    'shop.example 192.0.2.7 "GET /?\\"w:2026-000001.1.1,\\" HTTP/1.1" 200 1499 "-"',
    'shop.example 192.0.2.7 "GET / HTTP/1.1" 403 199 "w:no comma"',
  ]);
  expect(Object.fromEntries(counts)).toEqual({
    "2026-000001.1.1": 1,
    "2026-000002.1.1": 2,
    "2026-000003.1.1": 1,
    "2026-000004.1.1": 1,
    "2026-000005.1.1": 1,
  });
});
