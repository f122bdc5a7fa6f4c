import { addressOf } from "../address-book.ts";
import { siteLetter } from "../letters.ts";
import { domesticPerson } from "../mail-people.ts";
import { hitOf } from "../tape.ts";
import type { Visit } from "./visit.ts";

/** A visitor buys something: the requests of WooCommerce's shop pages, the payment provider's call from abroad, and two letters. */

const paths = { cart: "/cart/", checkout: "/checkout/" } as const;
const callbackAgent = "Stripe/1.0 (+https://stripe.com/docs/webhooks)";

const callBack = (visit: Visit, at: number): void => {
  const { tape, site, chance, incident } = visit;
  const guest = { source: addressOf("payment", chance.bool(0.8) ? "US" : "IE", chance), agent: callbackAgent, protocol: "HTTP/1.1" };
  tape.hit(hitOf(site, guest, { at, method: "POST", target: "/?wc-api=wc_stripe", status: 200, bytes: 20, incident }));
};

const sendLetters = (visit: Visit, at: number): void => {
  const { tape, site, chance, guest, incident } = visit;
  const shared = { visitor: guest.source, requestPath: "/?wc-ajax=checkout", incident };
  const bytes = chance.int([14_000, 24_000]);
  tape.letter(siteLetter(site, { ...shared, at: at + chance.int([400, 1800]), to: [site.owner], bytes, subject: "新規注文" }));
  const buyer = domesticPerson(chance, { bounces: 0.02, late: 0.02 });
  tape.letter(
    siteLetter(site, {
      ...shared,
      at: at + chance.int([1900, 2600]),
      to: [buyer],
      bytes: bytes - 700,
      subject: "ご注文ありがとうございます",
    }),
  );
};

export const placeOrder = (visit: Visit): void => {
  const { chance, site } = visit;
  const ajax = (name: string, bytes: number): void => visit.send("POST", `/?wc-ajax=${name}`, { status: 200, bytes });
  visit.page(chance.pick(site.articles));
  visit.wait(8, 60);
  ajax("add_to_cart", 1420);
  ajax("get_refreshed_fragments", 1210);
  visit.wait(4, 30);
  visit.page({ path: paths.cart, bytes: 41_000 });
  visit.wait(4, 20);
  visit.page({ path: paths.checkout, bytes: 58_000 });
  for (let turn = chance.int([1, 4]); turn > 0; turn--) {
    visit.wait(6, 40);
    ajax("update_order_review", 6800);
  }
  visit.wait(10, 60);
  ajax("checkout", 310);
  sendLetters(visit, visit.at);
  if (chance.bool(0.6)) callBack(visit, visit.at + chance.int([900, 9000]));
  visit.wait(1, 3);
  visit.page({ path: `/checkout/order-received/${chance.int([1200, 98_000])}/?key=wc_order_${chance.word(13)}`, bytes: 37_000 });
};
