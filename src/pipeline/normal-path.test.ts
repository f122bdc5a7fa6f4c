import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalPath, selectingQuery, splitTarget } from "./normal-path.ts";

const pathOf = (target: string): string => normalPath(splitTarget(target).path);
const queryOf = (target: string): string | null => selectingQuery(splitTarget(target).query);

describe("normalPath", () => {
  it.each([
    "/contact/",
    "//contact/",
    "/contact//",
    "/%63ontact/",
    "/%63%6F%6e%74%61%63%74/",
    "/./x/../contact/",
    "/%2e/contact/",
    "/x/%2e%2e/contact/",
    "/contact/.",
    "/contact/x/..",
    "/../../contact/",
    "/contact/?a=b",
    "/contact/#top",
    "http://shop.example/contact/",
    "https://shop.example:443/contact/?x",
    "HTTP://shop.example//contact/",
  ])("knows %s as /contact/", (target) => expect(pathOf(target)).toBe("/contact/"));

  it.each([
    ["/contact", "/contact"],
    ["/CONTACT/", "/CONTACT/"],
    ["/contact/1/", "/contact/1/"],
    ["/index.php/contact/", "/index.php/contact/"],
    ["/", "/"],
    ["/..", "/"],
    ["http://shop.example", "/"],
    ["http://shop.example?p=1", "/"],
    ["/wp-json/contact-form-7/v1/contact-forms/12/feedback", "/wp-json/contact-form-7/v1/contact-forms/12/feedback"],
    ["/%e3%81%8a/", "/お/"],
    ["/%ff%41", "/%ffA"],
    ["/%zz/%41", "/%zz/A"],
    ["/%2541/", "/%41/"],
    ["*", "*"],
    ["", ""],
  ])("gives %s as %s", (target, path) => expect(pathOf(target)).toBe(path));

  it("holds no dot segment and no doubled slash, whatever comes in, and never throws", () => {
    const piece = fc.constantFrom("/", ".", "..", "%2e", "%2f", "%25", "%", "a", "%c3", "あ", "//");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const path = normalPath(`/${pieces.join("")}`);
        expect(path.startsWith("/")).toBe(true);
        expect(path).not.toContain("//");
        expect(path.split("/").filter((segment) => segment === "." || segment === "..")).toEqual([]);
      }),
    );
  });
});

describe("selectingQuery", () => {
  it.each([
    ["/?rest_route=/contact-form-7/v1/contact-forms/4/feedback", "rest_route=/contact-form-7/v1/contact-forms/4/feedback"],
    ["/any/path?rest_route=%2Fcf7%2Fv1", "rest_route=/cf7/v1"],
    ["/?page_id=4", "page_id=4"],
    ["/?page%5Fid=4", "page_id=4"],
    ["/?pagename=contact", "pagename=contact"],
    ["/wp-login.php?action=register", "action=register"],
    ["/?na=s", "na=s"],
    ["/?wc-ajax=checkout", "wc-ajax=checkout"],
    ["/?utm_source=x&page_id=4&action=go", "action=go"],
    ["/?action=", "action="],
  ])("of %s is %s", (target, query) => expect(queryOf(target)).toBe(query));

  it.each(["/", "/?", "/?utm_source=x", "/?reaction=1", `/?action=${"x".repeat(201)}`])("of %s is null", (target) =>
    expect(queryOf(target)).toBeNull(),
  );

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (query) => {
        expect(["string", "object"]).toContain(typeof selectingQuery(query));
      }),
    );
  });
});
