import { askerAbroad, domesticDomains, readerAbroad, visitorInJapan } from "./addresses.ts";
import { hour, on, storyDays } from "./clock.ts";
import { askByForm, order } from "./customers.ts";
import { addressAt, type Scene } from "./scene.ts";
import { currentBrowser, type Visitor, walk } from "./visits.ts";

/** How busy each hour of the day is, from midnight. */
const busyHours = [3, 2, 1, 1, 1, 2, 3, 5, 6, 7, 8, 8, 11, 9, 7, 7, 7, 8, 9, 10, 12, 13, 11, 6];

/** A moment of the day at which people in Japan are awake, more or less. */
export const someMoment = ({ dice }: Scene, dayNumber: number): number => {
  const hours = busyHours.flatMap((weight, index) => Array.from({ length: weight }, () => index));
  return on(dayNumber, "00:00:00") + dice.pick(hours) * hour + dice.below(hour);
};

const someone = (scene: Scene): Visitor => ({ source: visitorInJapan(scene.dice), userAgent: currentBrowser(scene), purpose: "visit" });

/** Late enough for the way to the checkout or the form, and before the log ends. */
const inWakingHours = (scene: Scene, dayNumber: number): number => on(dayNumber, "07:30:00") + scene.dice.below(15 * hour);

const dayOfShop = (scene: Scene, dayNumber: number): void => {
  const { dice } = scene;
  const customer = (): string => addressAt(dice, domesticDomains);
  for (let left = dice.between(25, 33); left > 0; left -= 1)
    walk(scene, someone(scene), Math.min(someMoment(scene, dayNumber), on(dayNumber, "23:35:00")));
  for (let left = dice.between(1, 3); left > 0; left -= 1)
    askByForm(scene, someone(scene), { at: inWakingHours(scene, dayNumber), to: customer(), hasScript: dice.chance(0.75) });
  for (let left = dice.between(2, 4); left > 0; left -= 1)
    order(scene, someone(scene), { at: inWakingHours(scene, dayNumber), to: customer() });
};

/** Visitors, questions and orders of seven days, with two addresses that were mistyped. */
export const tellCustomers = (scene: Scene): void => {
  for (let dayNumber = 1; dayNumber <= storyDays; dayNumber += 1) dayOfShop(scene, dayNumber);
  const mistyped = "yamda.h@keitai.example";
  askByForm(scene, someone(scene), { at: on(2, "21:14:08"), to: mistyped, hasScript: true, outcome: "unknown-user" });
  order(scene, someone(scene), { at: on(5, "12:40:31"), to: "mori_ke@hikarinet.example", outcome: "sent" });
};

/** People abroad who mean no harm: one reads the blog every other day, one asks a question. */
export const tellGuestsAbroad = (scene: Scene): void => {
  const reader: Visitor = { source: readerAbroad, userAgent: currentBrowser(scene), purpose: "visit" };
  for (const [dayNumber, time] of [
    [1, "22:12:40"],
    [3, "23:05:12"],
    [5, "06:48:09"],
    [7, "05:44:26"],
    [7, "20:31:50"],
  ] as const)
    walk(scene, reader, on(dayNumber, time));
  const asker: Visitor = { source: askerAbroad, userAgent: currentBrowser(scene), purpose: "visit" };
  askByForm(scene, asker, { at: on(5, "17:22:51"), to: "claire.m@boite-fr.example", hasScript: true });
};

/** Customers in Japan who are up early on the seventh day, while the form is being abused. */
export const tellEarlyCustomers = (scene: Scene): void => {
  askByForm(scene, someone(scene), { at: on(7, "05:58:17"), to: "sato.yuki@hikari-net.example", hasScript: true });
  order(scene, someone(scene), { at: on(7, "06:26:03"), to: "nakamura8@sakura-mail.example" });
  askByForm(scene, someone(scene), { at: on(7, "06:37:44"), to: "k.ueda@keitai.example", hasScript: false });
};
