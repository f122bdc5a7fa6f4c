import { describe, expect, it } from "vitest";
import { buildTrail } from "../../test/detection-builder.ts";
import { site } from "../../test/event-builders.ts";
import { filePathOf, urlPathOf } from "./script-path.ts";

const root = "/home/u10123/public_html";

describe("a script's file and its address", () => {
  it("are told from the site's root", () => {
    expect(urlPathOf(`${root}/a/x.php`, { ...site, root }, [])).toBe("/a/x.php");
    expect(urlPathOf(`${root}/a/x.php`, { ...site, root: `${root}/` }, [])).toBe("/a/x.php");
    expect(filePathOf("/a/x.php", { ...site, root })).toBe(`${root}/a/x.php`);
  });

  it("have nothing to do with each other outside of the root", () => {
    expect(urlPathOf("/home/u10123/public_html_old/x.php", { ...site, root }, [buildTrail(0, "/x.php")])).toBeNull();
    expect(filePathOf("/x.php", site)).toBeNull();
  });

  it("fit where no root is told but the address was asked for", () => {
    const trails = [buildTrail(0, "/"), buildTrail(1, "/x.php"), buildTrail(2, "/a/x.php")];
    expect(urlPathOf("/srv/www/a/x.php", site, trails)).toBe("/a/x.php");
    expect(urlPathOf("/srv/www/b.php", site, trails)).toBeNull();
  });
});
