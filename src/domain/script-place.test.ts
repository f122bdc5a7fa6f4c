import { describe, expect, it } from "vitest";
import { calledPlace, isNoForm } from "./script-place.ts";

describe("a script by a mail library's name that is called by its own address", () => {
  it.each([
    ["/wp-content/plugins/tidy/mail.php", "plugin", true],
    ["/wp-content/themes/tidy/mailer.php", "theme", true],
    ["/mail.php", "other", false],
    ["/wp-content/uploads/x.php", "upload", true],
  ] as const)("%s is what lies there", (path, place, noForm) => {
    expect(calledPlace(path)).toBe(place);
    expect(isNoForm(path)).toBe(noForm);
  });
});
