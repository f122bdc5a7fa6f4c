import type { NoticeFacts, NoticeLanguage, StoppedFacts } from "../../ports/notice-language.ts";

/** A space between a Latin word and the Japanese that follows it; none after a bracket or Japanese. */
const spaced = (text: string): string => (/[\x21-\x7e]$/.test(text) ? `${text} ` : text);

const weekdays = ["日", "月", "火", "水", "木", "金", "土"] as const;
const two = (value: number): string => String(value).padStart(2, "0");

const span = (minutes: number): string => {
  if (minutes >= 2880 && minutes % 1440 === 0) return `${minutes / 1440}日間`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${minutes}分間`;
  return rest === 0 ? `${hours}時間` : `${hours}時間${rest}分`;
};

const atHome = ({ home }: NoticeFacts): string => (home === null ? "国内" : `${home}国内`);
const named = (what: string, path: string | null): string => (path === null ? what : `${what}（${path}）`);
/** How long a limit stood and what it stopped; that it could not be counted is said as well. */
const stoppedLines = (stopped: StoppedFacts | null): readonly string[] => {
  if (stopped === null) return [];
  const { from, to, refused, held, delivered, onHold, refusedMail, counted } = stopped;
  const least = (count: StoppedFacts["least"][number]): string => (stopped.least.includes(count) ? "少なくとも" : "");
  return [
    to === null ? `制限の開始：${from}（終了はまだ確認できていません）` : `制限していた期間：${from} から ${to} まで`,
    ...(refused === null ? [] : [`この間に拒否したアクセス：${least("refused")}${refused}件`]),
    ...(held === null
      ? []
      : [`この間に保留したメール：${least("held")}${held}通${onHold === null ? "（失われておらず、順にお届けします）" : ""}`]),
    ...(delivered === null ? [] : [`解除の際にお届けした、お客様ご自身のメール：${delivered}通`]),
    ...(onHold === null
      ? []
      : [`不正利用によるもの、または判断できないため、引き続き保留しているメール：${onHold}通（担当者が判断するまで削除しません）`]),
    ...(refusedMail === null ? [] : [`この間に受け付けなかったメール：${least("refusedMail")}${refusedMail}通`]),
    ...(counted === "none" ? ["この間に止めたアクセスやメールの数は、サーバーに記録がなく、お伝えできません。"] : []),
    ...(counted === "part" ? ["一部の措置については、止めた数の記録がサーバーになく、お伝えできません。"] : []),
  ];
};

const form = ({ path }: NoticeFacts): string => named("フォーム", path);
const script = ({ file, path }: NoticeFacts): string => spaced(file ?? path ?? "スクリプト");
const mailbox = ({ mailbox: name }: NoticeFacts): string => spaced(name ?? "該当のメールアカウント");
const at = ({ place }: NoticeFacts): string => spaced(place);

/** How a form is closed to strangers' programs, by the program that runs it. */
const formSteps = {
  "contact-form-7": [
    "WordPress の管理画面で「お問い合わせ」→「コンタクトフォーム」を開き、該当のフォームを選びます。",
    "「メール」タブの「メール (2) を使用」のチェックを外して保存します。これで、入力された宛先への自動返信が止まります。",
    "フォームを使わない場合は、「コンタクトフォーム」の一覧からフォームそのものを削除します。ページを消すだけでは、送信の受付口が残ることがあります。",
    "使い続ける場合は、「お問い合わせ」→「インテグレーション」で reCAPTCHA などのロボット対策を設定します。自動返信は止めたままにしておくと、より安心です。",
  ],
  "newsletter-plugin": [
    "メールマガジンのプラグインの設定で、登録フォームにロボット対策（CAPTCHA）を付けます。",
    "同じ接続元から続けて登録できる回数の制限を有効にします。",
    "すぐに設定できない場合は、登録フォームを置いたページを一時的に非公開にし、プラグインの登録機能も無効にします。",
  ],
  "wordpress-registration": [
    "WordPress の管理画面で「設定」→「一般」を開きます。",
    "会員登録を使っていなければ、「だれでもユーザー登録ができるようにする」のチェックを外して保存します。",
    "使っている場合は、登録画面にロボット対策（CAPTCHA）を付けるプラグインを導入します。",
    "「ユーザー」の一覧で、見覚えのない登録を削除します。",
  ],
  "wordpress-comments": [
    "WordPress の管理画面で「設定」→「ディスカッション」を開きます。",
    "コメントを使っていなければ、投稿へのコメントを許可する設定を外します。",
    "使っている場合は、コメントを手動で承認する設定にし、迷惑コメント対策のプラグインを有効にします。",
  ],
  "wordpress-login": [
    "WordPress の管理者全員のパスワードを、ほかで使っていない長いものにします。",
    "二段階認証と、ログイン失敗の回数を制限するプラグインを導入します。",
    "スマートフォンのアプリなどで使っていなければ、XML-RPC（xmlrpc.php）を無効にします。",
  ],
  wordpress: [
    "WordPress の管理画面で、該当のフォームを動かしているプラグインの設定を開きます。",
    "入力された宛先に控えや自動返信を送る機能を止めます。",
    "フォームを使わない場合は、ページだけでなく、プラグインの側のフォームも削除します。",
    "使い続ける場合は、ロボット対策（CAPTCHA）を有効にします。",
  ],
  other: [
    "入力された宛先に控えや自動返信を送る機能があれば、止めます。",
    "フォームを使わない場合は、ページだけでなく、送信を受け付けるプログラムのファイルも外します。",
    "使い続ける場合は、ロボット対策（CAPTCHA）を入れます。画面の上だけでなく、受け付けるプログラムの側で確かめていることが大切です。",
    "ご自身で難しい場合は、サイトを制作した会社にこのお知らせをそのままお見せください。",
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
    title: "フォームの対策",
    condition: (facts) =>
      `${form(facts)}から、第三者が入力した宛先へメールが送られないこと。または、プログラムによる送信が拒否されること（フォームをなくした場合も、条件を満たします）`,
    first: "フォームの自動返信を止めるか、フォームを一時的に外してください。",
  },
  "sign-up": {
    title: "登録フォームの対策",
    condition: (facts) => `${form(facts)}から、第三者が他人のメールアドレスを大量に登録できないこと`,
    first: "登録フォームにロボット対策を付けるか、一時的に閉じてください。",
  },
  flood: {
    title: "フォームの対策",
    condition: (facts) => `${form(facts)}で、プログラムによる送信が拒否されること（フォームをなくした場合も、条件を満たします）`,
    first: "フォームにロボット対策を付けるか、一時的に外してください。",
  },
  comments: {
    title: "コメント欄の対策",
    condition: () => "プログラムによる投稿が、承認なしに掲載されないこと（コメント欄を閉じた場合も、条件を満たします）",
    first: "コメントを承認制にするか、コメント欄を閉じてください。",
  },
  login: {
    title: "ログインの対策",
    condition: (facts) => `${named("ログイン画面", facts.path)}で、パスワードを何度も試せないこと。または、二段階認証で守られていること`,
    first: "管理者全員のパスワードを、長いものに変えてください。",
  },
  reset: {
    title: "パスワード再設定の対策",
    condition: (facts) => `${named("パスワード再設定の画面", facts.path)}から、何度も続けて要求できないこと`,
    first: "再設定の画面に、ロボット対策か回数の制限を付けてください。",
    steps: [
      "ログインまわりを守るプラグインなどで、パスワード再設定の画面にロボット対策（CAPTCHA）を付けます。",
      "同じ方への再設定のメールを、続けて送らない設定にします。",
      "会員登録を使っていなければ、再設定の画面そのものを閉じます。",
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
        "WordPress の管理画面で「ダッシュボード」→「更新」を開き、先にバックアップをとります。",
        "WordPress 本体、プラグイン、テーマを更新します。",
        "使っていないプラグインとテーマは、停止ではなく削除します。",
        "配布元での公開が終わったプラグインは、ほかのものに置き換えます。",
      ]
    : [
        "先にバックアップをとります。",
        "サイトで使っているプログラムの名前と版を確かめ、配布元の案内に沿って更新します。",
        "使っていないプログラムはサーバーから削除します。",
      ];

/** Notices in Japanese, in the style in which a host writes to a shop owner. */
export const ja = {
  code: "ja",
  columns: 70,
  signs: { bullet: "・", colon: "：", heading: "■ ", underline: null },
  between: "",
  moment: ({ year, month, day, weekday, hour, minute }) =>
    `${year}年${month}月${day}日（${weekdays[weekday] ?? ""}）${hour}:${two(minute)}`,
  clock: ({ hour, minute }) => `${hour}:${two(minute)}`,
  span,
  greeting: (name) => `${name ?? "ご担当者"} 様`,
  subject: (text, caseId) => `${text}［事案番号 ${caseId}］`,

  causes: {
    form: (facts) => `フォーム（${facts.endpoint ?? "場所は特定できていません"}）`,
    file: (facts) => `スクリプト（${facts.file ?? facts.endpoint ?? "場所は特定できていません"}）`,
    plugin: (facts) => `プラグイン（${facts.file ?? facts.endpoint ?? "名前は特定できていません"}）`,
    cron: (facts) => (facts.file === null ? "定期実行（cron）" : `定期実行（cron）から動く ${facts.file}`),
    "smtp-auth": (facts) => `メールアカウント ${facts.mailbox ?? "（特定できていません）"} のパスワード`,
    login: (facts) => `ログイン（${facts.endpoint ?? "管理画面"}）`,
    none: () => "特定の入口は見つかっていません",
  },
  happened: {
    "form-relay": (facts) => `${at(facts)}のフォームが第三者に使われ、迷惑メールが送られています。`,
    "script-mailer": (facts) => `${at(facts)}のスクリプトが第三者に使われ、大量のメールが送られています。`,
    "injected-mailer": (facts) => `${at(facts)}に見慣れないファイルがあり、そこから大量のメールが送られています。`,
    "cron-mailer": (facts) => `${at(facts)}の定期実行（cron）から、大量のメールが送られています。`,
    "smtp-credential-abuse": (facts) => `${at(facts)}のパスワードを第三者が使い、大量のメールを送っています。`,
    "account-takeover": (facts) => `${at(facts)}の管理画面に第三者がログインし、メールを送っています。`,
    "subscription-bombing": (facts) => `${at(facts)}の登録フォームに、他人のメールアドレスが大量に入力されています。`,
    "form-flood": (facts) => `${at(facts)}のフォームに、第三者のプログラムから大量の送信が続いています。`,
    "login-attack": (facts) => `${at(facts)}のログイン画面で、パスワードを次々に試す操作が続いています。`,
    "comment-spam": (facts) => `${at(facts)}のコメント欄に、迷惑な投稿が続いています。`,
    "reset-flood": (facts) => `${at(facts)}で、パスワード再設定の要求が大量に続いています。`,
    newsletter: (facts) => `${at(facts)}から、お客様ご自身のものと見られる一斉配信がありました。`,
    "order-surge": (facts) => `${at(facts)}で、ご注文やお問い合わせのメールが急に増えました。`,
    "mail-loop": (facts) => `${at(facts)}で、自動のメールが互いに応答し続けています。`,
  },
  seen: {
    "form-relay": (facts) =>
      `第三者が${form(facts)}への送信を繰り返し、そのたびに、第三者が入力した宛先へサイトからメールが届いていました。フォームは設定どおりに動いています。宛先を自由に入力できる点が利用されたものです。`,
    "script-mailer": (facts) => `${script(facts)}が外部から呼び出され、サイトとは関係のない宛先へメールが送られていました。`,
    "injected-mailer": (facts) =>
      `${script(facts)}は、サイト本来のファイルではないか、何者かに書き換えられたと見られます。これが外部から呼び出され、メールが送られていました。`,
    "cron-mailer": () => "サイトへのアクセスとは関係なく、サーバーに登録された定期実行から、一定の間隔でメールが送られていました。",
    "smtp-credential-abuse": (facts) =>
      `${mailbox(facts)}に、ふだんとは異なる多数のネットワークから正しいパスワードで接続があり、メールが送られていました。パスワードが第三者に知られたものと見られます。`,
    "account-takeover": () =>
      "第三者が正しいパスワードで管理画面にログインし、その後、サイトの上でメールを送るプログラムを動かしていました。",
    "subscription-bombing": (facts) =>
      `第三者が${form(facts)}に他人のメールアドレスを次々に入力し、ご本人が望まない登録メールが送られていました。`,
    "form-flood": (facts) =>
      `第三者のプログラムが${form(facts)}への送信を繰り返しています。これに続いて外部へ送られたメールは確認していません。`,
    "login-attack": (facts) =>
      `${named("ログイン画面", facts.path)}で、パスワードを次々に試す接続が続いています。ログインに成功した形跡は確認していません。`,
    "comment-spam": (facts) => `${named("コメントの受付", facts.path)}に、プログラムによるコメントの投稿が続いています。`,
    "reset-flood": (facts) => `${named("パスワード再設定の画面", facts.path)}に、再設定の要求が繰り返し送られています。`,
    newsletter: () => "送信の仕方と宛先から見て、お客様ご自身の配信と判断しています。",
    "order-surge": () => "サイトを閲覧した方々による、通常のご利用と判断しています。",
    "mail-loop": () => "転送や自動返信の設定どうしが応答し合い、同じ宛先へメールが送られ続けています。",
  },

  tells: {
    detected: {
      subject: ({ place, othersHold }) =>
        `${place}：不審な動きを検知しました（${othersHold ? "新たな制限はありません" : "制限は行っていません"}）`,
      lead: ({ othersHold }, happened) => `${happened}${othersHold ? "新たな制限は行っていません。" : "現在、制限は行っていません。"}`,
      story: ({ isByStrangers, othersHold }) => [
        othersHold
          ? "サーバーの記録から、下記の状況を検知しました。この件では、現時点で何も制限していません。別の件で続いている制限は、下記のとおりです。"
          : "サーバーの記録から、下記の状況を検知しました。お客様のサイトの使い勝手に影響する措置は、現時点では何も行っていません。",
        ...(isByStrangers ? ["第三者によるもので、お客様に落ち度があったということではありません。"] : []),
      ],
    },
    contained: {
      subject: ({ place, limit }) => `${place}：${limit}（不審な動きへの緊急措置）`,
      lead: (_facts, happened) => `${happened}止めるため、一部を制限しました。`,
      story: ({ isByStrangers, othersHold }) => [
        "被害が広がるのを防ぐため、お知らせする前に措置を行いました。突然のことで驚かせてしまい、申し訳ございません。",
        ...(isByStrangers ? ["第三者によるもので、お客様に落ち度があったということではありません。"] : []),
        othersHold
          ? "下記の条件がそろえば、この件の制限は解除します。別の件の制限（下記）は、その件が終わるまで続きます。"
          : "下記の条件がそろえば、元に戻ります。",
      ],
    },
    widened: {
      subject: ({ place, limit }) => `${place}：制限を広げました（${limit}）`,
      lead: (_facts, happened) => `${happened}最初の措置で止まらず、制限を広げました。`,
      story: () => [
        "先にお知らせした措置の後も送信が続いたため、より広い措置に切り替えました。送信が止まったと確認できるまでの間のものです。",
      ],
    },
    checked: {
      subject: ({ place }) => `${spaced(place)}の確認結果をお知らせします`,
      lead: ({ open, asked, place }) =>
        open === "0"
          ? `${spaced(place)}の条件がすべてそろったと確認しました。`
          : `${spaced(place)}を確認しました。残る条件は${asked}件中${open}件です。`,
      story: ({ asked, met, open }) =>
        open === "0"
          ? [`条件${asked}件のすべてがそろったことを確認しました。ご対応ありがとうございました。`]
          : [`条件${asked}件のうち${met}件を確認できました。残る${open}件について、確認できた内容と次の一手を下記に記します。`],
    },
    watching: {
      subject: ({ place, until }) => `${spaced(place)}の経過観察を始めました${until === null ? "" : `（${until}まで）`}`,
      lead: ({ place }) => `${spaced(place)}の条件がすべてそろい、経過観察に入りました。`,
      story: ({ until, isLimited }) => [
        `すべての条件を確認できました。ご対応ありがとうございました。${until === null ? "" : `${until}まで、同じ送信が起きないかを見守ります。`}`,
        isLimited ? "この間、制限は続きます。お客様にしていただくことはありません。" : "この間も、サイトはふだんどおりお使いいただけます。",
      ],
    },
    relapsed: {
      subject: ({ place, limit }) => `${place}：再発を確認しました（${limit}）`,
      lead: (_facts, happened) => `収まった後に再発しました。${happened}`,
      story: ({ relapses }) => [
        `いったん収まった送信が、また始まりました（再発は${relapses}回目です）。入口がまだ残っているか、別の入口が使われた可能性があります。`,
        "見つけにくい入口もあります。ご自身で難しいときは、遠慮なく「手伝ってほしい」とご返信ください。",
      ],
    },
    released: {
      subject: ({ place, wasLimited, othersHold }) => {
        if (othersHold) return `${spaced(place)}のこの件は解決しました（別の件の制限は続いています）`;
        return wasLimited ? `${spaced(place)}の制限をすべて解除しました` : `${spaced(place)}の件は解決しました`;
      },
      lead: ({ place, wasLimited, othersHold }) => {
        if (othersHold) return `${spaced(place)}のこの件は解決しました。別の件の制限は続いています。`;
        return wasLimited ? `${spaced(place)}の制限をすべて解除しました。` : `${spaced(place)}の件は解決しました。`;
      },
      story: ({ wasLimited, othersHold, stopped }) => [
        `条件がそろい、その後も問題が起きていないことを確認しました。${wasLimited ? (othersHold ? "この件の制限は終えました。" : "制限はすべて終えました。") : ""}ご対応とご協力に感謝いたします。`,
        ...(othersHold ? ["下記に記した制限は別の件のもので、その件が終わるまで続きます。"] : []),
        ...stoppedLines(stopped),
        "しばらくの間、同じことが起きないかを引き続き見守ります。",
      ],
    },
    dismissed: {
      subject: ({ place }) => `${spaced(place)}の件は問題ないと判断しました`,
      lead: ({ place, wasLimited }) => `${spaced(place)}の件は問題ないと判断し、${wasLimited ? "制限を取り消します" : "終了します"}。`,
      story: ({ wasLimited, othersHold }) => [
        "担当者が記録を見直し、お客様の正当なご利用であったか、当方の見立てが誤っていたことを確認しました。",
        wasLimited
          ? "お手数とご心配をおかけし、申し訳ございません。行った措置は、下記のとおり元に戻します。"
          : `ご心配をおかけし、申し訳ございません。${othersHold ? "この件での措置は何も行っていません。" : "措置は何も行っていません。"}`,
        ...(othersHold ? ["別の件の制限は、下記のとおり続いています（この件とは別に判断したものです）。"] : []),
      ],
    },
    "made-good": {
      subject: ({ place }) => `${spaced(place)}を誤って制限したことのお詫び`,
      lead: ({ place }) => `${spaced(place)}への制限は、当方の誤りでした。お詫びし、元に戻します。`,
      story: ({ stopped, othersHold }) => [
        "正当なご利用を、当方が誤って制限しました。お客様に非はありません。ご迷惑をおかけしましたことを、心よりお詫び申し上げます。",
        ...stoppedLines(stopped),
        ...(othersHold ? ["別の件の制限は、下記のとおり続いています（この件とは別に判断したものです）。"] : []),
        "同じ誤りを繰り返さないよう、判断の記録を見直します。",
      ],
    },
    reminder: {
      subject: ({ place, limit }) => `${spaced(place)}の件、その後いかがでしょうか（${limit}）`,
      lead: ({ place, open }) => `${spaced(place)}の件で、まだ確認できていない条件が${open}件あります。`,
      story: () => [
        "先日お知らせした件について、もう一度ご案内いたします。すでに対応がお済みでしたら、ご返信は不要です。こちらで定期的に確認しています。",
        "難しい点があれば、「手伝ってほしい」とだけご返信いただいても結構です。担当者からご連絡します。",
      ],
    },
    received: {
      subject: ({ place }) => `${spaced(place)}の件、ご返信を受け取りました`,
      lead: ({ place }) => `${spaced(place)}の件でご返信を受け取りました。内容をこれから確認します。`,
      story: () => ["ご返信ありがとうございます。お知らせいただいた内容を、こちらでひとつずつ確認します。結果が出しだいお知らせします。"],
    },
    delayed: {
      subject: ({ place }) => `${spaced(place)}の件、確認が遅れています（お詫び）`,
      lead: ({ place }) => `${spaced(place)}の件で、お約束の時刻までに確認を終えられませんでした。`,
      story: ({ overdue, promised }) => [
        "お約束した時刻までに、当方の作業が終わりませんでした。お待たせして申し訳ございません。",
        ...(overdue.length === 0 ? [] : [`遅れている作業：${overdue.join("、")}`]),
        promised === null
          ? "責任者にも伝え、優先して進めています。"
          : `責任者にも伝え、優先して進めています。${promised}までにあらためてお知らせします。`,
      ],
    },
  },

  measures: {
    "deny-path": {
      title: () => "該当スクリプトの停止",
      short: "該当スクリプトのみ停止中",
      reach: () => "問題のスクリプト1つだけを止めています。ほかは国内・国外とも、これまでどおりです。",
      beside: "該当のスクリプトも止めています。",
      search: "これまでどおり読み取れます。",
      does: ({ path }) => `${spaced(path ?? "該当のスクリプト")}へのアクセスを、国内・国外を問わずすべて止めました（403 を返します）。`,
      works: () => ({ site: ["サイトのほかのページと機能のすべて"], mail: ["メールの送受信"] }),
    },
    "deny-network": {
      title: () => "該当ネットワークからのアクセスの停止",
      short: "一部ネットワークのみ停止中",
      reach: () => "問題のあった一部のネットワークからだけ表示できません。ほかはこれまでどおりです。",
      beside: "一部のネットワークからの表示も止めています。",
      search: "これまでどおり読み取れます。",
      does: ({ networks }) =>
        `次のネットワークからのアクセスを止めました（403 を返します）：${networks ?? "（一覧はページをご覧ください）"}`,
      works: () => ({
        site: ["それ以外のネットワークからの閲覧と、フォームなどの送信", "検索エンジンの読み取り"],
        mail: ["メールの送受信"],
      }),
    },
    "deny-foreign-writes": {
      title: () => "国外からの送信の停止",
      short: "国外からの送信のみ停止中",
      reach: (facts) => `${atHome(facts)}からは、これまでどおりです。国外からは閲覧だけができ、フォームなどの送信はできません。`,
      beside: "国外からの送信も止めています。",
      search: "これまでどおり読み取れます。",
      does: () =>
        "国外からの送信（フォームの送信、ログイン、コメントなど、サイトに書き込む操作）を止めました（403 を返します）。閲覧は止めていません。",
      works: (facts) => ({
        site: [
          `${atHome(facts)}からの閲覧と、フォームなどの送信`,
          "国外からの閲覧",
          "検索エンジンの読み取り、SSL 証明書の自動更新",
          "決済の通知など、許可リストに登録されたところからの送信",
        ],
        mail: ["メールの送受信"],
      }),
    },
    "challenge-foreign": {
      title: () => "国外からの訪問への確認ページの表示",
      short: "国外からは確認ページを表示中",
      reach: (facts) => `${atHome(facts)}からは、これまでどおりです。国外からは、確認ページを一度通ると表示されます。`,
      beside: "国外からは確認ページも表示します。",
      search: "確認ページなしで読み取れます。",
      does: () => "国外から訪れた方に、初めに確認ページを表示します。ふつうのブラウザーなら、数秒待つだけで自動的に通過します。",
      works: (facts) => ({
        site: [
          `${atHome(facts)}からの閲覧と、フォームなどの送信`,
          "確認ページを通過した後の、国外からの閲覧と送信",
          "検索エンジンの読み取り、SSL 証明書の自動更新",
        ],
        mail: ["メールの送受信"],
      }),
    },
    "deny-foreign": {
      title: () => "国外からのアクセスの停止",
      short: "国外からの閲覧と送信を停止中",
      reach: (facts) => `${atHome(facts)}からは、これまでどおりです。国外からは閲覧も送信もできません。`,
      beside: "国外からの表示も止めています。",
      search: "本物と確かめられた検索エンジンは読み取れます。",
      does: () => "国外からのアクセスを、閲覧も送信も止めました（403 を返します）。",
      works: (facts) => ({
        site: [
          `${atHome(facts)}からの閲覧と、フォームなどの送信`,
          "本物と確かめられた検索エンジンの読み取り、SSL 証明書の自動更新",
          "決済の通知など、許可リストに登録されたところからのアクセス",
        ],
        mail: ["メールの送受信"],
      }),
    },
    "deny-writes": {
      title: () => "フォームなどの送信の停止",
      short: "送信を停止中・閲覧は可能",
      reach: () => "閲覧は国内・国外とも、これまでどおりです。フォームの送信やログインは、どなたもできません。",
      beside: "フォームなどの送信も止めています。",
      search: "これまでどおり読み取れます。",
      does: () =>
        "フォームの送信、ログイン、コメント、カートなど、サイトに書き込む操作を、国内・国外を問わず止めました（403 を返します）。",
      works: () => ({
        site: ["国内・国外からの閲覧", "検索エンジンの読み取り", "許可リストに登録された方の送信"],
        mail: ["メールの送受信"],
      }),
    },
    "quarantine-file": {
      title: () => "該当ファイルの隔離",
      short: "該当ファイルを隔離中",
      reach: () => "問題のファイル1つだけを隔離しました。ほかは国内・国外とも、これまでどおりです。",
      beside: "該当のファイルも隔離しています。",
      search: "これまでどおり読み取れます。",
      does: ({ file }) =>
        `${spaced(file ?? "該当のファイル")}を隔離し、呼び出せないようにしました。内容は消しておらず、そのままの形で保管しています。`,
      works: () => ({ site: ["サイトのほかのページと機能のすべて"], mail: ["メールの送受信"] }),
    },
    "lock-mailbox": {
      title: () => "メールアカウントの送信の停止",
      short: "メールの送信を停止中",
      reach: (facts) => `サイトには影響ありません。${mailbox(facts)}からのメール送信だけを止めています。`,
      beside: "該当のメールアカウントの送信も止めています。",
      search: "影響ありません。",
      does: (facts) => `${mailbox(facts)}のパスワードを使ったメール送信を止めました。送信待ちだったメールは、消さずに保留しています。`,
      works: (facts) => ({
        site: ["サイトの閲覧と、フォームなどの送信"],
        mail: [`${mailbox(facts)}でのメールの受信`, "ほかのメールアカウントの送受信"],
      }),
    },
    "cap-mail": {
      title: () => "メールの送信数の制限",
      short: "メールの送信数を制限中",
      reach: () => "サイトは国内・国外とも、これまでどおりです。1時間に送れるメールの数だけを抑えています。",
      beside: "メールの送信数も抑えています。",
      search: "影響ありません。",
      does: ({ account, perHour }) =>
        `アカウント ${spaced(account ?? "全体")}から送れるメールを、1時間に${perHour === null ? "決められた数" : `${perHour}通`}までにしました。超えた分は、その時間には送られません。`,
      works: () => ({ site: ["サイトの閲覧と、フォームなどの送信"], mail: ["上限までのメールの送信、すべてのメールの受信"] }),
    },
    "hold-mail": {
      title: () => "送信メールの保留",
      short: "メールの送信を保留中",
      reach: () => "サイトは国内・国外とも、これまでどおりです。送信するメールだけを保留しています（失われません）。",
      beside: "送信するメールも保留しています（失われません）。",
      search: "影響ありません。",
      does: ({ account }) =>
        `アカウント ${spaced(account ?? "全体")}から送られるメールを、サーバーの中に保留しています。フォームからの通知メールも届きませんので、ご注意ください。メールは失われず、確認の後にお届けします。お客様ご自身のものと確認できるメールは、お申し出により、すぐにお届けできます。`,
      works: () => ({ site: ["サイトの閲覧と、フォームなどの送信（通知メールは後で届きます）"], mail: ["メールの受信"] }),
    },
    "stop-mail": {
      title: () => "メール送信の停止",
      short: "メールの送信を停止中",
      reach: () => "サイトは国内・国外とも、これまでどおりです。サイトからのメール送信だけを止めています。",
      beside: "サイトからのメール送信も止めています。",
      search: "影響ありません。",
      does: ({ account }) =>
        `アカウント ${spaced(account ?? "全体")}のプログラムからのメール送信を受け付けないようにしました。フォームからの通知メールも送られませんので、お問い合わせは管理画面などでご確認ください。`,
      works: () => ({ site: ["サイトの閲覧と、フォームなどの送信（メールの通知を除きます）"], mail: ["メールの受信"] }),
    },
  },
  open: {
    free: {
      short: "制限なし",
      reach: () => "国内・国外とも、どなたもこれまでどおりご利用いただけます。",
      search: "影響ありません。",
    },
    lifting: {
      short: "制限を解除中",
      reach: () => "制限を解除しているところです。まもなく、国内・国外とも元どおりになります。",
      search: "影響ありません。",
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
      title: () => "既知の弱点への対策",
      condition: () => "サイトで動いているプログラムに、公表済みの弱点（脆弱性）が残っていないこと",
      first: () => "弱点の見つかっているプログラムを更新するか、削除してください。",
      steps: updateSteps,
    },
    "up-to-date": {
      title: () => "プログラムの更新",
      condition: () => "サイトで動いているプログラムが、配布元のサポートを受けられる版であること",
      first: () => "サイトのプログラムを、最新の版に更新してください。",
      steps: updateSteps,
    },
    "files-untampered": {
      title: () => "ファイルの確認",
      condition: () => "書き換えられたファイルや、置いた覚えのないファイルがないこと",
      first: (facts) =>
        facts.file === null ? "見覚えのないファイルがないか、確かめてください。" : "このお知らせに記したファイルを確かめてください。",
      steps: (facts) => [
        "先に、今の状態のバックアップをとります（後で調べるために役立ちます）。",
        ...(facts.file === null ? [] : [`${spaced(facts.file)}が、ご自身で置いたものかを確かめます。覚えがなければ削除します。`]),
        ...(isWordPress(facts)
          ? [
              "「ダッシュボード」→「更新」の「再インストール」で、WordPress 本体を正規のファイルに戻します。",
              "プラグインとテーマは、いったん削除し、配布元から入れ直します。",
              "画像を置く uploads フォルダーの中に、.php で終わるファイルがあれば削除します。",
            ]
          : ["配布元のファイルや手元の控えと見比べ、違うものは正しいファイルに戻します。"]),
        "見覚えのない管理者のアカウントがあれば、削除します。",
      ],
    },
    "way-in-closed": {
      title: () => "入口をふさぐこと",
      condition: () => "第三者が入り込むのに使った入口が、もう使えないこと",
      first: (facts) =>
        facts.layer === "login"
          ? "管理者のパスワードをすべて変え、見覚えのない人を削除してください。"
          : "使っていないプログラムを外し、残りを更新してください。",
      steps: (facts) => [
        "サイトの管理者と FTP のパスワードを、すべて新しいものに変えます。",
        ...(isWordPress(facts)
          ? ["「ユーザー」の一覧で、見覚えのない管理者を削除します。", "使っていないプラグインとテーマを削除し、残りを更新します。"]
          : ["使っていないプログラムを削除し、残りを更新します。"]),
        "同じアカウントにほかのサイトがあれば、そちらも同じように確かめます。",
      ],
    },
    "no-cron-entry": {
      title: () => "定期実行の削除",
      condition: () => "メールを送る不審な定期実行（cron）が登録されておらず、再び登録されないこと",
      first: () => "サーバーの管理画面で、見覚えのない定期実行（cron）を削除してください。",
      steps: (facts) => [
        "サーバーの管理画面で「Cron 設定」を開きます。",
        "見覚えのない行を控えてから、削除します。",
        ...(facts.file === null
          ? ["その行が呼び出していたファイルも削除します。"]
          : [`その行が呼び出していたファイル（${facts.file}）も削除します。`]),
        "サーバーと FTP のパスワードを変え、再び登録されるのを防ぎます。",
      ],
    },
    "password-changed": {
      title: () => "パスワードの変更",
      condition: (facts) =>
        facts.mailbox === null
          ? "管理画面のパスワードが、この件の後に新しいものへ変わっていること"
          : `${spaced(facts.mailbox)}のパスワードが、この件の後に新しいものへ変わっていること`,
      first: (facts) =>
        facts.mailbox === null ? "管理画面のパスワードを変えてください。" : "このメールアカウントのパスワードを変えてください。",
      steps: (facts) => [
        "お使いのパソコンやスマートフォンを、先にウイルス対策ソフトで検査します（盗み見られたままでは、変えても知られてしまいます）。",
        facts.mailbox === null
          ? "管理者全員のパスワードを、ほかで使っていない長いものに変えます。"
          : "サーバーの管理画面で、このメールアカウントのパスワードを、ほかで使っていない長いものに変えます。",
        facts.mailbox === null
          ? "二段階認証が使えるなら、有効にします。"
          : "パソコンやスマートフォンのメールソフトに、新しいパスワードを設定します。",
        "同じパスワードをほかでも使っていたら、そちらも変えます。",
      ],
    },
    "consent-confirmed": {
      title: () => "登録の同意",
      condition: () => "名簿に残っている方が、ご自身の意思で登録していること",
      first: () => "この期間に増えた登録のうち、確認の済んでいないものを削除してください。",
      steps: () => [
        "名簿の管理画面で、このお知らせの期間に増えた登録を表示します。",
        "ご本人が確認メールのリンクを押していない登録を、すべて削除します。",
        "削除が済むまで、その方々への配信を止めておきます。",
      ],
    },
    "harm-stopped": {
      title: () => "送信が止まったこと",
      condition: () => "この入口からのメールが、サーバーの記録の上で止まっていること（こちらで確認します。お客様の作業はありません）",
      first: () => "ありません。送信が止まったかどうかは、こちらで確認します。",
      steps: () => [],
    },
  },
  states: { met: "確認できました", "not-met": "まだです", unknown: "まだ確かめられていません" },
  findings: {
    "still-sending": ({ messages }) =>
      messages === undefined
        ? "この入口からのメールが、まだ送られています。"
        : `この入口からのメールが、まだ送られています（${messages}通）。`,
    quiet: ({ minutes }) =>
      minutes === undefined ? "この入口からのメールはありません。" : `直近の${minutes}分間、この入口からのメールはありません。`,
    "log-incomplete": () => "サーバーの記録に途切れがあり、止まったかどうかを判断できません。",
    "form-answers": ({ path, status }) =>
      `${spaced(path ?? "フォームの受付口")}が、今も送信を受け付けています${status === undefined ? "" : `（応答 ${status}）`}。`,
    "form-refuses": ({ path, status }) =>
      `${spaced(path ?? "フォームの受付口")}は、プログラムによる送信を拒否しています${status === undefined ? "" : `（応答 ${status}）`}。`,
    "form-gone": ({ path, status }) =>
      `${spaced(path ?? "フォームの受付口")}は、なくなっています${status === undefined ? "" : `（応答 ${status}）`}。`,
    "could-not-run": () => "自動では確かめられませんでした。",
    attested: () => "担当者が確認しました。",
  },
  ends: {
    "when-met": {
      short: ({ watch }) => `条件がそろい、その後${watch}何もなければ、自動で解除します。`,
      long: ({ watch }) => [
        `条件がそろったかどうかは、こちらで定期的に確認しています。すべてそろった時点から${watch}、同じ送信がなければ、夜間や休日でも自動で解除します。`,
        "ご返信がなくても確認は進みます。ご返信いただくと、その場ですぐに確認します。",
      ],
    },
    "when-decided": {
      short: ({ watch }) => `条件がそろい、${watch}何もなければ、担当者が解除します。`,
      long: ({ watch, promise }) => [
        `条件がすべてそろった時点から${watch}、同じ送信がないことを確認し、その後に担当者が解除を判断します。判断は、営業時間で${promise}以内に行います。`,
        "ご返信がなくても確認は進みます。ご返信いただくと、その場ですぐに確認します。",
      ],
    },
    unlimited: {
      short: ({ deadline }) =>
        deadline === null ? "条件がそろえば、この件は終了します。" : `条件がそろえば終了します。${deadline}までにお願いします。`,
      long: ({ deadline, watch }) => [
        `条件がすべてそろい、その後${watch}同じ送信がなければ、この件は終了します。`,
        ...(deadline === null ? [] : [`${deadline}になっても送信が続いている場合は、次の措置を検討し、行うときは必ずお知らせします。`]),
      ],
    },
    watch: {
      short: ({ until }) => `${until ?? "経過観察の終わり"}まで何もなければ、自動で終わります。`,
      long: ({ until }) => [
        `${until ?? "経過観察の終わり"}まで同じ送信がなければ、自動で終わり、お知らせします。その間に再び送信があれば、制限中の状態に戻ります。`,
      ],
    },
    "watch-decided": {
      short: ({ until }) => `${until ?? "経過観察の終わり"}まで何もなければ、担当者が解除します。`,
      long: ({ until, promise }) => [
        `${until ?? "経過観察の終わり"}まで同じ送信がなければ、その後、担当者が営業時間で${promise}以内に解除を判断します。その間に再び送信があれば、制限中の状態に戻ります。`,
      ],
    },
    over: {
      short: () => "すでに終わっています。",
      long: () => ["この件はすでに終わっています。再び同じことが起きた場合だけ、あらためてお知らせします。"],
    },
    settled: {
      short: () => "この件はこれで終わりです。",
      long: () => ["この件はこれで終わりです。記録は、誤りを見直すために残します。"],
    },
  },
  tasks: {
    "look-at-case": "担当者による内容の確認",
    "approve-measure": "措置を行うかどうかの判断",
    "measure-failed": "うまく行えなかった措置のやり直し",
    "measure-drifted": "措置の状態の点検",
    "harm-goes-on": "続いている送信への対応",
    "approve-release": "解除の判断",
    "attest-unknown": "自動で確かめられない条件の確認",
    "answer-customer": "ご返信への回答",
    "review-lawful-claim": "お客様の正当なご利用かどうかの見直し",
    "notice-bounced": "届かなかったお知らせのご連絡",
    "nobody-to-tell": "ご連絡先の確認",
    "too-many-notices": "お知らせの整理",
    "customer-silent": "お客様へのお電話などでのご連絡",
    "review-due": "続いている制限の見直し",
    "held-mail": "お預かりしているメールの扱いの判断",
  },
  overdue: (task, due) => `${task}（お約束：${due}）`,
  claims: {
    done: { word: "対応済み", meaning: "対応が終わった（何をしたか、ひとことあると助かります）" },
    "not-needed": { word: "該当なし", meaning: "調べたところ、当てはまらなかった" },
    "need-help": { word: "手伝ってほしい", meaning: "わからない、自分では難しい" },
    "was-ours": { word: "自分たちの送信", meaning: "自分たちが送った正当なメールである" },
  },

  opening: {
    reach: "今の状態",
    search: "検索エンジン",
    first: "まずお願いしたいこと",
    ends: "終わる時期",
    nothingToDo: "ありません。",
    onlyWait: "ありません。確認が終わるまでお待ちください。",
  },
  headings: {
    case: "この件について",
    story: "経緯",
    seen: "確認した内容",
    done: "行った措置",
    regulars: "国外からの定期的なアクセス",
    others: "別の件で続いている制限",
    works: "今もお使いいただけるもの",
    asked: "お願いしたいこと",
    ends: "いつ、どうすれば終わるか",
    decided: "判断の方法",
    object: "この判断は違うと思われる場合",
    answer: "ご返信の方法",
    form: "ご返信用の書式",
    genuine: "このお知らせが本物かどうかの確かめ方",
  },
  labels: {
    case: "事案番号",
    server: "サーバー",
    account: "アカウント",
    site: "サイト",
    cause: "入口",
    time: "時刻の表記",
    since: "開始",
    decided: "判断",
  },
  seenWords: {
    byPerson: (at) => `${at}に、当社の担当者が確認し、この件を受け付けました。ログから数えた件数は、今のところありません。`,
    period: (from, to) => `期間：${from} から ${to} まで`,
    mail: ({ messages, recipients, foreignRecipients, bounced }) =>
      `メールの記録：送信${messages}通、宛先${recipients}件（うち国外${foreignRecipients}件）、届かず戻ったもの${bounced}件`,
    noMail: "メールの記録：この件に当たるメールは確認していません。",
    noMailLog: "メールの記録：読み取れる記録がなく、メールの数はわかりません。",
    web: ({ requests, sources, foreignRequests, refused }) =>
      `アクセスの記録：リクエスト${requests}件（うち国外から${foreignRequests}件、拒否したもの${refused}件）、接続元${sources}か所`,
    noWeb: "アクセスの記録：この件に当たるアクセスは確認していません。",
    noWebLog: "アクセスの記録：読み取れる記録がなく、アクセスの数はわかりません。",
    share: (messages, percent) => `この入口からのメール：${messages}通（同じ期間にアカウントが送った全メールの${percent}）`,
    lines: (input) => `${spaced(input)}より`,
    masked: "接続元の番号の末尾、メールアドレスの @ より前、入力された値は、*** などで伏せています。",
    more: (count) => `（ほか${count}行）`,
  },
  regulars: {
    intro:
      "次のアクセスは以前から国外より定期的に届いており、不正利用には関わっていませんが、今回の制限の対象になります。決済サービスや監視サービスなどお心当たりのものがあれば、ご返信でお知らせください。制限から除きます。",
    source: ({ from, days, of, requests, paths }) => `${from}：${of} 日間のうち ${days} 日、${requests} 件、送信先 ${paths}`,
  },
  others: {
    intro: "次の制限は、この件が終わっても続きます。それぞれに事案番号があります。",
    held: ({ measure, on, since, caseId }) => `${measure}（${on}）：${since === null ? "" : `${since} から。`}事案番号 ${caseId}`,
    ending: ({ measure, on, caseId }) => `${measure}（${on}）：終了の処理を行っています。事案番号 ${caseId}`,
  },
  done: {
    nothing: "措置は何も行っていません。",
    nothingHere: "この件での措置は何も行っていません。",
    liftedAt: (measure, moment) => `${measure}：${moment} に終了しました。`,
    lifting: (measure) => `${measure}：終了の処理を行っています。`,
    clause: (clause) => `利用規約「${clause}」に基づく措置です。`,
  },
  asked: {
    intro: (count) =>
      `次の${count === "1" ? "" : `${count}つの`}条件がそろうと、この件は終わります。条件を満たすのであれば、方法は問いません。`,
    howTo: "進め方の例",
    state: (state, moment) => `${state}（${moment} 現在）`,
    next: (step) => `次の一手：${step}`,
    byPerson: "担当者が確かめます。お客様の側で終わっていれば、お待ちいただくだけで結構です。",
    found: (text) => `確認した内容：${text}`,
    yourWay: "上から順に進めていただくと、早く終わります。",
    sameAs: (number) => `${number} と同じ手順で満たせます。`,
  },
  decided: {
    machine: {
      short: "自動",
      begun: "サーバーの記録をもとに、あらかじめ定めた運用ポリシーに従って自動で判断しました。人の確認を待たずに行っています。",
      ended: "あらかじめ定めた運用ポリシーに従い、確認の結果をもとに自動で判断しました。",
    },
    person: {
      short: "担当者",
      begun: "当社の担当者が、サーバーの記録を見て判断しました。",
      ended: "当社の担当者が、記録を見直して判断しました。",
    },
  },
  policyVersion: (version) => `適用した運用ポリシーの版：${version}`,
  object: ({ contact, promise, claim }) => [
    `お客様ご自身のメールである場合や、この判断が誤りだと思われる場合は、「${claim}」と書いてご返信ください。詳しい説明は要りません。担当者が、営業時間で${promise}以内に記録を見直します。当方の誤りであれば、すべて元に戻します。`,
    `メールでご連絡いただく場合：${contact}`,
  ],
  answer: {
    intro: ({ hasPage }) => [
      hasPage
        ? "このメールへの返信か、下記のページのどちらでもお答えいただけます。ログインは要りません。"
        : "このメールに、そのままご返信ください。",
      "下の書式を返信の先頭に写し、番号ごとに、次のうち近いものを「⇒」の後にお書きください。言葉を添えていただいても結構です。",
    ],
    notNeeded: "ご返信は必要ありません。ご不明な点があれば、このメールにそのままご返信ください。",
    page: "お客様専用のページ",
  },
  genuine: {
    never: "このお知らせで、パスワードやカード番号をお尋ねすることは決してありません。",
    number: ({ caseId, operator }) =>
      `このメールのリンクを使わずに、ふだんどおり${spaced(operator)}の管理画面を開いてください。同じ事案番号（${caseId}）が表示されていれば、本物です。`,
    link: "次のページでも、事案番号とアカウント名を入力して確かめられます",
    ask: (contact) => `ご不安なときは、${spaced(contact)}までお問い合わせください。`,
  },
  signature: (operator, contact) => [`${operator} 不正利用対応窓口`, contact],
  page: {
    languageName: "日本語",
    title: (place) => `${spaced(place)}の件`,
    asOf: (moment) => `${moment} 現在の状況です。`,
    genuine: ({ host, caseId }) =>
      `お知らせのリンクから開いたページです。ブラウザーに表示されているアドレスが ${host} で始まっていれば、事案番号 ${caseId} のお知らせは本物です。このページでパスワードをお尋ねすることは決してありません。`,
    answer: {
      heading: "ここから回答する",
      intro:
        "条件ごとに、近いものをお選びください。まだわからないものは、そのままで結構です。送信後すぐに、こちらで確認します。ログインは要りません。",
      choose: "まだ答えない",
      text: "行ったこと（ひとことで結構です）",
      message: "そのほかに伝えたいこと、この判断は違うと思われる理由など",
      send: "回答を送る",
      byMail: (contact) =>
        `お知らせのメールへの返信や、${spaced(contact)}へのメールでもお答えいただけます。ご回答がなくても、こちらで定期的に確認しています。`,
      before: (claim, moment) => `前回のご回答：${claim}（${moment}）`,
      closed: "今、お客様にお願いしていることはありません。ご質問や、この判断は違うと思われる点があれば、下記からお送りください。",
    },
    denyList: {
      heading: "アクセス拒否の一覧",
      intro:
        "このサイトで拒否しているアクセスです。「固定」の行は当社の措置のため削除できず、制限の解除とともになくなります。「all」の行があっても、止めているのは右に書いたアクセスだけです。",
      heads: { network: "対象", what: "止めているアクセス", why: "理由・メモ" },
      locked: "固定",
      ofCase: (caseId) => `事案番号 ${caseId}`,
      own: "すべて（お客様の設定）",
      waiting: "お客様の設定は、まだサーバーに反映されていません。1分ごとに自動で反映を試みています。",
    },
    held: {
      heading: "保留しているメール",
      waiting: (count, from, to) =>
        `現在サーバーに保留しているメール：${count}通（${from}から${to}までに送られたもの）。失われたものはありません。`,
      own: (count) => `このうち、記録からお客様ご自身のものと確認できるメール：${count}通。案件の終了を待たず、今すぐ配送できます。`,
      send: "自分のメールを今すぐ配送する",
      rest: (count) =>
        `残りの${count}通は、不正利用によるもの、または判定できないものです。担当者が確認するまで保留します。ご自身のメールが含まれる場合は、送信した日時と宛先のドメインを、ご回答でお知らせください。`,
    },
    said: {
      delivered: "お客様ご自身のメールを配送しています。",
      "nothing-held": "お客様ご自身のものと確認できる保留中のメールは、もうありません。",
      "held-failed": "一部のメールを配送できませんでした。失われてはいません。数分おいてから、もう一度お試しください。",
      taken: "ご回答を受け取りました。これから確認し、結果をメールでお知らせします。",
      empty: "何も選ばれておらず、文章もなかったため、送信していません。",
      stale: "ページを開いてから時間がたったため、送信していません。お手数ですが、もう一度お送りください。",
      "too-many": "短い時間に何度も送られたため、受け付けていません。数分おいてから、もう一度お送りください。",
    },
    check: {
      title: "お知らせが本物かどうかの確認",
      intro: "お知らせにある事案番号と、お使いのサーバーのアカウント名を入力してください。本物かどうかだけをお答えし、内容は表示しません。",
      caseNumber: "事案番号",
      account: "アカウント名",
      ask: "確かめる",
      yes: (moment) =>
        moment === null
          ? "当社の事案番号です。お知らせは、まだお送りしていません。"
          : `本物です。この件の最後のお知らせは、${moment} にお送りしました。`,
      no: (contact) =>
        `このアカウントに、その事案番号の件はありません。お知らせの中のリンクを開かずに、${spaced(contact)}までお問い合わせください。`,
      wait: "続けて何度も確認されたため、お答えできません。1分ほどおいてください。",
    },
    notFound: {
      title: "ページが見つかりません",
      text: (contact) =>
        `リンクが途中で切れているか、14日を過ぎています。新しいリンクは、最新のお知らせにあります。ご不明なときは、${spaced(contact)}までお問い合わせください。`,
      check: "お知らせが本物かどうかを確かめる",
    },
  },
} as const satisfies NoticeLanguage;
