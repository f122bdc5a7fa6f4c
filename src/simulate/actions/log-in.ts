import { siteLetter } from "../letters.ts";
import type { Visit } from "./visit.ts";

/** Registered people at work: they log in, register, forget their passwords, comment, sign up for a newsletter. */

const logInPage = (visit: Visit): string =>
  visit.site.kind === "shop" ? "/my-account/" : visit.site.kind === "forum" ? "/ucp.php?mode=login" : "/wp-login.php";

export const logIn = (visit: Visit): void => {
  const path = logInPage(visit);
  visit.page({ path, bytes: 9000 });
  visit.wait(4, 25);
  if (visit.chance.bool(0.12)) {
    visit.send("POST", path, { status: 200, bytes: 4300 });
    visit.wait(5, 30);
  }
  visit.send("POST", path, { status: 302, bytes: 0 });
};

export const forgetPassword = (visit: Visit): void => {
  const { site, chance, tape, guest } = visit;
  const path =
    site.kind === "shop"
      ? "/my-account/lost-password/"
      : site.kind === "forum"
        ? "/ucp.php?mode=sendpassword"
        : "/wp-login.php?action=lostpassword";
  visit.page({ path, bytes: 7200 });
  visit.wait(5, 30);
  visit.send("POST", path, { status: 302, bytes: 0 });
  const to = [chance.pick(site.members)];
  tape.letter(
    siteLetter(site, {
      at: visit.at + chance.int([200, 900]),
      to,
      bytes: 1350,
      subject: "パスワードの再設定",
      visitor: guest.source,
      requestPath: path,
    }),
  );
};

export const register = (visit: Visit): void => {
  const { site, chance, tape, guest } = visit;
  const path = site.kind === "shop" ? "/my-account/" : site.kind === "forum" ? "/ucp.php?mode=register" : "/wp-login.php?action=register";
  visit.page({ path, bytes: 8000 });
  visit.wait(15, 70);
  visit.send("POST", path, { status: 302, bytes: 0 });
  const parts = { visitor: guest.source, requestPath: path, subject: "登録のご案内" };
  tape.letter(siteLetter(site, { ...parts, at: visit.at + chance.int([200, 700]), to: [site.owner], bytes: 900 }));
  tape.letter(siteLetter(site, { ...parts, at: visit.at + chance.int([720, 1300]), to: [chance.pick(site.members)], bytes: 1700 }));
};

export const comment = (visit: Visit): void => {
  const { site, chance, tape, guest } = visit;
  visit.page(chance.pick(site.articles));
  visit.wait(20, 120);
  visit.send("POST", "/wp-comments-post.php", { status: 302, bytes: 0 });
  tape.letter(
    siteLetter(site, {
      at: visit.at + chance.int([150, 800]),
      to: [site.owner],
      bytes: 1900,
      subject: "コメントの承認待ち",
      visitor: guest.source,
      requestPath: "/wp-comments-post.php",
    }),
  );
};

export const signUp = (visit: Visit): void => {
  const { site, chance, tape, guest } = visit;
  if (site.newsletter === null) return;
  visit.wait(5, 40);
  visit.send("POST", site.newsletter.target, { status: 302, bytes: 0 });
  tape.letter(
    siteLetter(site, {
      at: visit.at + chance.int([200, 900]),
      to: [chance.pick(site.members)],
      bytes: 2300,
      subject: "メールマガジン登録の確認",
      visitor: guest.source,
      requestPath: site.newsletter.target,
    }),
  );
};

/** A post in a forum: some who follow the thread are told. */
export const postInForum = (visit: Visit): void => {
  const { site, chance, tape, guest } = visit;
  logIn(visit);
  const page = chance.pick(site.articles);
  visit.page(page);
  visit.wait(40, 240);
  const path = page.path.replace("viewtopic.php?", "posting.php?mode=reply&");
  visit.send("POST", path, { status: 302, bytes: 0 });
  for (let readers = chance.poisson(1.6); readers > 0; readers--) {
    tape.letter(
      siteLetter(site, {
        at: visit.at + chance.int([200, 1600]),
        to: [chance.pick(site.members)],
        bytes: 1500,
        subject: "トピックへの返信",
        visitor: guest.source,
        requestPath: path,
      }),
    );
  }
};
