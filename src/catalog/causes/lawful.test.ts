import { describe, expect, it } from "vitest";
import { buildDetection, buildTrail } from "../../../test/detection-builder.ts";
import { lawfulCause } from "./lawful.ts";

const plugin = "/home/u10123/public_html/wp-content/plugins/404-notifier/404-notifier.php";

describe("where lawful mail came from", () => {
  it("is nothing that had to be closed", () => {
    const cause = lawfulCause.find(buildDetection({ class: "newsletter", causeKind: "bulk", site: null }));
    expect(cause).toMatchObject({ layer: "none", path: null, file: null, explains: { messages: 200, share: 0.8 } });
  });

  it("is the plugin whose file a log names, or that was asked for", () => {
    expect(lawfulCause.find(buildDetection({ class: "mail-loop", file: plugin, causeName: plugin }))).toMatchObject({
      layer: "plugin",
      file: plugin,
    });
    const path = "/wp-content/plugins/mailing/send.php";
    expect(lawfulCause.find(buildDetection({ class: "newsletter", causeName: path }))).toMatchObject({ layer: "plugin", path });
  });

  it("lists the pages of a surge with what each sent", () => {
    const trails = [
      buildTrail(0, "/cart/", { requests: 90, waveRequests: 80 }),
      buildTrail(1, "/checkout/", { waveRequests: 60, waveMessages: 200 }),
    ];
    const cause = lawfulCause.find(buildDetection({ class: "order-surge", causeKind: "orders", trails }));
    expect(cause).toMatchObject({ layer: "none", path: "/checkout/", endpoints: [{ messages: 200 }, { path: "/cart/" }] });
  });

  it("has nothing to say about abuse", () => {
    expect(lawfulCause.find(buildDetection({ class: "script-mailer", file: plugin }))).toBeNull();
  });
});
