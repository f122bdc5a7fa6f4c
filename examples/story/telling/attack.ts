import { addressesAbroad, deadDomains, foreignDomains } from "./addresses.ts";
import { minute, on, second } from "./clock.ts";
import type { Outcome } from "./outcomes.ts";
import { addressAt, formAnswer, formRoute, request, type Scene, sendFormMails, shop } from "./scene.ts";

const start = on(7, "05:21:35");
const length = 80 * minute;
const sources = 140;

/** From here on a security setting of the host refuses the route to anyone abroad; the page stays open. */
const routeClosed = on(7, "06:12:00");
const refusedBytes = 2_843;

/** The page with the words that something is missing or taken for spam: as open as before, but no mail goes out. */
const turnedDownBytes = 147_398;

const chrome = (system: string, version: string): string =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version} Safari/537.36`;
const opera = `${chrome("Windows NT 6.1; WOW64", "67.0.3396.87")} OPR/54.0.2952.64 (Edition Yx)`;
const oldBrowsers = [
  chrome("Windows NT 10.0; Win64; x64", "62.0.3202.94"),
  chrome("Windows NT 6.3; WOW64", "36.0.1985.143"),
  chrome("Windows NT 6.3; WOW64", "36.0.1985.143"),
  chrome("Windows NT 6.2; WOW64", "36.0.1985.125"),
  chrome("Windows NT 6.1; WOW64", "41.0.2272.101"),
  chrome("Windows NT 6.1", "49.0.2623.112"),
  opera,
];

interface Shot {
  readonly at: number;
  readonly source: string;
  readonly target: typeof shop.formPage | typeof formRoute;
  readonly userAgent: string;
  readonly referer: string;
  readonly isTurnedDown: boolean;
}

const withoutPath = shop.url;
const withPath = `${shop.url}${shop.formPage}`;
const seen = { target: shop.formPage, referer: withPath, isTurnedDown: false } as const;

/** The five lines that the host quoted to its customer in the account that the story retells, with documentation addresses. */
const quoted: readonly Shot[] = [
  {
    ...seen,
    at: on(7, "05:21:35"),
    source: "192.0.2.51",
    userAgent: chrome("Windows NT 10.0; Win64; x64", "62.0.3202.94"),
    referer: withoutPath,
  },
  { ...seen, at: on(7, "05:26:30"), source: "192.0.2.120", userAgent: chrome("Windows NT 6.3; WOW64", "36.0.1985.143") },
  { ...seen, at: on(7, "05:41:11"), source: "192.0.2.211", userAgent: chrome("Windows NT 6.3; WOW64", "36.0.1985.143") },
  { ...seen, at: on(7, "06:20:12"), source: "192.0.2.41", userAgent: opera, target: formRoute },
  { ...seen, at: on(7, "06:31:05"), source: "192.0.2.74", userAgent: chrome("Windows NT 6.2; WOW64", "36.0.1985.125") },
];

const outcomeFor = ({ dice }: Scene): Outcome => {
  const roll = dice.below(100);
  if (roll < 14) return "unknown-user";
  if (roll < 19) return "taken-for-spam";
  if (roll < 26) return "greylisted";
  return roll < 28 ? "unreachable" : "sent";
};

const fire = (scene: Scene, shot: Shot): void => {
  const { web, dice } = scene;
  const { isTurnedDown, ...asked } = shot;
  const post = { ...asked, method: "POST", purpose: "attack" } as const;
  const isRoute = shot.target === formRoute;
  if (isRoute && shot.at >= routeClosed) {
    web.add(request({ ...post, tookMs: dice.between(3, 20), status: 403, bytes: refusedBytes }));
  } else if (isTurnedDown) {
    web.add(request({ ...post, tookMs: dice.between(280, 500), bytes: isRoute ? 402 : turnedDownBytes }));
  } else {
    const victim = addressAt(dice, dice.chance(0.05) ? deadDomains : foreignDomains);
    const answered = sendFormMails(scene, shot.at, { to: victim, purpose: "attack", outcome: outcomeFor(scene) });
    web.add(request({ ...post, tookMs: answered - shot.at + 70, bytes: isRoute ? formAnswer.routeBytes : formAnswer.pageBytes }));
  }
};

/** When the source of this rank comes: three times as many at the end of the wave as at its start. */
const arrival = (scene: Scene, rank: number): number => {
  const share = (rank + scene.dice.below(1000) / 1000) / sources;
  return start + second + Math.floor(((Math.sqrt(1 + 8 * share) - 1) / 2) * (length - second));
};

/** One or two shots of one source; some try the route first and, once it is closed, go on to the page. */
const shotsOf = (scene: Scene, source: string, at: number): readonly Shot[] => {
  const { dice } = scene;
  const isRoute = dice.chance(0.22);
  const same = { source, userAgent: dice.pick(oldBrowsers), referer: dice.chance(0.25) ? withoutPath : withPath };
  const first: Shot = { ...same, at, target: isRoute ? formRoute : shop.formPage, isTurnedDown: dice.chance(0.08) };
  const goesOn = isRoute && at >= routeClosed ? dice.chance(0.5) : dice.chance(0.2);
  const again: Shot = {
    ...same,
    at: at + dice.between(2, 45) * second + dice.below(1000),
    target: shop.formPage,
    isTurnedDown: dice.chance(0.08),
  };
  return goesOn ? [first, again] : [first];
};

/** The evening before, a few of the later sources look at the form page. */
const scout = ({ web, dice }: Scene, found: readonly string[]): void => {
  for (const source of found) {
    const at = on(6, "21:30:00") + dice.below(5 * 60 * minute);
    web.add(request({ at, source, target: shop.formPage, bytes: 146_981, userAgent: dice.pick(oldBrowsers), purpose: "scouting" }));
  }
};

/** The seventh day from 05:21:35, for eighty minutes: strangers abroad use the form to mail people abroad. */
export const tellAttack = (scene: Scene): void => {
  const strangers = addressesAbroad(
    scene.dice,
    sources - quoted.length,
    quoted.map(({ source }) => source),
  );
  scout(scene, strangers.slice(-5));
  const others = strangers.flatMap((source, rank) => shotsOf(scene, source, arrival(scene, rank)));
  for (const shot of [...quoted, ...others].toSorted((a, b) => a.at - b.at)) fire(scene, shot);
};
