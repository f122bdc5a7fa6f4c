import type { RawRequest } from "./nginx-raw-request.ts";

/** One way of sending a form: what is different from a plain request to the site. */
export type Shape = Pick<RawRequest, "method" | "target"> & Partial<Pick<RawRequest, "host" | "headers" | "body" | "over">>;

const fields = "your-name=T&your-email=a@gmail.test&your-message=hi";
const api = "/wp-json/contact-form-7/v1/contact-forms/6/feedback";
const route = api.slice("/wp-json".length);

const post = (target: string, more = ""): Shape => ({ method: "POST", target, body: `${fields}${more}` });
const get = (target: string, headers: readonly (readonly [string, string])[] = []): Shape => ({ method: "GET", target, headers });
const on = (over: NonNullable<Shape["over"]>, shape: Shape): Shape => ({ ...shape, over });
const at = (host: string, shape: Shape): Shape => ({ ...shape, host });

/** Those that were tried on a real WordPress, by which it sent mail. */
export const knownShapes: readonly Shape[] = [
  ...["/contact/", "/contact", "/CONTACT/", "//contact/", "/%63ontact/", "/contact/1/", "/contact/page/2/", "/index.php/contact/"].map(
    (target) => post(target),
  ),
  ...["/index.php/CONTACT/", "/index.php//contact/", "/?pagename=contact", "/?page_id=4", "/index.php?pagename=contact"].map((target) =>
    post(target),
  ),
  ...["/?page%5Fid=4", "/?page.id=4", "/?page[id=4", api, `/?rest_route=${route}`, `/index.php${api}`].map((target) => post(target)),
  ...[`/?rest%5froute=${route}`, `/xx/?rest_route=${route}`].map((target) => post(target)),
  post("/?x=1", "&pagename=contact"),
  post("/", "&page_id=4"),
  post("/", `&rest_route=${route}`),
  get(`${api}?_method=POST&${fields}`),
  get(`${api}?%5fmethod=POST&${fields}`),
  get(`${api}?${fields}`, [["X-HTTP-Method-Override", "POST"]]),
  get(`/?rest_route=${route}&_method=POST&${fields}`),
  { method: "OPTIONS", target: `${api}?_method=POST&${fields}` },
];

const multipart = `--b\r\nContent-Disposition: form-data; name="pagename"\r\n\r\ncontact\r\n--b--\r\n`;

/** Further ones. */
export const ownShapes: readonly Shape[] = [
  at("SHOP.EXAMPLE", post("/contact/")),
  at("www.shop.example", post("/contact/")),
  at("shop.example.", post("/contact/")),
  at("WWW.Shop.Example.:8080", post("/contact/")),
  at("shop.example:443", post("/contact/")),
  // The server block is the default one: it serves the site under any name.
  at("unknown.example", post("/contact/")),
  at("127.0.0.1", post("/contact/")),
  post("http://shop.example/contact/"),
  post("http://unknown.example/contact/"),
  on("h2", post("/contact/")),
  on("h2", get(`${api}?_method=POST&${fields}`)),
  on("h2", get(`${api}?${fields}`, [["X-HTTP-Method-Override", "POST"]])),
  on("h2", post("/?x=1", "&pagename=contact")),
  on("tls", post("/contact/")),
  on("tls", at("www.shop.example", post(api))),
  on("ipv6", post("/contact/")),
  on("ipv6", get(`${api}?_method=PUT&${fields}`)),
  { method: "PUT", target: "/contact/", body: fields },
  { method: "DELETE", target: "/contact/" },
  { method: "PATCH", target: "/contact/", body: fields },
  { method: "FOO", target: "/contact/", body: fields },
  { method: "PROPFIND", target: "/contact/" },
  get(`${api}?_METHOD=1&_method=POST&${fields}`),
  get(`${api}?_%6d%65%74%68%6f%64=POST&${fields}`),
  get(`${api}?_%6Dethod=POST&${fields}`),
  get(`${api}?.method=POST&${fields}`),
  get(`${api}?%20_method=POST&${fields}`),
  get(`${api}?a=1&_metho%64=post&${fields}`),
  get(`${api}?${fields}`, [["X-HTTP-Method", "POST"]]),
  get(`${api}?${fields}`, [["X-Method-Override", "POST"]]),
  get(`${api}?${fields}`, [["x-http-method-OVERRIDE", "delete"]]),
  // Of two headers of one name nginx looks at the first, PHP at the last.
  get(`${api}?${fields}`, [["X-HTTP-Method-Override", ""], ["X-HTTP-Method-Override", "POST"]]), // biome-ignore format: one shape a line
  get("/contact/?_method=POST"),
  { method: "HEAD", target: "/contact/?_method=POST" },
  post("/contact/?utm=1#x"),
  post("/.well-known/acme-challenge/abc", "&pagename=contact"),
  post("/.well-known/acme-challenge/abc?page_id=4"),
  get("/.well-known/acme-challenge/abc?page_id=4&_method=POST"),
  post("/.sekisho/page", "&pagename=contact"),
  post("/.sekisho/page?page_id=4"),
  post("/.SEKISHO/page?page_id=4"),
  post("/.sekisho/page%0a?page_id=4"),
  post("/.sekisho/probe?page_id=4"),
  post("/.sekisho/refused?page_id=4"),
  post("/x/../contact/"),
  post("/secret/?page_id=4"),
  post("/dir/none.php/../../index.php?page_id=4"),
  post("/style.css/../?page_id=4"),
  { method: "POST", target: "/", body: multipart, headers: [["Content-Type", "multipart/form-data; boundary=b"]] },
  { method: "POST", target: "/index.php", body: "pagename=contact", headers: [["Expect", ""]] },
];
