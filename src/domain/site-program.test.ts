import { describe, expect, it } from "vitest";
import { adminAction, loginOutcome, siteProgram } from "./site-program.ts";

const at = (target: string) => {
  const [path, query] = target.split("?") as [string, string | undefined];
  return { path, query: query ?? null };
};

describe("what stands behind an address", () => {
  it.each([
    "/wp-login.php",
    "/blog/wp-login.php",
    "/administrator/index.php",
    "/administrator/",
    "/user/login",
    "/login/index.php",
    "/phpmyadmin/index.php",
    "/admin/index.php",
    "/admin123/login.php",
    "/login",
    "/users/signin",
    "/member/login.cgi",
    "/api/v1/auth/login",
    "/my-account/",
    "/wp-admin/admin-ajax.php?action=ajax_login",
    "/index.php?task=user.login",
    "/ucp.php?mode=login",
    "/index.php?route=account/login",
  ])("takes passwords: %s", (target) => expect(siteProgram(at(target))).toBe("login"));

  it("takes passwords with every call: xmlrpc.php", () => expect(siteProgram(at("/wp/xmlrpc.php"))).toBe("remote-call"));

  it.each([
    "/wp-login.php?action=lostpassword",
    "/my-account/lost-password/",
    "/password/reset",
    "/password/email",
    "/user/password",
    "/forgot-password",
    "/forgot",
    "/accounts/password_reset/",
    "/login/forgot_password.php",
    "/index.php?task=reset.request",
    "/ucp.php?mode=sendpassword",
  ])("mails a new password: %s", (target) => expect(siteProgram(at(target))).toBe("reset"));

  it.each([
    "/wp-comments-post.php",
    "/comment/reply/12",
    "/2026/03/post/trackback/",
    "/wp-json/wp/v2/comments",
    "/index.php?rest_route=/wp/v2/comments",
    "/guestbook.php",
    "/cgi-bin/bbs/bbs.cgi",
    "/cgi-bin/mt-comments.cgi",
  ])("takes what visitors write: %s", (target) => expect(siteProgram(at(target))).toBe("comments"));

  it.each([
    "/contact/",
    "/",
    "/catalogin/",
    "/join_form",
    "/wp-json/contact-form-7/v1/contact-forms/5/feedback",
    "/blogin-tips/",
    "/loginprofile/get_profile",
    "/unforgotten/",
  ])("is none of these: %s", (target) => expect(siteProgram(at(target))).toBe("other"));
});

describe("the outcome of a log-in", () => {
  it("is told by the redirect where WordPress, Drupal or phpMyAdmin answers", () => {
    expect(loginOutcome("/wp-login.php", 200)).toBe("failed");
    expect(loginOutcome("/wp-login.php", 302)).toBe("succeeded");
    expect(loginOutcome("/user/login", 303)).toBe("succeeded");
    expect(loginOutcome("/phpmyadmin/index.php", 200)).toBe("failed");
  });

  it("is unknown where right and wrong look alike", () => {
    expect(loginOutcome("/xmlrpc.php", 200)).toBe("unknown");
    expect(loginOutcome("/administrator/index.php", 303)).toBe("unknown");
    expect(loginOutcome("/login", 302)).toBe("unknown");
  });

  it("is a failure where it is refused, and nothing where no program is", () => {
    expect(loginOutcome("/wp-login.php", 403)).toBe("failed");
    expect(loginOutcome("/login", 429)).toBe("failed");
    expect(loginOutcome("/wp-login.php", 404)).toBe("absent");
  });
});

describe("an administrator's request", () => {
  it.each([
    ["/wp-admin/update.php?action=upload-plugin", "code"],
    ["/wp-admin/plugin-editor.php", "code"],
    ["/wp-admin/theme-editor.php", "code"],
    ["/wp-admin/admin-ajax.php?action=edit-theme-plugin-file", "code"],
    ["/administrator/index.php?option=com_installer", "code"],
    ["/administrator/index.php?task=install.install", "code"],
    ["/wp-admin/user-new.php", "people"],
    ["/wp-admin/async-upload.php", "media"],
    ["/wp-admin/update.php?action=upgrade-plugin", null],
    ["/wp-admin/admin-ajax.php", null],
    ["/wp-admin/post.php", null],
    ["/contact/", null],
  ])("%s does: %s", (target, action) => expect(adminAction(at(target))).toBe(action));
});
