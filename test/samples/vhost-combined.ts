import type { AccessSuite, LineWriter } from "./access-sample.ts";
import { apacheText } from "./server-escapes.ts";

const time = "2021-02-18T20:21:35.000Z";
const stamp = "[19/Feb/2021:05:21:35 +0900]";
const get = { site: "shop.example", address: "192.0.2.7", time, method: "GET", target: "/", protocol: "HTTP/1.1", status: 200, size: 5120 };
const rest = `${stamp} "GET / HTTP/1.1" 200 5120 "-" "-"`;

const writer = (server: string, head: string): LineWriter => ({
  server,
  write: ({ request, referer, userAgent, user }) =>
    Buffer.from(
      `${head} - ${user === "" ? '""' : apacheText(user)} ${stamp} "${apacheText(request)}" 404 1234 "${apacheText(referer)}" "${apacheText(userAgent)}"`,
      "latin1",
    ),
  truth: { address: "192.0.2.7", time, status: 404, site: "shop.example" },
});

/** Samples of combined with the virtual host in front. */
export const vhostCombinedSuite: AccessSuite = {
  writers: [
    writer("Apache with a port", "shop.example:443 192.0.2.7"),
    writer("Apache with the peer's address", "shop.example 192.0.2.7 127.0.0.1"),
  ],
  samples: [
    { about: "host and port", line: `shop.example:443 192.0.2.7 - - ${rest}`, expect: get },
    { about: "host without a port", line: `shop.example 192.0.2.7 - - ${rest}`, expect: get },
    { about: "client, then the proxy it came through", line: `shop.example 192.0.2.7 127.0.0.1 - - ${rest}`, expect: get },
    {
      about: "an IPv6 client through an IPv6 proxy",
      line: `shop.example 2001:db8::7 ::1 - - ${rest}`,
      expect: { ...get, address: "2001:db8::7" },
    },
    {
      about: "no known site",
      line: `- 192.0.2.7 - - ${rest}`,
      expect: { address: "192.0.2.7", time, method: "GET", target: "/", protocol: "HTTP/1.1", status: 200, size: 5120 },
    },
    {
      about: "the server was called by its address",
      line: `[2001:db8::1]:443 192.0.2.7 - - ${rest}`,
      expect: { ...get, site: "[2001:db8::1]" },
    },
    {
      about: "a client's host name",
      line: `shop.example:80 crawl-7.bot.example - - ${rest}`,
      expect: { ...get, address: "crawl-7.bot.example" },
    },
    { about: "an authenticated user", line: `shop.example:443 192.0.2.7 - taro ${rest}`, expect: { ...get, user: "taro" } },
    { about: "ends after the size", line: `shop.example:443 192.0.2.7 - - ${stamp} "GET / HTTP/1.1" 200 5120`, expect: get },
    {
      about: "referer and user agent",
      line: `shop.example:443 192.0.2.7 - - ${stamp} "POST /contact/ HTTP/1.1" 200 5120 "https://shop.example/contact/" "curl/8.14.1"`,
      expect: { ...get, method: "POST", target: "/contact/", referer: "https://shop.example/contact/", userAgent: "curl/8.14.1" },
    },
    {
      about: "hostile: a user name that imitates a line of another site",
      line: `shop.example:443 192.0.2.7 - bank.example:443 198.51.100.9 - - [01/Jan/2020:00:00:00 +0000] ${rest}`,
      expect: { ...get, user: "bank.example:443 198.51.100.9 - - [01/Jan/2020:00:00:00 +0000]" },
    },
    {
      about: "hostile: a user agent that imitates the end of the line and a new one",
      line: `shop.example:443 192.0.2.7 - - ${stamp} "GET / HTTP/1.1" 200 5120 "-" "\\"\\nbank.example:443 198.51.100.9 - - "`,
      expect: { ...get, userAgent: '"\nbank.example:443 198.51.100.9 - - ' },
    },
    { about: "hostile: a host with a slash", line: `../etc 192.0.2.7 - - ${rest}`, expect: { refused: "bad-site" } },
    { about: "hostile: a host with markup", line: `<b>shop.example</b> 192.0.2.7 - - ${rest}`, expect: { refused: "bad-site" } },
    { about: "hostile: a NUL in the host", line: `shop\x00.example 192.0.2.7 - - ${rest}`, expect: { refused: "bad-site" } },
    { about: "hostile: a port that is none", line: `shop.example:44x 192.0.2.7 - - ${rest}`, expect: { refused: "bad-site" } },
    { about: "no site in front", line: `192.0.2.7 - - ${rest}`, expect: { refused: "no-address" } },
    { about: "cut after the site", line: "shop.example:443", expect: { refused: "no-address" } },
    {
      about: "cut in the user agent",
      line: `shop.example:443 192.0.2.7 - - ${stamp} "GET / HTTP/1.1" 200 5120 "-" "cur`,
      expect: { refused: "bad-quoting" },
    },
  ],
};
