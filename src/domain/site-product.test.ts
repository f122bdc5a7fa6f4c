import { describe, expect, it } from "vitest";
import type { CauseReport } from "./scan-report.ts";
import { type SiteProduct, siteProduct } from "./site-product.ts";

const cause = (path: string | null, query: string | null = null, more: Partial<CauseReport> = {}) => ({
  path,
  query,
  file: null,
  endpoints: [],
  ...more,
});

describe("siteProduct", () => {
  const told: readonly (readonly [SiteProduct, ReturnType<typeof cause>])[] = [
    ["contact-form-7", cause("/wp-json/contact-form-7/v1/contact-forms/6/feedback")],
    ["newsletter-plugin", cause("/", "na=s")],
    ["wordpress-registration", cause("/wp-login.php", "action=register")],
    ["wordpress-comments", cause("/wp-comments-post.php")],
    ["wordpress-login", cause("/blog/xmlrpc.php")],
    ["wordpress-login", cause("/wp-login.php", "action=lostpassword")],
    ["wordpress", cause("/wp-content/uploads/x.php")],
    ["wordpress", cause(null, null, { file: "/home/u1/s.example/wp-content/plugins/x/y.php" })],
    ["other", cause("/contact/")],
    ["other", cause(null)],
  ];

  it.each(told)("tells %s by its addresses", (product, from) => {
    expect(siteProduct(from)).toBe(product);
  });

  it("takes the second address of a form, which its program named, over the page, which the owner named", () => {
    const endpoints = [
      { method: "POST", path: "/contact/", query: null, requests: 9, messages: 9 },
      { method: "POST", path: "/wp-json/contact-form-7/v1/contact-forms/6/feedback", query: null, requests: 1, messages: 1 },
    ];
    expect(siteProduct(cause("/contact/", null, { endpoints }))).toBe("contact-form-7");
  });
});
