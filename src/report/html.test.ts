import { describe, expect, it } from "vitest";
import { type HtmlValue, html } from "./html.ts";

describe("html", () => {
  it("escapes text and keeps markup that it made itself", () => {
    const inner = html`<b>${"<i>&\"'"}</b>`;
    expect(`${html`<p title="${'" x="'}">${inner}${[1, "<", null, undefined]}</p>`}`).toBe(
      '<p title="&quot; x=&quot;"><b>&lt;i&gt;&amp;&quot;&#39;</b>1&lt;</p>',
    );
  });

  it("shows control and format characters as escapes", () => expect(`${html`${"\0\u202e"}`}`).toBe("\\x00\\u202e"));

  it("does not take data that looks like markup for markup", () => {
    const forged = { toString: () => "<script>" } as unknown as HtmlValue;
    expect(() => html`${forged}`).toThrow(TypeError);
  });
});
