import { describe, expect, it } from "vitest";
import { detected, minute, monday, someClaim } from "../../test/case-builder.ts";
import { begin } from "../domain/case/advance.ts";
import type { Case } from "../domain/case/case.ts";
import { createLogReadings } from "./log-readings.ts";

const opened = begin(detected(monday)).case;
const on = (host: string): Case => ({ ...opened, claim: someClaim({ host, lastHarmAt: monday - minute }) });

describe("what is known of how far logs are read", () => {
  it("is nothing before an agent told, whatever the case says", async () => {
    const { sightOf } = createLogReadings();
    expect(await sightOf(on("sv1"))).toEqual({ lastHarmAt: monday - minute, mailReadTo: null, accessReadTo: null });
  });

  it("is what was told of the case's own server, by its name alone", async () => {
    const { take, sightOf } = createLogReadings();
    take({ host: "sv1", mailReadTo: monday, accessReadTo: null });
    take({ host: "local", mailReadTo: null, accessReadTo: monday + minute });
    expect(await sightOf(on("sv1"))).toMatchObject({ mailReadTo: monday, accessReadTo: null });
    expect(await sightOf(on("local"))).toMatchObject({ mailReadTo: null, accessReadTo: monday + minute });
    expect(await sightOf(on("sv1.host.example"))).toMatchObject({ mailReadTo: null, accessReadTo: null });
  });

  it("never goes back, neither by an older message nor by one of an agent that has read nothing yet", async () => {
    const { take, sightOf } = createLogReadings();
    take({ host: "sv1", mailReadTo: monday, accessReadTo: monday });
    take({ host: "sv1", mailReadTo: monday - minute, accessReadTo: null });
    expect(await sightOf(on("sv1"))).toMatchObject({ mailReadTo: monday, accessReadTo: monday });
    take({ host: "sv1", mailReadTo: monday + minute, accessReadTo: monday });
    expect(await sightOf(on("sv1"))).toMatchObject({ mailReadTo: monday + minute, accessReadTo: monday });
  });
});
