import { describe, expect, it } from "vitest";
import { endpointOf } from "../../test/event-builders.ts";
import { mayBeForm } from "./form-endpoint.ts";

describe("an endpoint", () => {
  it.each([
    "/contact/",
    "/",
    "/index.php",
    "/wp-json/contact-form-7/v1/contact-forms/5/feedback",
    "/cgi-bin/mail.cgi",
    "/wp-admin/admin-ajax.php",
  ])("may be a form: %s", (path) => {
    expect(mayBeForm(endpointOf(0, path))).toBe(true);
  });

  it.each([
    "/wp-login.php",
    "/blog/xmlrpc.php",
    "/wp-comments-post.php",
    "/wp-cron.php",
    "/administrator/index.php",
    "/2026/03/post/trackback/",
  ])("is another class's program and no form: %s", (path) => {
    expect(mayBeForm(endpointOf(0, path))).toBe(false);
  });

  it.each(["/wc-api/gateway/", "/payments/ipn.php", "/webhook", "/stripe/web-hooks/", "/paypal_ipn"])(
    "takes other servers' reports and is no form: %s",
    (path) => {
      expect(mayBeForm(endpointOf(0, path))).toBe(false);
    },
  );

  it.each(["/shipning/", "/wc-apiary/", "/equipnment/"])("may be a form though its name holds a callback's letters: %s", (path) => {
    expect(mayBeForm(endpointOf(0, path))).toBe(true);
  });
});
