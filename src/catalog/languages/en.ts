import type { NoticeFacts, NoticeLanguage, StoppedFacts } from "../../ports/notice-language.ts";

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

const two = (value: number): string => String(value).padStart(2, "0");
const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

const span = (minutes: number): string => {
  if (minutes >= 2880 && minutes % 1440 === 0) return counted(minutes / 1440, "day");
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return counted(minutes, "minute");
  return rest === 0 ? counted(hours, "hour") : `${counted(hours, "hour")} ${counted(rest, "minute")}`;
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const atHome = ({ home }: NoticeFacts): string => (home === null ? "your own country" : home);
const form = ({ path }: NoticeFacts): string => (path === null ? "the form" : `the form at ${path}`);
const script = ({ file, path }: NoticeFacts): string => file ?? path ?? "a script";
const mailbox = ({ mailbox: name }: NoticeFacts): string => name ?? "the mailbox";
const things = (count: string, noun: string): string => `${count} ${noun}${count === "1" ? "" : "s"}`;

/** How a form is closed to strangers' programs, by the program that runs it. */
const formSteps = {
  "contact-form-7": [
    'In the WordPress administration open "Contact" > "Contact Forms" and choose the form.',
    'On the "Mail" tab untick "Use Mail (2)" and save. From then on no automatic reply goes to whatever address was typed in.',
    "If you do not need the form, delete the form itself in that list. Deleting the page alone may leave the form's second address open.",
    'If you keep it, set up a CAPTCHA under "Contact" > "Integration". Leaving the automatic reply off is safer still.',
  ],
  "newsletter-plugin": [
    "In the settings of your newsletter plugin, add a CAPTCHA to the sign-up form.",
    "Limit how often one visitor can sign up in a row.",
    "If that takes time, hide the page with the form for now and switch sign-up off in the plugin as well.",
  ],
  "wordpress-registration": [
    'In the WordPress administration open "Settings" > "General".',
    'If you have no members, untick "Anyone can register" and save.',
    "If you do, add a plugin that puts a CAPTCHA on the registration page.",
    'Under "Users", delete the registrations that you do not know.',
  ],
  "wordpress-comments": [
    'In the WordPress administration open "Settings" > "Discussion".',
    "If you do not use comments, switch them off for all posts.",
    "If you do, let comments wait for your approval and switch an anti-spam plugin on.",
  ],
  "wordpress-login": [
    "Give every WordPress administrator a long password that is used nowhere else.",
    "Add two-step log-in, and a plugin that limits failed log-ins.",
    "Switch XML-RPC (xmlrpc.php) off unless an app of yours needs it.",
  ],
  wordpress: [
    "In the WordPress administration open the settings of the plugin that runs the form.",
    "Switch off whatever sends a copy or an automatic reply to the address that was typed in.",
    "If you do not need the form, delete it in the plugin, not only the page that shows it.",
    "If you keep it, switch its CAPTCHA on.",
  ],
  other: [
    "Switch off whatever sends a copy or an automatic reply to the address that was typed in.",
    "If you do not need the form, remove the file of the program that receives it, not only the page that shows it.",
    "If you keep it, add a CAPTCHA. It has to be checked by the program that receives the form, not only shown on the page.",
    "If this is not for you, pass this message on to whoever built your site. All they need is in it.",
  ],
} as const satisfies Record<NoticeFacts["product"], readonly string[]>;

interface Guard {
  readonly title: string;
  readonly condition: (facts: NoticeFacts) => string;
  readonly first: string;
  /** Where what the form is for tells more than what program runs it. */
  readonly steps?: readonly string[];
}

type GuardName = "relay" | "sign-up" | "flood" | "comments" | "login" | "reset";

/** What "protected" means for what stands behind the form. */
const guards: Readonly<Record<GuardName, Guard>> = {
  relay: {
    title: "Form",
    condition: (facts) =>
      `${capital(form(facts))} mails nobody whose address a stranger typed in, or it refuses programs. A form that is gone meets this too.`,
    first: "switch off the form's automatic reply, or the form.",
  },
  "sign-up": {
    title: "Sign-up form",
    condition: (facts) => `Strangers cannot sign up other people's addresses in numbers through ${form(facts)}.`,
    first: "add a CAPTCHA to the sign-up form, or close it.",
  },
  flood: {
    title: "Form",
    condition: (facts) => `${capital(form(facts))} refuses programs. A form that is gone meets this too.`,
    first: "add a CAPTCHA to the form, or take it down.",
  },
  comments: {
    title: "Comments",
    condition: () => "What programs post does not appear without your approval. Closing comments meets this too.",
    first: "let comments wait for approval, or close them.",
  },
  login: {
    title: "Log-in",
    condition: (facts) => `At ${facts.path ?? "the log-in"} nobody can try passwords again and again, or two-step log-in guards it.`,
    first: "give all administrators long passwords.",
  },
  reset: {
    title: "Password reset",
    condition: (facts) => `At ${facts.path ?? "the page for new passwords"} nobody can ask again and again.`,
    first: "add a CAPTCHA to the page for new passwords.",
    steps: [
      "With a plugin that guards log-ins, or the like, add a CAPTCHA to the page for new passwords.",
      "Let no more than a few such mails go to one person in a row.",
      "If you have no members, close that page altogether.",
    ],
  },
};

const guardOf = ({ class: kind }: NoticeFacts): GuardName => guardsOfClasses[kind] ?? "relay";

const guardsOfClasses: Readonly<Partial<Record<NoticeFacts["class"], GuardName>>> = {
  "subscription-bombing": "sign-up",
  "form-flood": "flood",
  "comment-spam": "comments",
  "login-attack": "login",
  "reset-flood": "reset",
};

const isWordPress = ({ product }: NoticeFacts): boolean => product !== "other";

const updateSteps = (facts: NoticeFacts): readonly string[] =>
  isWordPress(facts)
    ? [
        'In the WordPress administration open "Dashboard" > "Updates", and make a backup first.',
        "Update WordPress itself, the plugins and the themes.",
        "Delete the plugins and themes that you do not use; switching them off is not enough.",
        "Replace plugins that their makers have given up.",
      ]
    : [
        "Make a backup first.",
        "Find out name and version of the programs on your site, and update them as their makers say.",
        "Delete the programs that you do not use.",
      ];

/** How long a limit stood and what it stopped; that it could not be counted is said as well. */
const stoppedLines = (stopped: StoppedFacts | null): readonly string[] => {
  if (stopped === null) return [];
  const { from, to, refused, held, delivered, onHold, refusedMail, counted } = stopped;
  const least = (count: StoppedFacts["least"][number]): string => (stopped.least.includes(count) ? "at least " : "");
  return [
    to === null ? `The limit began ${from}; its end is not confirmed yet.` : `The limit lasted from ${from} to ${to}.`,
    ...(refused === null ? [] : [`Requests refused in that time: ${least("refused")}${refused}.`]),
    ...(held === null
      ? []
      : [`Mails held in that time: ${least("held")}${held}.${onHold === null ? " None is lost; they are being delivered." : ""}`]),
    ...(delivered === null ? [] : [`Held mails that are your own and were delivered at the end: ${delivered}.`]),
    ...(onHold === null
      ? []
      : [
          `Mails that we still hold, because they came of the abuse or we cannot tell: ${onHold}. None is deleted before a person decides.`,
        ]),
    ...(refusedMail === null ? [] : [`Mails refused in that time: ${least("refusedMail")}${refusedMail}.`]),
    ...(counted === "none" ? ["How many requests or mails it stopped we cannot tell: the server did not count them."] : []),
    ...(counted === "part" ? ["For a part of what we did we cannot tell how much it stopped: the server did not count it."] : []),
  ];
};

/** Notices in English: short sentences, for somebody who runs a shop and not a server. */
export const en = {
  code: "en",
  columns: 72,
  signs: { bullet: "* ", colon: ": ", heading: "", underline: "-" },
  between: " ",
  moment: ({ year, month, day, weekday, hour, minute }) =>
    `${weekdays[weekday] ?? ""} ${day} ${months[month - 1] ?? ""} ${year}, ${two(hour)}:${two(minute)}`,
  clock: ({ hour, minute }) => `${two(hour)}:${two(minute)}`,
  span,
  greeting: (name) => (name === null ? "Hello," : `Hello ${name},`),
  subject: (text, caseId) => `${text} [case ${caseId}]`,

  causes: {
    form: (facts) => `form (${facts.endpoint ?? "not known which"})`,
    file: (facts) => `script (${facts.file ?? facts.endpoint ?? "not known which"})`,
    plugin: (facts) => `plugin (${facts.file ?? facts.endpoint ?? "not known which"})`,
    cron: (facts) => (facts.file === null ? "scheduled job (cron)" : `scheduled job (cron) that runs ${facts.file}`),
    "smtp-auth": (facts) => `password of ${mailbox(facts)}`,
    login: (facts) => `log-in (${facts.endpoint ?? "administration"})`,
    none: () => "no particular way in was found",
  },
  happened: {
    "form-relay": ({ place }) => `Strangers are sending spam through a form on ${place}.`,
    "script-mailer": ({ place }) => `Strangers are using a script on ${place} to send mass mail.`,
    "injected-mailer": ({ place }) => `A foreign file on ${place} is sending mass mail.`,
    "cron-mailer": ({ place }) => `A scheduled job of ${place} is sending mass mail.`,
    "smtp-credential-abuse": ({ place }) => `Strangers are sending mail with the password of ${place}.`,
    "account-takeover": ({ place }) => `A stranger has logged in to ${place} and sends mail.`,
    "subscription-bombing": ({ place }) => `Strangers sign other people up on ${place}.`,
    "form-flood": ({ place }) => `A program keeps sending a form on ${place}.`,
    "login-attack": ({ place }) => `A program keeps trying passwords at ${place}.`,
    "comment-spam": ({ place }) => `A program keeps posting comments on ${place}.`,
    "reset-flood": ({ place }) => `A program keeps asking for new passwords at ${place}.`,
    newsletter: ({ place }) => `There was a mailing from ${place}, by all signs your own.`,
    "order-surge": ({ place }) => `Orders and enquiries at ${place} went up sharply.`,
    "mail-loop": ({ place }) => `Automatic mails of ${place} answer each other.`,
  },
  seen: {
    "form-relay": (facts) =>
      `Strangers sent ${form(facts)} again and again, and each time your site mailed an address that they had typed in. The form did what it was built to do. What they made use of is that anybody can choose the address.`,
    "script-mailer": (facts) =>
      `${capital(script(facts))} was called from outside, and mail left for addresses that have nothing to do with your site.`,
    "injected-mailer": (facts) =>
      `${capital(script(facts))} does not seem to belong to your site, or was changed by somebody. It was called from outside, and mail left.`,
    "cron-mailer": () => "Mail left at regular intervals from a scheduled job on the server. Visits to your site had no part in it.",
    "smtp-credential-abuse": (facts) =>
      `Many networks that you do not usually use logged in as ${mailbox(facts)} with the right password and sent mail. The password seems to have become known to strangers.`,
    "account-takeover": () =>
      "A stranger logged in to the administration with the right password and then ran a program on your site that sends mail.",
    "subscription-bombing": (facts) =>
      `Strangers typed other people's addresses into ${form(facts)}, and those people got mail that they had not asked for.`,
    "form-flood": (facts) => `A program sends ${form(facts)} again and again. We have seen no mail to others follow from it.`,
    "login-attack": (facts) => `At ${facts.path ?? "the log-in"} one password after another is being tried. We have seen none succeed.`,
    "comment-spam": (facts) => `A program keeps posting comments at ${facts.path ?? "your site"}.`,
    "reset-flood": (facts) => `A program keeps asking for new passwords at ${facts.path ?? "your site"}.`,
    newsletter: () => "By the way it was sent and by whom it went to, we take it for your own mailing.",
    "order-surge": () => "The people behind it read your pages first, as visitors do. We take it for ordinary use.",
    "mail-loop": () => "Forwarding and automatic replies answer each other, so mail to the same address never stops.",
  },

  tells: {
    detected: {
      subject: ({ place, othersHold }) => `${place}: something unusual was seen (${othersHold ? "no new limit" : "nothing is limited"})`,
      lead: ({ othersHold }, happened) => `${happened} ${othersHold ? "We set no new limit." : "We have not limited anything."}`,
      story: ({ isByStrangers, othersHold }) => [
        othersHold
          ? "Our server logs show what is described below. In this case we have limited nothing so far; what is limited under another case is listed below."
          : "Our server logs show what is described below. So far we have done nothing that changes how your site works.",
        ...(isByStrangers ? ["Strangers did this. It does not mean that you did anything wrong."] : []),
      ],
    },
    contained: {
      subject: ({ place, limit }) => `${place}: ${limit}, as an emergency measure`,
      lead: (_facts, happened) => `${happened} To stop it we set a limit.`,
      story: ({ isByStrangers, othersHold }) => [
        "To keep the damage small we acted before we could tell you. We are sorry for the fright.",
        ...(isByStrangers ? ["Strangers did this. It does not mean that you did anything wrong."] : []),
        othersHold
          ? "Once the conditions below are met, the limit of this case goes. What is limited under another case, listed below, stays until that one ends."
          : "Once the conditions below are met, everything goes back to what it was.",
      ],
    },
    widened: {
      subject: ({ place, limit }) => `${place}: wider limit (${limit})`,
      lead: (_facts, happened) => `${happened} We had to widen our limit.`,
      story: () => ["The mail went on after the first limit, so we changed to a wider one. It stays only until the mail has stopped."],
    },
    checked: {
      subject: ({ place, open }) =>
        open === "0" ? `${place}: all conditions are met` : `${place}: ${things(open, "condition")} still open after our check`,
      lead: ({ place, open, asked }) =>
        open === "0" ? `We checked ${place}: all conditions are met.` : `We checked ${place}: ${open} of ${asked} conditions still open.`,
      story: ({ asked, met, open }) =>
        open === "0"
          ? [`All ${things(asked, "condition")} are met. Thank you for your work.`]
          : [`Of ${things(asked, "condition")}, ${met} met and ${open} still open. Below is what we found, and the next step.`],
    },
    watching: {
      subject: ({ place, until }) => `${place}: all conditions met, we are watching${until === null ? "" : ` until ${until}`}`,
      lead: ({ place }) => `All conditions for ${place} are met. We are now watching.`,
      story: ({ until, isLimited }) => [
        `Thank you for your work. ${until === null ? "We now watch" : `Until ${until} we watch`} whether the mail starts again.`,
        isLimited ? "The limit stays while we watch. There is nothing for you to do." : "Your site works as usual while we watch.",
      ],
    },
    relapsed: {
      subject: ({ place, limit }) => `${place}: it has started again (${limit})`,
      lead: (_facts, happened) => `It has started again. ${happened}`,
      story: ({ relapses }) => [
        `The mail had stopped and has started again (times it came back: ${relapses}). A way in is still open, or another one was found.`,
        'Some ways in are hard to find. If you are stuck, just answer "need help" and one of us will look at it with you.',
      ],
    },
    released: {
      subject: ({ place, wasLimited, othersHold }) => {
        if (othersHold) return `${place}: this case is settled, another one still limits something`;
        return wasLimited ? `${place}: all limits have been lifted` : `${place}: the matter is settled`;
      },
      lead: ({ place, wasLimited, othersHold }) => {
        if (othersHold) return `This case of ${place} has settled. Another case still limits something.`;
        return wasLimited ? `All limits on ${place} have been lifted.` : `The matter of ${place} has settled.`;
      },
      story: ({ wasLimited, othersHold, stopped }) => [
        "The conditions are met and all has stayed quiet, so this is over. Thank you for your work and your patience.",
        ...(othersHold
          ? [
              `${wasLimited ? "The limit of this case has been lifted. " : ""}What is listed below belongs to another case, and stays until that one ends.`,
            ]
          : []),
        ...stoppedLines(stopped),
        "We keep an eye on it for a while longer.",
      ],
    },
    dismissed: {
      subject: ({ place }) => `${place}: nothing is wrong, the case is closed`,
      lead: ({ place, wasLimited }) =>
        wasLimited ? `Nothing is wrong with ${place}. We take our limit back.` : `Nothing is wrong with ${place}. We have closed the case.`,
      story: ({ wasLimited, othersHold }) => [
        "One of us looked at the logs again: this was your own lawful use, or we misjudged it.",
        wasLimited
          ? "We are sorry for the trouble and the worry. What we did is undone as listed below."
          : `We are sorry for the worry. ${othersHold ? "In this case we had not limited anything." : "We had not limited anything."}`,
        ...(othersHold ? ["Another case still limits something; it is listed below and was judged by itself."] : []),
      ],
    },
    "made-good": {
      subject: ({ place }) => `Our apology: we limited ${place} by mistake`,
      lead: ({ place }) => `We limited ${place} by mistake. We are sorry, and have undone it.`,
      story: ({ stopped, othersHold }) => [
        "We limited lawful use of your site. You did nothing wrong; the mistake was ours, and we apologise.",
        ...stoppedLines(stopped),
        ...(othersHold ? ["Another case still limits something; it is listed below and was judged by itself."] : []),
        "We are reviewing how it came to this, so that it does not happen again.",
      ],
    },
    reminder: {
      subject: ({ place, limit }) => `${place}: how are you getting on? (${limit})`,
      lead: ({ place, open }) => `${things(open, "condition")} for ${place} ${open === "1" ? "is" : "are"} not confirmed yet.`,
      story: () => [
        "This is a reminder of our earlier message. If you have already done it, you need not answer: we check by ourselves from time to time.",
        'If something is difficult, answer with no more than "need help" and one of us will get in touch.',
      ],
    },
    received: {
      subject: ({ place }) => `${place}: we have your answer`,
      lead: ({ place }) => `We have your answer about ${place} and are checking it.`,
      story: () => ["Thank you for your answer. We check each point ourselves and tell you the result as soon as we have it."],
    },
    delayed: {
      subject: ({ place }) => `${place}: we are late, and sorry`,
      lead: ({ place }) => `We promised you an answer about ${place} and are late with it.`,
      story: ({ overdue, promised }) => [
        "We did not finish our part by the time that we had promised. We are sorry to keep you waiting.",
        ...(overdue.length === 0 ? [] : [`Not done yet: ${overdue.join("; ")}.`]),
        promised === null
          ? "Those in charge know, and it goes first now."
          : `Those in charge know, and it goes first now. You will hear from us by ${promised}.`,
      ],
    },
  },

  measures: {
    "deny-path": {
      title: () => "one script closed",
      short: "one script closed",
      reach: () => "Only the one script is closed. Everything else is open to all, at home and abroad.",
      beside: "One script is closed too.",
      search: "can still read it.",
      does: ({ path }) => `${path ?? "The script"} is closed to everybody, at home and abroad (answer 403).`,
      works: () => ({ site: ["all other pages and functions of the site"], mail: ["sending and receiving mail"] }),
    },
    "deny-network": {
      title: () => "some networks shut out",
      short: "some networks shut out",
      reach: () => "Only some networks are shut out. All others see the site as usual.",
      beside: "Some networks are shut out too.",
      search: "can still read it.",
      does: ({ networks }) => `These networks are shut out (answer 403): ${networks ?? "see your page"}`,
      works: () => ({
        site: ["reading and sending forms from all other networks", "reading by search engines"],
        mail: ["sending and receiving mail"],
      }),
    },
    "deny-foreign-writes": {
      title: () => "no sending from abroad",
      short: "no sending from abroad",
      reach: (facts) => `In ${atHome(facts)} all works as usual. Visitors abroad can read, but not send forms.`,
      beside: "Nobody abroad can send forms.",
      search: "can still read it.",
      does: () => "Whatever writes to your site from abroad (forms, log-ins, comments) is refused (answer 403). Reading is not.",
      works: (facts) => ({
        site: [
          `reading, and sending forms, from ${atHome(facts)}`,
          "reading from abroad",
          "reading by search engines, renewal of your certificate",
          "payment callbacks and others on the allow list",
        ],
        mail: ["sending and receiving mail"],
      }),
    },
    "challenge-foreign": {
      title: () => "a check page for visitors from abroad",
      short: "check page for visitors from abroad",
      reach: (facts) => `In ${atHome(facts)} all works as usual. Visitors abroad pass a check page once.`,
      beside: "Visitors abroad see a check page.",
      search: "can read it without the check.",
      does: () => "Visitors from abroad first see a page that checks their browser. It takes a few seconds and passes by itself.",
      works: (facts) => ({
        site: [
          `reading, and sending forms, from ${atHome(facts)}`,
          "reading and sending from abroad, after the check page",
          "reading by search engines, renewal of your certificate",
        ],
        mail: ["sending and receiving mail"],
      }),
    },
    "deny-foreign": {
      title: () => "no access from abroad",
      short: "no access from abroad",
      reach: (facts) => `In ${atHome(facts)} all works as usual. Visitors abroad cannot see the site.`,
      beside: "Visitors abroad are shut out.",
      search: "genuine ones can still read it.",
      does: () => "All access from abroad is refused (answer 403), reading as well as sending.",
      works: (facts) => ({
        site: [
          `reading, and sending forms, from ${atHome(facts)}`,
          "reading by search engines that are proven to be genuine, renewal of your certificate",
          "payment callbacks and others on the allow list",
        ],
        mail: ["sending and receiving mail"],
      }),
    },
    "deny-writes": {
      title: () => "forms and log-ins closed",
      short: "forms closed, reading works",
      reach: () => "Everybody can read the site as usual. Nobody can send forms or log in.",
      beside: "Forms and log-ins are closed.",
      search: "can still read it.",
      does: () =>
        "Whatever writes to your site (forms, log-ins, comments, carts) is refused for everybody, at home and abroad (answer 403).",
      works: () => ({
        site: ["reading, at home and abroad", "reading by search engines", "sending by those on the allow list"],
        mail: ["sending and receiving mail"],
      }),
    },
    "quarantine-file": {
      title: () => "one file in quarantine",
      short: "one file in quarantine",
      reach: () => "Only the one file is put aside. Everything else is open to all, at home and abroad.",
      beside: "One file is put aside.",
      search: "can still read it.",
      does: ({ file }) => `${file ?? "The file"} is put aside and can no longer be called. Nothing of it is deleted; it is kept as it was.`,
      works: () => ({ site: ["all other pages and functions of the site"], mail: ["sending and receiving mail"] }),
    },
    "lock-mailbox": {
      title: () => "sending from the mailbox stopped",
      short: "sending of mail stopped",
      reach: () => "The site is not affected. Only sending mail from this mailbox is stopped.",
      beside: "One mailbox cannot send.",
      search: "not affected.",
      does: (facts) => `No mail can be sent with the password of ${mailbox(facts)}. Mail that was waiting to leave is held, not deleted.`,
      works: (facts) => ({
        site: ["reading the site and sending its forms"],
        mail: [`receiving mail at ${mailbox(facts)}`, "all other mailboxes"],
      }),
    },
    "cap-mail": {
      title: () => "a limit on mails an hour",
      short: "limit on mails an hour",
      reach: () => "Everybody can use the site as usual. Only the number of mails an hour is limited.",
      beside: "Mails an hour are limited.",
      search: "not affected.",
      does: ({ account, perHour }) =>
        `From account ${account ?? "as a whole"} ${perHour === null ? "a fixed number of mails" : `at most ${perHour} mails`} an hour can leave. What goes beyond that does not leave in that hour.`,
      works: () => ({ site: ["reading the site and sending its forms"], mail: ["sending mail up to the limit, receiving all mail"] }),
    },
    "hold-mail": {
      title: () => "outgoing mail held",
      short: "outgoing mail held",
      reach: () => "Everybody can use the site as usual. Only its outgoing mail is held; none is lost.",
      beside: "Outgoing mail is held.",
      search: "not affected.",
      does: ({ account }) =>
        `Mail sent by account ${account ?? "as a whole"} is held on the server, also the copies that your forms send to you. None is lost; it is delivered after the check. What is certainly your own can go at once: ask for it.`,
      works: () => ({ site: ["reading the site and sending its forms (their mails come later)"], mail: ["receiving mail"] }),
    },
    "stop-mail": {
      title: () => "outgoing mail stopped",
      short: "outgoing mail stopped",
      reach: () => "Everybody can use the site as usual. Only mail sent by the site is stopped.",
      beside: "Mail sent by the site is stopped.",
      search: "not affected.",
      does: ({ account }) =>
        `Programs of account ${account ?? "as a whole"} cannot send mail. Your forms send you no copies either, so please look for enquiries in the site's administration.`,
      works: () => ({ site: ["reading the site and sending its forms (without mails)"], mail: ["receiving mail"] }),
    },
  },
  open: {
    free: { short: "nothing is limited", reach: () => "Everybody can use it as usual, at home and abroad.", search: "not affected." },
    lifting: {
      short: "limit being lifted",
      reach: () => "The limit is being lifted. In a moment all is as before.",
      search: "not affected.",
    },
  },

  requirements: {
    "form-protected": {
      title: (facts) => guards[guardOf(facts)].title,
      condition: (facts) => guards[guardOf(facts)].condition(facts),
      first: (facts) => guards[guardOf(facts)].first,
      steps: (facts) => guards[guardOf(facts)].steps ?? formSteps[facts.product],
    },
    "no-known-vulnerability": {
      title: () => "Known weaknesses",
      condition: () => "No program on your site has a weakness that has been made public.",
      first: () => "update or delete the program with the weakness.",
      steps: updateSteps,
    },
    "up-to-date": {
      title: () => "Updates",
      condition: () => "The programs on your site are of versions that their makers still look after.",
      first: () => "update the programs on your site.",
      steps: updateSteps,
    },
    "files-untampered": {
      title: () => "Files",
      condition: () => "No file on your site was changed by strangers or put there by them.",
      first: (facts) => (facts.file === null ? "look for files that you do not know." : "look at the file that is named below."),
      steps: (facts) => [
        "Make a backup of how it is now; it helps to find out more later.",
        ...(facts.file === null ? [] : [`Ask yourself whether ${facts.file} is yours. If you do not know it, delete it.`]),
        ...(isWordPress(facts)
          ? [
              'Put WordPress itself back with "Dashboard" > "Updates" > "Re-install".',
              "Delete the plugins and themes and install them anew from where they come from.",
              'Delete every file that ends in ".php" below the "uploads" folder: only pictures and documents belong there.',
            ]
          : ["Compare the files with those of the maker or with your own copies, and put the right ones back."]),
        "Delete administrators that you do not know.",
      ],
    },
    "way-in-closed": {
      title: () => "Way in",
      condition: () => "The way by which strangers came in can no longer be used.",
      first: (facts) => (facts.layer === "login" ? "change all administrators' passwords." : "delete unused programs, update the rest."),
      steps: (facts) => [
        "Change the passwords of all administrators and of FTP.",
        ...(isWordPress(facts)
          ? ['Under "Users", delete administrators that you do not know.', "Delete unused plugins and themes, and update the rest."]
          : ["Delete unused programs, and update the rest."]),
        "If there are other sites in the same account, do the same there.",
      ],
    },
    "no-cron-entry": {
      title: () => "Scheduled job",
      condition: () => "No scheduled job (cron) sends such mail, and none is put back.",
      first: () => "delete the scheduled job (cron) that you do not know.",
      steps: (facts) => [
        'Open the scheduled jobs ("Cron") in the hosting panel.',
        "Write down the line that you do not know, then delete it.",
        facts.file === null ? "Delete the file that it called as well." : `Delete the file that it called (${facts.file}) as well.`,
        "Change the passwords of the server and of FTP, so that it is not put back.",
      ],
    },
    "password-changed": {
      title: () => "Password",
      condition: (facts) =>
        facts.mailbox === null
          ? "The administration has a new password, set after this began."
          : `${facts.mailbox} has a new password, set after this began.`,
      first: (facts) => (facts.mailbox === null ? "change the administrators' passwords." : "change the password of this mailbox."),
      steps: (facts) => [
        "Check your computers and phones for viruses first: a password that is being watched is no secret for long.",
        facts.mailbox === null
          ? "Give every administrator a long password that is used nowhere else."
          : "In the hosting panel, give this mailbox a long password that is used nowhere else.",
        facts.mailbox === null
          ? "Switch two-step log-in on if there is one."
          : "Enter the new password in the mail programs of your computers and phones.",
        "If you used the old one elsewhere, change it there too.",
      ],
    },
    "consent-confirmed": {
      title: () => "Consent",
      condition: () => "Everybody on your list signed up of their own free will.",
      first: () => "delete the sign-ups of that time that were not confirmed.",
      steps: () => [
        "Show the sign-ups of the time given in this message.",
        "Delete all whose owners did not open the link in their confirmation mail.",
        "Send nothing to them until that is done.",
      ],
    },
    "harm-stopped": {
      title: () => "Mail has stopped",
      condition: () => "Our logs show that no more of this mail leaves. We look ourselves; there is nothing for you to do.",
      first: () => "nothing. We check whether the mail has stopped.",
      steps: () => [],
    },
  },
  states: { met: "met", "not-met": "not met yet", unknown: "could not be told yet" },
  findings: {
    "still-sending": ({ messages }) => `mail still leaves by this way in${messages === undefined ? "" : ` (messages: ${messages})`}.`,
    quiet: ({ minutes }) => `no mail left by this way in${minutes === undefined ? "" : ` for ${minutes} minutes`}.`,
    "log-incomplete": () => "our logs have a hole, so we cannot tell whether it has stopped.",
    "form-answers": ({ path, status }) =>
      `${path ?? "the form"} still takes what is sent to it${status === undefined ? "" : ` (answer ${status})`}.`,
    "form-refuses": ({ path, status }) => `${path ?? "the form"} refuses programs${status === undefined ? "" : ` (answer ${status})`}.`,
    "form-gone": ({ path, status }) => `${path ?? "the form"} is gone${status === undefined ? "" : ` (answer ${status})`}.`,
    "could-not-run": () => "no machine could tell.",
    attested: () => "one of us looked and confirmed it.",
  },
  ends: {
    "when-met": {
      short: ({ watch }) => `by itself, ${watch} after our checks find all fixed.`,
      long: ({ watch }) => [
        `We check the conditions by ourselves from time to time. Once all are met and it stays quiet for ${watch}, the limit ends by itself, at night and on weekends too.`,
        "You need not answer for that. If you do, we check at once.",
      ],
    },
    "when-decided": {
      short: ({ watch }) => `all fixed and ${watch} quiet, then one of us lifts it.`,
      long: ({ watch, promise }) => [
        `Once all conditions are met and it stays quiet for ${watch}, one of us decides to lift the limit, within ${promise} of working time.`,
        "You need not answer for the checks to go on. If you do, we check at once.",
      ],
    },
    unlimited: {
      short: ({ deadline }) => (deadline === null ? "once the conditions are met." : `once it is fixed; please by ${deadline}.`),
      long: ({ deadline, watch }) => [
        `Once all conditions are met and it stays quiet for ${watch}, the case is closed.`,
        ...(deadline === null ? [] : [`If mail still leaves on ${deadline}, we consider a limit, and tell you whenever we set one.`]),
      ],
    },
    watch: {
      short: ({ until }) => `by itself, ${until === null ? "after the watch" : `on ${until}`}, if all stays quiet.`,
      long: ({ until }) => [
        `If it stays quiet until ${until ?? "the end of the watch"}, it ends by itself and we tell you. If the mail starts again before, we go back to where we were.`,
      ],
    },
    "watch-decided": {
      short: ({ until }) => `quiet until ${until ?? "the watch ends"}, then one of us lifts it.`,
      long: ({ until, promise }) => [
        `If it stays quiet until ${until ?? "the end of the watch"}, one of us then decides to lift the limit, within ${promise} of working time. If the mail starts again before, we go back to where we were.`,
      ],
    },
    over: {
      short: () => "it is over.",
      long: () => ["It is over. You will hear from us about it only if it starts again."],
    },
    settled: {
      short: () => "it is over.",
      long: () => ["It is over. We keep the record so that we can learn from it."],
    },
  },
  tasks: {
    "look-at-case": "looking at the case",
    "approve-measure": "deciding on a limit",
    "measure-failed": "repeating a step that failed",
    "measure-drifted": "checking that the limit is as it should be",
    "harm-goes-on": "acting on mail that goes on",
    "approve-release": "deciding to lift the limit",
    "attest-unknown": "checking by hand what cannot be checked by machine",
    "answer-customer": "answering you",
    "review-lawful-claim": "looking again at whether this was your own lawful use",
    "notice-bounced": "reaching you after a message came back",
    "nobody-to-tell": "finding out how to reach you",
    "too-many-notices": "looking through our messages to you",
    "customer-silent": "getting in touch with you",
    "review-due": "looking again at a limit that stands",
    "held-mail": "deciding on mail that is still held back",
  },
  overdue: (task, due) => `${task} (promised by ${due})`,
  claims: {
    done: { word: "done", meaning: "it is fixed (a word on how helps us)" },
    "not-needed": { word: "does not apply", meaning: "you looked, and it is not so" },
    "need-help": { word: "need help", meaning: "you do not know, or it is difficult" },
    "was-ours": { word: "this was ours", meaning: "the mail was your own and lawful" },
  },

  opening: {
    reach: "Now",
    search: "Search engines",
    first: "Do first",
    ends: "Ends",
    nothingToDo: "nothing.",
    onlyWait: "nothing; we are at work on it.",
  },
  headings: {
    case: "Your case",
    story: "What happened",
    seen: "What we saw",
    done: "What we did",
    regulars: "Who came regularly from abroad",
    others: "What another case still limits",
    works: "What still works",
    asked: "What we ask",
    ends: "When it ends",
    decided: "Who decided",
    object: "If you see it differently",
    answer: "How to answer",
    form: "To fill in",
    genuine: "How to tell that this message is genuine",
  },
  labels: {
    case: "Case",
    server: "Server",
    account: "Account",
    site: "Site",
    cause: "Way in",
    time: "Times",
    since: "Since",
    decided: "Decided",
  },
  seenWords: {
    byPerson: (at) => `Seen by a person of our staff, who opened this case on ${at}. No figures from the logs belong to it so far.`,
    period: (from, to) => `From ${from} to ${to}`,
    mail: ({ messages, recipients, foreignRecipients, bounced }) =>
      `Mail log: messages ${messages}, recipients ${recipients} (abroad ${foreignRecipients}), returned as undeliverable ${bounced}`,
    noMail: "Mail log: no mail that belongs to this.",
    noMailLog: "Mail log: none could be read, so we cannot tell how much mail there was.",
    web: ({ requests, sources, foreignRequests, refused }) =>
      `Access log: requests ${requests} (from abroad ${foreignRequests}, refused ${refused}), different addresses ${sources}`,
    noWeb: "Access log: no requests that belong to this.",
    noWebLog: "Access log: none could be read, so we cannot tell how many requests there were.",
    share: (messages, percent) => `Mail by this way in: ${messages}, which is ${percent} of all mail of the account in that time`,
    lines: (input) => `From ${input}:`,
    masked: "The ends of visitors' addresses, names before an @ and values that were typed in are hidden by ***.",
    more: (count) => `(${count} more)`,
  },
  regulars: {
    intro:
      "These came from abroad regularly before, and had no part in the abuse. What is limited meets them as well. If one of them is yours, such as a payment provider or a monitor, tell us in your answer and we let it through.",
    source: ({ from, days, of, requests, paths }) =>
      `${from}: on ${days} of ${of} days, ${requests} ${requests === "1" ? "request" : "requests"} to ${paths}`,
  },
  others: {
    intro: "The end of this case does not end the following; each has a case of its own.",
    held: ({ measure, on, since, caseId }) => `${capital(measure)} (${on})${since === null ? "" : `, since ${since}`}: case ${caseId}`,
    ending: ({ measure, on, caseId }) => `${capital(measure)} (${on}), is being ended: case ${caseId}`,
  },
  done: {
    nothing: "Nothing has been limited.",
    nothingHere: "In this case nothing has been limited.",
    liftedAt: (measure, moment) => `${capital(measure)}: ended ${moment}.`,
    lifting: (measure) => `${capital(measure)}: is being ended.`,
    clause: (clause) => `What we did rests on this clause of our terms: ${clause}`,
  },
  asked: {
    intro: (count) =>
      count === "1"
        ? "It ends once the condition below is met. How you meet it is up to you."
        : `It ends once ${things(count, "condition")} are met. How you meet them is up to you.`,
    howTo: "One way to do it",
    state: (state, moment) => `${state} (${moment})`,
    next: (step) => `Next step: ${step}`,
    byPerson: "One of us looks at this. If you are done with it, you need only wait.",
    found: (text) => `What we found: ${text}`,
    yourWay: "It goes fastest in this order.",
    sameAs: (number) => `The same steps as for number ${number}.`,
  },
  decided: {
    machine: {
      short: "by machine",
      begun: "A machine decided this, from our server logs and under a policy laid down beforehand. It did not wait for a person.",
      ended: "A machine decided this, from the results of the checks and under a policy laid down beforehand.",
    },
    person: {
      short: "by a person",
      begun: "One of us decided this after looking at our server logs.",
      ended: "One of us decided this after looking at the record again.",
    },
  },
  policyVersion: (version) => `Version of the policy: ${version}`,
  object: ({ contact, promise, claim }) => [
    `If the mail was your own, or you think that we are wrong, answer "${claim}". You need not argue. One of us looks at the record again within ${promise} of working time, and if we were wrong, all of it is undone.`,
    `By mail: ${contact}`,
  ],
  answer: {
    intro: ({ hasPage }) => [
      hasPage ? "Reply to this mail or use your page, whichever you like. The page needs no log-in." : "Just reply to this mail.",
      'Copy the lines to fill in to the top of your answer, and write one of these after each "⇒". Words of your own are welcome too.',
    ],
    notNeeded: "You need not answer. If you have a question, just reply to this mail.",
    page: "Your page",
  },
  genuine: {
    never: "We never ask for a password or a card number, neither here nor when you answer.",
    number: ({ caseId, operator }) =>
      `Without any link: open the panel of ${operator} the way you always do. If it shows the same case (${caseId}), this message is genuine.`,
    link: "Or enter the case number and the name of your account here",
    ask: (contact) => `If in doubt, ask ${contact}.`,
  },
  signature: (operator, contact) => [`${operator}, abuse desk`, contact],
  page: {
    languageName: "English",
    title: (place) => `The case of ${place}`,
    asOf: (moment) => `As it stands now: ${moment}`,
    genuine: ({ host, caseId }) =>
      `You came here by the link in our message. If the address in your browser begins with ${host}, the message of case ${caseId} is genuine. We never ask for a password here.`,
    answer: {
      heading: "Answer here",
      intro:
        "Choose what fits for each condition, and leave out what you do not know yet. We check it ourselves right after. No log-in is needed.",
      choose: "not said yet",
      text: "What you did, in a few words",
      message: "Anything else that you want to tell us, or why you see it differently",
      send: "Send the answer",
      byMail: (contact) =>
        `You can just as well reply to our mail, or write to ${contact}. Answering is never a duty: we check from time to time anyway.`,
      before: (claim, moment) => `You said: ${claim} (${moment})`,
      closed: "Nothing is asked of you at present. If you have a question or see it differently, write to us below.",
    },
    denyList: {
      heading: "Whom the site is closed to",
      intro:
        "These are turned away from the site. Rows marked “locked” are ours: they cannot be removed, and go when the restriction is lifted. Where a row says “all”, only what stands beside it is closed.",
      heads: { network: "Network", what: "What is turned away", why: "Reason or note" },
      locked: "locked",
      ofCase: (caseId) => `case ${caseId}`,
      own: "everything (your own row)",
      waiting: "Your own rows are not on the server yet; it is tried again each minute.",
    },
    held: {
      heading: "Mail of yours on hold",
      waiting: (count, from, to) => `Messages that our server holds now: ${count} (handed in from ${from} to ${to}). None is lost.`,
      own: (count) =>
        `Of these, certainly your own by our logs: ${count}. You can have them delivered now; you need not wait for the end of the case.`,
      send: "Deliver my own mail now",
      rest: (count) =>
        `The rest (${count}) came of the abuse, or we cannot tell. It stays on hold until one of us has looked at it. If a message of yours is among it, tell us in your answer when it was sent and to which domain.`,
    },
    said: {
      delivered: "Your own mail is on its way.",
      "nothing-held": "No mail that is certainly yours is on hold any more.",
      "held-failed": "Not all of it could be sent on just now. Nothing is lost. Please try again in a few minutes.",
      taken: "We have your answer and are checking it. You hear from us by mail.",
      empty: "Nothing was chosen or written, so nothing was sent.",
      stale: "The page had been open for too long, so nothing was sent. Please send it once more.",
      "too-many": "That was a lot of answers in a short time. Please wait a few minutes; nothing was sent.",
    },
    check: {
      title: "Is the message genuine?",
      intro:
        "Enter the case number from the message and the name of your hosting account. The answer is yes or no, and nothing else about the case.",
      caseNumber: "Case number",
      account: "Name of the account",
      ask: "Check",
      yes: (moment) =>
        moment === null
          ? "Yes, there is such a case. No message has been sent yet."
          : `Yes, it is ours. Our last message about it was sent ${moment}.`,
      no: (contact) => `No. We have no case with this number for this account. Do not follow links in the message; ask ${contact}.`,
      wait: "This was asked too often just now. Please wait a minute.",
    },
    notFound: {
      title: "This page does not exist",
      text: (contact) =>
        `The link is incomplete, or older than 14 days. Our latest message holds a newer one. If in doubt, ask ${contact}.`,
      check: "Check whether a message is genuine",
    },
  },
} as const satisfies NoticeLanguage;
