import { paymentAddresses } from "./addresses.ts";
import { minute, second } from "./clock.ts";
import type { Outcome } from "./outcomes.ts";
import { accountLetter, formAnswer, formRoute, request, type Scene, sendFormMails, shop } from "./scene.ts";
import { openPage, type Visitor, walk } from "./visits.ts";

/** Looks around, opens the form page, writes a message and sends it: with JavaScript by the route, without by the page itself. */
export const askByForm = (scene: Scene, visitor: Visitor, ask: { at: number; to: string; hasScript: boolean; outcome?: Outcome }): void => {
  const { web, dice } = scene;
  const { at, page } = walk(scene, visitor, ask.at - 6 * minute);
  const opened = Math.max(at, ask.at - 4 * minute);
  openPage(scene, visitor, { at: opened, path: shop.formPage, referer: page, isFirst: true, bytes: 146_981 });
  const posted = Math.max(ask.at, opened + 40 * second) + dice.below(1000);
  const form = { ...visitor, purpose: "form", referer: `${shop.url}${shop.formPage}` } as const;
  if (ask.hasScript) web.add(request({ ...form, at: opened + 1500, tookMs: 60, target: `${formRoute}/schema`, bytes: 611 }));
  const target = ask.hasScript ? formRoute : shop.formPage;
  const answered = sendFormMails(scene, posted, { to: ask.to, purpose: "form", outcome: ask.outcome ?? "sent" });
  const bytes = ask.hasScript ? formAnswer.routeBytes : formAnswer.pageBytes;
  web.add(request({ ...form, at: posted, tookMs: answered - posted + 60, method: "POST", target, bytes }));
};

/** Buys something: cart, checkout, the payment provider's callback from abroad, and a mail each to shop and customer. */
export const order = (scene: Scene, visitor: Visitor, bought: { at: number; to: string; outcome?: Outcome }): void => {
  const { web, mail, dice } = scene;
  const buyer = { ...visitor, purpose: "order" } as const;
  const { page } = walk(scene, visitor, bought.at - 8 * minute);
  const add = {
    ...buyer,
    at: bought.at - 2 * minute,
    method: "POST",
    target: "/?wc-ajax=add_to_cart",
    bytes: 1_204,
    referer: page,
  } as const;
  web.add(request(add));
  openPage(scene, buyer, { at: bought.at - 90 * second, path: "/checkout/", referer: `${shop.url}/cart/`, isFirst: false });
  const at = bought.at + dice.below(1000);
  web.add(
    request({ ...buyer, at, tookMs: 2_300, method: "POST", target: "/?wc-ajax=checkout", bytes: 262, referer: `${shop.url}/checkout/` }),
  );
  mail.add(accountLetter(at + dice.between(900, 1500), { to: shop.inbox, bytes: dice.between(6_100, 8_900), purpose: "order" }));
  const number = `${4000 + Math.floor((at / minute) % 9000)}`;
  const paid = at + dice.between(6, 30) * second;
  const target = `/wc-api/wc_gateway_pay/?order=${number}`;
  web.add(
    request({
      at: paid,
      tookMs: 1_400,
      source: dice.pick(paymentAddresses),
      method: "POST",
      target,
      bytes: 2,
      userAgent: "PayExample-Webhook/3.2",
      purpose: "payment",
    }),
  );
  mail.add(
    accountLetter(paid + dice.between(500, 1100), {
      to: bought.to,
      bytes: dice.between(7_300, 9_800),
      purpose: "order",
      outcome: bought.outcome ?? "sent",
    }),
  );
};
