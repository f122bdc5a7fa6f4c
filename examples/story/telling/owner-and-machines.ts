import { crawlerAddresses, domesticDomains, ownerAddress, scannerAddresses, server } from "./addresses.ts";
import { minute, on, second, storyDays } from "./clock.ts";
import { someMoment } from "./ordinary-week.ts";
import { accountLetter, addressAt, request, type Scene, shop } from "./scene.ts";

const ownerBrowser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Safari/537.36";

const logIn = ({ web }: Scene, at: number): void => {
  const owner = { source: ownerAddress, userAgent: ownerBrowser, purpose: "owner" } as const;
  const loginPage = `${shop.url}/wp-login.php`;
  web.add(request({ ...owner, at, target: "/wp-login.php", bytes: 8_911 }));
  web.add(
    request({ ...owner, at: at + 14 * second, method: "POST", target: "/wp-login.php", status: 302, bytes: 1_263, referer: loginPage }),
  );
  web.add(request({ ...owner, at: at + 15 * second, target: "/wp-admin/", bytes: 96_402, referer: loginPage }));
  for (let beat = 1; beat <= 5; beat += 1)
    web.add(
      request({
        ...owner,
        at: at + beat * minute,
        method: "POST",
        target: "/wp-admin/admin-ajax.php",
        bytes: 74,
        referer: `${shop.url}/wp-admin/`,
      }),
    );
};

const runCron = ({ web, dice }: Scene, at: number): void => {
  const target = `/wp-cron.php?doing_wp_cron=${Math.floor(at / 1000)}.${dice.text(16, "0123456789")}0000`;
  const source = server.address;
  web.add(
    request({ at, tookMs: 900, source, method: "POST", target, bytes: null, userAgent: `WordPress/6.9.1; ${shop.url}`, purpose: "cron" }),
  );
};

/** The shop's newsletter goes out on the third day: 40 mails in two batches, two of which come back. */
const sendNewsletter = (scene: Scene): void => {
  logIn(scene, on(3, "09:48:20"));
  for (const [batch, start] of [on(3, "10:00:04"), on(3, "10:05:03")].entries()) {
    runCron(scene, start);
    for (let index = 0; index < 20; index += 1) {
      const outcome = index === 7 + batch ? "unknown-user" : "sent";
      const at = start + 400 + index * 1_450 + scene.dice.below(300);
      const bytes = scene.dice.between(14_210, 14_240);
      scene.mail.add(accountLetter(at, { to: addressAt(scene.dice, domesticDomains), bytes, purpose: "newsletter", outcome }));
    }
  }
};

/** The owner works on the shop, answers mail from a mail program, and gets some; WordPress calls its own cron. */
export const tellOwner = (scene: Scene): void => {
  const { mail, dice } = scene;
  sendNewsletter(scene);
  for (let dayNumber = 1; dayNumber <= storyDays; dayNumber += 1) {
    logIn(scene, on(dayNumber, "20:10:00") + dice.below(60 * minute));
    for (let hours = 0; hours < 24; hours += 1) runCron(scene, on(dayNumber, "00:00:00") + hours * 60 * minute + dice.below(50 * minute));
    for (let left = dice.between(2, 4); left > 0; left -= 1) {
      const entry = { kind: "login", mailbox: shop.inbox, client: ownerAddress } as const;
      mail.add({
        at: someMoment(scene, dayNumber),
        entry,
        to: addressAt(dice, domesticDomains),
        bytes: dice.between(1_900, 30_000),
        outcome: "sent",
        purpose: "owner",
      });
    }
    for (let left = dice.between(5, 9); left > 0; left -= 1) {
      const [clientName, client] = dice.pick([
        ["mx1.keitai.example", "203.0.113.22"],
        ["mx1.sakura-mail.example", "203.0.113.23"],
      ] as const);
      const entry = { kind: "outside", sender: addressAt(dice, [clientName.slice(4)]), clientName, client } as const;
      mail.add({
        at: someMoment(scene, dayNumber),
        entry,
        to: shop.inbox,
        bytes: dice.between(2_400, 60_000),
        outcome: "sent",
        purpose: "incoming",
      });
    }
  }
};

/** Another account on the same server, whose site logs elsewhere, sends mail of its own. */
export const tellNeighbour = (scene: Scene): void => {
  const { mail, dice } = scene;
  for (let dayNumber = 1; dayNumber <= storyDays; dayNumber += 1)
    for (let left = dice.between(8, 12); left > 0; left -= 1) {
      const entry = { kind: "account", uid: 10087, user: "u10087" } as const;
      mail.add({
        at: someMoment(scene, dayNumber),
        entry,
        to: addressAt(dice, domesticDomains),
        bytes: dice.between(1_500, 4_000),
        outcome: "sent",
        purpose: "neighbour",
      });
    }
};

const googlebot =
  "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
const crawled = ["/robots.txt", "/", "/shop/", "/blog/", "/contact/", "/about/", "/wp-sitemap.xml", "/feed/"];
const probes = [
  ["GET", "/.env", 404],
  ["GET", "/.git/config", 404],
  ["GET", "/wp-content/plugins/old-gallery/readme.txt", 404],
  ["POST", "/xmlrpc.php", 403],
  ["POST", "/wp-login.php", 200],
  ["GET", "/wp-login.php", 200],
] as const;

/** Google reads the pages, and programs from abroad try the usual holes. */
export const tellMachines = (scene: Scene): void => {
  const { web, dice } = scene;
  for (let dayNumber = 1; dayNumber <= storyDays; dayNumber += 1) {
    const anyTime = (): number => on(dayNumber, "00:00:00") + dice.below(24 * 60 * minute - minute);
    for (let left = dice.between(14, 22); left > 0; left -= 1) {
      const target = dice.pick(crawled);
      const bytes = target === shop.formPage ? 146_981 : dice.between(400, 52_000);
      web.add(request({ at: anyTime(), source: dice.pick(crawlerAddresses), target, bytes, userAgent: googlebot, purpose: "crawler" }));
    }
    for (let left = dice.between(6, 12); left > 0; left -= 1) {
      const [method, target, status] = dice.pick(probes);
      const userAgent = dice.pick(["Mozilla/5.0", "python-requests/2.32.3", "Go-http-client/1.1"]);
      web.add(
        request({
          at: anyTime(),
          source: dice.pick(scannerAddresses),
          method,
          target,
          status,
          bytes: status === 200 ? 8_911 : 2_843,
          userAgent,
          purpose: "scanner",
        }),
      );
    }
  }
};
