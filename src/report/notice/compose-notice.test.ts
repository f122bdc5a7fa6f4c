import { describe, expect, it } from "vitest";
import { besideViews, containedView, inLanguage, kindViews, toldClasses } from "../../../test/golden/notice-views.ts";
import { noticeLanguages } from "../../catalog/index.ts";
import { composeNotice } from "./compose-notice.ts";

const golden = (language: string, name: string): string => `../../../test/golden/notices/${language}/${name}`;

const asMail = ({ subject, text }: { readonly subject: string; readonly text: string }): string => `Subject: ${subject}\n\n${text}`;

describe.each(noticeLanguages.map((language) => ({ language, code: language.code })))("a notice in $code", ({ language, code }) => {
  it.each(toldClasses)("of a contained %s reads as agreed", async (kind) => {
    await expect(asMail(composeNotice(language, inLanguage(containedView(kind), code)))).toMatchFileSnapshot(
      golden(code, `class-${kind}.txt`),
    );
  });

  it.each(Object.entries(kindViews))("that tells %s reads as agreed", async (kind, view) => {
    await expect(asMail(composeNotice(language, inLanguage(view, code)))).toMatchFileSnapshot(golden(code, `kind-${kind}.txt`));
  });

  it.each(Object.entries(besideViews))("that tells %s while another case holds something reads as agreed", async (kind, view) => {
    await expect(asMail(composeNotice(language, inLanguage(view, code)))).toMatchFileSnapshot(golden(code, `beside-${kind}.txt`));
  });

  it("has an HTML twin that reads as agreed", async () => {
    await expect(composeNotice(language, inLanguage(containedView("form-relay"), code)).html).toMatchFileSnapshot(
      golden(code, "class-form-relay.html"),
    );
  });
});
