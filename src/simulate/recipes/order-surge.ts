import { placeOrder } from "../actions/place-order.ts";
import { readAround, Visit } from "../actions/visit.ts";
import { addressOf, domesticVisitor } from "../address-book.ts";
import { personAgent } from "../agents.ts";
import { arrivals, draw, openIncident, type Recipe, type Stage } from "../stage.ts";

/** A shop is on television or goes round in a network: many real visitors, and orders. Facts: kind 13. */

const shows = { mail: true, web: true };
const visits = {
  usual: [60, 260],
  outside: [
    [18, 30],
    [700, 1200],
  ],
} as const;
const buyers = {
  usual: [0.06, 0.2],
  outside: [
    [0.01, 0.02],
    [0.4, 0.6],
  ],
} as const;
const endpoint = { method: "POST", path: "/", query: "wc-ajax=checkout" } as const;

const play = (stage: Stage): void => {
  const { tape, site, chance } = stage;
  const incident = openIncident(stage, {
    kind: "order-surge",
    class: "order-surge",
    site,
    cause: { layer: "none" },
    endpoints: [endpoint],
    shows,
    harmfulMeasures: ["deny-foreign", "deny-foreign-writes", "deny-writes", "hold-mail", "stop-mail"],
  });
  const share = draw(stage, buyers);
  const hours = chance.float([3, 9]);
  const perHour = Math.min(draw(stage, visits), stage.mailLimit / hours);
  for (const at of arrivals(stage, { perHour, hours, slowStart: 0.2 })) {
    const source = chance.bool(0.6) ? addressOf("mobile", "JP", chance) : domesticVisitor(chance);
    const visit = new Visit({ tape, site, guest: { source, agent: personAgent(chance), protocol: "HTTP/2.0" }, at, chance, incident });
    readAround(visit, 1);
    if (chance.bool(share) && visit.at < stage.end - 900_000) placeOrder(visit);
  }
};

export const orderSurge: Recipe = {
  kind: "order-surge",
  class: "order-surge",
  share: 3,
  days: 2,
  shows,
  startsAt: "daytime",
  variants: ["plain", "with-relay"],
  fits: (site) => site.kind === "shop" && site.isWordPress && site.hasAccessLog,
  play,
};
