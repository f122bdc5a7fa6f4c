import { knownShapes, ownShapes, type Shape } from "./write-shapes.ts";

const fields = "your-name=T&your-email=a@inbox.example&your-message=hi";
const api = "/wp-json/contact-form-7/v1/contact-forms/6/feedback";
const route = api.slice("/wp-json".length);
const batch = `requests[0][path]=${route}&requests[0][body][your-email]=a@inbox.example&requests[0][body][your-message]=hi`;

const post = (target: string, body = fields): Shape => ({ method: "POST", target, body });
const get = (target: string, headers: Shape["headers"] = []): Shape => ({ method: "GET", target, headers });
const json = (target: string, value: unknown): Shape => ({
  ...post(target, JSON.stringify(value)),
  headers: [["Content-Type", "application/json"]],
});

/** WordPress knows a comment, and a trackback, by its text: each must be new. */
const comment = "author=T&email=a@inbox.example&comment_post_ID=1&comment=TRY";
const trackback = "title=T&blog_name=B&excerpt=TRY&url=http://other.example/TRY";
const multipart = [..."pagename=contact&your-email=a@inbox.example&your-message=hi".split("&"), ""]
  .map((field) => field.split("="))
  .map(([name, value]) => (value === undefined ? "--b--\r\n" : `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`))
  .join("");
const lost = "user_login=owner&redirect_to=";

/** Ways to make WordPress itself or a plugin of it send mail, beyond the shapes of a form that any program may have. TRY stands for the try's name. */
const wordPressOnly: readonly Shape[] = [
  ...["/wp-admin/admin-ajax.php", "/wp-admin/admin-post.php"].flatMap((target) => [
    post(`${target}?action=contact`),
    post(target, `${fields}&action=contact`),
    post(`/${target}?action=contact`),
    post(target.replace("admin-", "./admin-").concat("?%61ction=contact")),
    post(`/wp-includes/..${target}?action=contact`),
  ]),
  ...["/wp-comments-post.php", "//wp-comments-post.php", "/wp-content/../wp-comments-post.php", "/%77p-comments-post.php"].map((target) =>
    post(target, comment),
  ),
  ...["//hello-world/trackback/", "/hello-world/trackback/", "/hello-world/trackback", "/?p=1&tb=1"].map((target) =>
    post(target, trackback),
  ),
  post("/index.php/hello-world/trackback/", trackback),
  ...["/wp-login.php?action=lostpassword", "/wp-login.php?action=retrievepassword", "/wp-login.php?%61ction=lostpassword"].map((target) =>
    post(target, lost),
  ),
  post("/wp-login.php", `${lost}&action=lostpassword`),
  json("/wp-json/batch/v1", { requests: [{ path: route, body: { "your-email": "a@inbox.example", "your-message": "hi" } }] }),
  json(`/?rest_route=/batch/v1`, { requests: [{ path: route, body: { "your-email": "a@inbox.example", "your-message": "hi" } }] }),
  json(api, { "your-email": "a@inbox.example", "your-message": "hi" }),
  post("/wp-json/batch/v1", batch),
  get(`/wp-json/batch/v1?_method=POST&${batch}`),
  get(`/?rest_route=/batch/v1&_method=POST&${batch}`),
  get(`/wp-json/batch/v1?${batch}`, [["X-HTTP-Method-Override", "POST"]]),
  ...["/wp-signup.php", "/wp-activate.php", "/wp-trackback.php", "/hello-world/", "/feed/", "/wp-json/"].map((target) =>
    post(`${target}?rest_route=${route}`),
  ),
  ...["/wp-signup.php", "/index.php", "/2026/11/"].map((target) => get(`${target}?rest_route=${route}&_method=POST&${fields}`)),
  // What a certificate's renewal asks for is WordPress' as well, where there is no such file.
  post(`/.well-known/acme-challenge/abc?rest_route=${route}`),
  post("/.well-known/acme-challenge/abc", `${fields}&rest_route=${route}`),
  get(`/.well-known/acme-challenge/abc?rest_route=${route}&_method=POST&${fields}`),
  get(`/.well-known/acme-challenge/abc?rest_route=${route}&${fields}`, [["X-HTTP-Method-Override", "POST"]]),
  get(`/wp-json/contact-form-7/v1/contact-forms/6/feedback/?_method=POST&${fields}`),
  get(`/wp-json/CONTACT-FORM-7/v1/Contact-Forms/6/FEEDBACK?_method=POST&${fields}`),
  get(`/wp-json/contact-form-7/v1/contact-forms/6/feedback?_envelope&_method=post&${fields}`),
  { ...get(`${api}?_method=POST&${fields}`), method: "HEAD" },
  { ...get(`${api}?${fields}`, [["X-HTTP-Method-Override", "POST"]]), method: "OPTIONS" },
  { ...post(`${api}?${fields}`, ""), method: "post" },
  ...["/contact/", "/", "/%63ontact/"].map((target) => ({
    ...post(target, multipart),
    headers: [["Content-Type", "multipart/form-data; boundary=b"]] as const,
  })),
  { ...post("/contact/"), headers: [["X-HTTP-Method-Override", "GET"]] },
];

/** The 29 that facts name, and all others: some are refused by the web server or mean nothing to WordPress; which send mail is to be measured. */
export const mailShapes = { known: knownShapes, own: [...ownShapes, ...wordPressOnly] } as const;

/** What anybody may read, and what WordPress answers. */
export const readShapes: readonly (readonly [string, number])[] = [
  ["/", 200],
  ["/contact/", 200],
  ["/contact/?utm=1", 200],
  ["/hello-world/", 200],
  ["/sample-page/", 200],
  ["/feed/", 200],
  ["/?s=hello", 200],
  ["/category/uncategorized/", 200],
  ["/author/owner/", 200],
  ["/wp-links-opml.php", 200],
  ["/robots.txt", 200],
  ["/wp-json/", 200],
  ["/wp-json/wp/v2/posts", 200],
  ["/?rest_route=/wp/v2/pages/4", 200],
  ["/wp-login.php", 200],
  ["/wp-login.php?action=lostpassword", 200],
  ["/wp-admin/", 302],
  ["/wp-cron.php?doing_wp_cron", 200],
  ["/wp-includes/css/buttons.css", 200],
  ["/wp-includes/js/underscore.min.js", 200],
  ["/readme.html", 200],
  ["/no-such-page/", 404],
  ["/?p=1", 301],
  ["/hello-world", 301],
];
