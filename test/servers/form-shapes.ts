/** One way to call a form. */
export interface FormShape {
  readonly method: string;
  readonly path: string;
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const body = "your-name=T&your-email=a%40inbox.example&your-message=hi";
const feedback = "/wp-json/contact-form-7/v1/contact-forms/6/feedback";
const route = "/contact-form-7/v1/contact-forms/6/feedback";

const post = (path: string, more = ""): FormShape => ({ method: "POST", path, body: more === "" ? body : `${body}&${more}` });
const read = (method: string, path: string, headers: FormShape["headers"] = {}): FormShape => ({ method, path, headers });

/** The 29 that send mail through WordPress with a contact form, as wordpress.test.ts finds. */
export const wordpressShapes: readonly FormShape[] = [
  ...["/contact/", "/contact", "/CONTACT/", "//contact/", "/%63ontact/", "/contact/1/", "/contact/page/2/", "/index.php/contact/"].map(
    (path) => post(path),
  ),
  ...["/?pagename=contact", "/?page_id=4", "/?page%5Fid=4", "/?page.id=4", "/?page[id=4", "/index.php?pagename=contact"].map((path) =>
    post(path),
  ),
  ...[feedback, `/index.php${feedback}`, "/index.php/CONTACT/"].map((path) => post(path)),
  ...[`/?rest_route=${route}`, `/?rest%5froute=${route}`, `/xx/?rest_route=${route}`].map((path) => post(path)),
  read("GET", `${feedback}?_method=POST&${body}`),
  read("GET", `${feedback}?%5fmethod=POST&${body}`),
  read("GET", `${feedback}?${body}`, { "X-HTTP-Method-Override": "POST" }),
  read("GET", `/?rest_route=${route}&_method=POST&${body}`),
  read("OPTIONS", `${feedback}?_method=POST&${body}`),
  post("/?x=1", "pagename=contact"),
  post("/", "page_id=4"),
  post("/", `rest_route=${route}`),
  post("/index.php//contact/"),
];

/** As many again: encodings, aliases, ports, letter case, trailing dots, overrides of other programs, methods that are none. */
export const ownShapes: readonly FormShape[] = [
  ...[
    "/%43ONTACT/",
    "/x/../contact/",
    "/./contact/",
    "/contact/%20",
    "/contact/;x=1",
    "/index.php/%63ontact",
    "/wp-login.php/../contact/",
  ].map((path) => post(path)),
  ...["WWW.SHOP.EXAMPLE", "www.shop.example:8080", "shop.example.", "Shop.Example:80", "www.shop.example."].map((host) => ({
    ...post("/contact/"),
    host,
  })),
  post("http://shop.example/contact/"),
  post("http://www.SHOP.example:80/contact/"),
  post(feedback.replace("/contact-form-7", "//contact-form-7")),
  read("GET", `${feedback}?.method=POST&${body}`),
  read("GET", `${feedback}?_%6Dethod=POST&${body}`),
  read("GET", `${feedback}?_METHOD=GET&_%4d%45thod=x&_method=POST&${body}`),
  read("GET", `${feedback}?a=%00&_method=POST&${body}`),
  read("GET", `${feedback}?a=%zz&_meth%6fd=POST&${body}`),
  read("HEAD", `${feedback}?_method=POST&${body}`),
  read("GET", `${feedback}?+_method=POST&${body}`),
  read("GET", `${feedback}?${body}`, { "x-http-METHOD-override": "post" }),
  read("GET", `${feedback}?${body}`, { "X-HTTP-Method": "POST" }),
  read("GET", `${feedback}?${body}`, { "X-Method-Override": "POST" }),
  read("HEAD", `${feedback}?${body}`, { "X-HTTP-Method-Override": "POST" }),
  ...["PUT", "PATCH", "DELETE", "FOO", "post", "Post"].map((method) => ({ ...post("/contact/"), method })),
  { ...post("/contact/"), method: "get" },
  post("/contact/?_method=GET"),
  { ...post("/contact/"), headers: { "X-HTTP-Method-Override": "GET" } },
  { ...post("/contact/"), headers: { Expect: "100-continue" } },
  { ...post("/contact/"), headers: { "X-Forwarded-Host": "other.example" } },
  { ...post("/contact/"), headers: { "Sekisho-Site": "other.example", Cookie: "SEKISHO_MODE=-" } },
];

/** A front controller that takes what WordPress takes and more: it writes a line for each mail it would send. */
export const formProgram = (outbox: string): string => `<?php
$raw = file_get_contents('php://input');
parse_str($raw, $body);
$all = $body + $_GET;
$path = strtok($_SERVER['REQUEST_URI'], '?');
$path = preg_replace('~^https?://[^/]*~i', '', $path);
$path = preg_replace('~/+~', '/', rawurldecode($path));
$route = $all['rest_route'] ?? (preg_match('~/wp-json(/.*)$~', $path, $found) ? $found[1] : null);
$method = $_SERVER['REQUEST_METHOD'];
foreach (['HTTP_X_HTTP_METHOD', 'HTTP_X_METHOD_OVERRIDE', 'HTTP_X_HTTP_METHOD_OVERRIDE'] as $name)
  if (isset($_SERVER[$name])) $method = $_SERVER[$name];
if (isset($_GET['_method'])) $method = $_GET['_method'];
$isRead = in_array($method, ['GET', 'HEAD', 'OPTIONS'], true);
$isForm = $route !== null || preg_match('~/contact(?:[/; ]|$)~i', $path) || ($all['pagename'] ?? '') === 'contact' || ($all['page_id'] ?? '') === '4';
$sends = $isForm && isset($all['your-message']) && (!$isRead || isset($body['your-message']));
if ($sends) file_put_contents('${outbox}', $_SERVER['REMOTE_ADDR'] . ' ' . $_SERVER['REQUEST_METHOD'] . ' ' . $_SERVER['REQUEST_URI'] . "\\n", FILE_APPEND);
echo $sends ? 'mail sent' : 'a page';
`;

/** What makes a front controller of a program (as WordPress writes it). */
export const frontController = `RewriteEngine On
RewriteRule ^index\\.php$ - [L]
RewriteCond %{REQUEST_FILENAME} !-f
RewriteCond %{REQUEST_FILENAME} !-d
RewriteRule . /index.php [L]
`;
