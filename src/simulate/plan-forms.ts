import type { Chance } from "./chance.ts";
import type { Form, FormKind, FormStep } from "./model.ts";

/** The forms of a site: where they are, how they are sent, what they mail. Ways of sending as in the facts about common form programs. */

const usualPages = [
  "/contact/",
  "/contact-us/",
  "/inquiry/",
  "/otoiawase/",
  "/form/",
  "/mail/",
  "/contact/form/",
  "/reserve/",
  "/request/",
];
const outsidePages = [
  "/soudan/",
  "/estimate-request/",
  "/kontakt/",
  "/about/message/",
  "/entry/apply/",
  "/hearing-sheet/",
  "/taiken/",
  "/%E3%81%8A%E5%95%8F%E5%90%88%E3%81%9B/",
];
const usualScripts = ["/contact/mail.php", "/mail.php", "/form/sendmail.php", "/cgi-bin/formmail.cgi", "/inquiry/mailform.php"];
const outsideScripts = ["/cgi/postmail/postmail.cgi", "/soudan/send2.php", "/apply/submit.aspx.php", "/cgi-local/fm/fm.pl"];

interface Parts {
  readonly chance: Chance;
  readonly isOutside: boolean;
  readonly page: string;
  readonly pageBytes: number;
}

const step = (target: string, status: number, bytes: number, method = "POST"): FormStep => ({ method, target, status, bytes });

const stepsOf: Readonly<Record<FormKind, (parts: Parts) => readonly FormStep[]>> = {
  "cf7-page": ({ page, pageBytes }) => [step(page, 200, pageBytes + 210)],
  "cf7-rest": ({ chance }) => [
    step(`/wp-json/contact-form-7/v1/contact-forms/${chance.int([4, 2400])}/feedback`, 200, chance.int([310, 620])),
  ],
  ajax: () => [step("/wp-admin/admin-ajax.php", 200, 187)],
  "page-post": ({ page, chance, pageBytes }) => [chance.bool(0.5) ? step(page, 302, 5) : step(page, 200, pageBytes - 800)],
  "confirm-page": ({ page, pageBytes }) => [step(page, 200, pageBytes + 900), step(page, 200, pageBytes - 1400)],
  "confirm-cgi": ({ chance, isOutside }) => {
    const script = chance.pick(isOutside ? outsideScripts : usualScripts);
    return [step(script, 200, chance.int([3000, 6000])), step(script, 200, chance.int([1500, 2900]))];
  },
  cgi: ({ chance, isOutside }) => [step(chance.pick(isOutside ? outsideScripts : usualScripts), 302, chance.int([200, 400]))],
  "plain-php": ({ page, chance }) => [
    step(`${page}${chance.pick(["send.php", "thanks.php", "complete.php", "finish.php"])}`, 200, chance.int([2500, 7000])),
  ],
  "rest-two-step": () => [step("/wp-json/snow-monkey-form/v1/view", 200, 1240), step("/wp-json/snow-monkey-form/v1/view", 200, 890)],
};

const wordPressKinds: readonly (readonly [FormKind, number])[] = [
  ["cf7-rest", 34],
  ["cf7-page", 24],
  ["confirm-page", 16],
  ["ajax", 12],
  ["page-post", 8],
  ["rest-two-step", 6],
];
const plainKinds: readonly (readonly [FormKind, number])[] = [
  ["confirm-cgi", 45],
  ["plain-php", 30],
  ["cgi", 25],
];

const scriptOf = (steps: readonly FormStep[]): string | null => {
  const path = steps[0]?.target ?? "";
  return path.endsWith(".php") ? path : null;
};

export const planForm = (isWordPress: boolean, isOutside: boolean, chance: Chance): Form => {
  const kind = chance.weighted(isWordPress ? wordPressKinds : plainKinds);
  const page = chance.pick(isOutside ? outsidePages : usualPages);
  const pageBytes = Math.round(isWordPress ? chance.logNormal(42_000, 0.6) : chance.logNormal(9000, 0.5)) + 2000;
  const steps = stepsOf[kind]({ chance, isOutside, page, pageBytes });
  return {
    kind,
    page,
    steps,
    repliesToSender: chance.bool(0.8),
    tellsOwner: chance.bool(0.97),
    usesCaptcha: chance.bool(0.12),
    script: isWordPress ? null : scriptOf(steps),
    ownerLetterBytes: chance.int([900, 2600]),
    replyBytes: chance.int([800, 3200]),
  };
};
