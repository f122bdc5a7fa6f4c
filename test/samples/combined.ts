import { type AccessSuite, type LineWriter, utf8Text } from "./access-sample.ts";
import { apacheText, nginxText, orDash } from "./server-escapes.ts";

const time = "2021-02-18T20:21:35.000Z";
const stamp = "[19/Feb/2021:05:21:35 +0900]";
const get = { address: "192.0.2.7", time, method: "GET", target: "/", protocol: "HTTP/1.1", status: 200, size: 5120 };
const windows = "Mozilla/5.0 (Windows NT 6.3; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/36.0.1985.143 Safari/537.36";
const longText = "A".repeat(127 * 1024 - 120);

const apache: LineWriter = {
  server: "Apache",
  write: ({ request, referer, userAgent, user }) =>
    Buffer.from(
      `192.0.2.7 - ${user === "" ? '""' : apacheText(user)} ${stamp} "${apacheText(request)}" 404 1234 "${apacheText(referer)}" "${apacheText(userAgent)}"`,
      "latin1",
    ),
  truth: { address: "192.0.2.7", time, status: 404 },
};

const nginx: LineWriter = {
  server: "nginx with the forwarded address at the end",
  write: ({ request, referer, userAgent, user }) =>
    Buffer.from(
      `2001:db8::7 - ${orDash(nginxText(user))} ${stamp} "${nginxText(request)}" 404 1234 "${orDash(nginxText(referer))}" "${orDash(nginxText(userAgent))}" "${orDash(nginxText(userAgent))}"`,
      "latin1",
    ),
  truth: { address: "2001:db8::7", time, status: 404 },
};

/** Samples of the combined log format. */
export const combinedSuite: AccessSuite = {
  writers: [apache, nginx],
  samples: [
    {
      about: "form abuse seen in the wild, 1 of 5: referer without the path that was posted to",
      line: `192.0.2.51 - - [19/Feb/2021:05:21:35 +0900] "POST /contact/ HTTP/1.1" 200 147152 "https://shop.example" "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/62.0.3202.94 Safari/537.36"`,
      expect: {
        address: "192.0.2.51",
        time: "2021-02-18T20:21:35.000Z",
        method: "POST",
        target: "/contact/",
        protocol: "HTTP/1.1",
        status: 200,
        size: 147152,
        referer: "https://shop.example",
        userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/62.0.3202.94 Safari/537.36",
      },
    },
    {
      about: "form abuse seen in the wild, 2 of 5",
      line: `198.51.100.120 - - [19/Feb/2021:05:26:30 +0900] "POST /contact/ HTTP/1.1" 200 147152 "https://shop.example/contact/" "${windows}"`,
      expect: {
        address: "198.51.100.120",
        time: "2021-02-18T20:26:30.000Z",
        method: "POST",
        target: "/contact/",
        protocol: "HTTP/1.1",
        status: 200,
        size: 147152,
        referer: "https://shop.example/contact/",
        userAgent: windows,
      },
    },
    {
      about: "form abuse seen in the wild, 3 of 5: another address, the same user agent",
      line: `203.0.113.211 - - [19/Feb/2021:05:41:11 +0900] "POST /contact/ HTTP/1.1" 200 147152 "https://shop.example/contact/" "${windows}"`,
      expect: {
        address: "203.0.113.211",
        time: "2021-02-18T20:41:11.000Z",
        method: "POST",
        target: "/contact/",
        protocol: "HTTP/1.1",
        status: 200,
        size: 147152,
        referer: "https://shop.example/contact/",
        userAgent: windows,
      },
    },
    {
      about: "form abuse seen in the wild, 4 of 5: the form's REST route, refused",
      line: `198.51.100.41 - - [19/Feb/2021:06:20:12 +0900] "POST /wp-json/contact-form-7/v1/contact-forms/6/feedback HTTP/1.1" 403 2843 "https://shop.example/contact/" "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/67.0.3396.87 Safari/537.36 OPR/54.0.2952.64 (Edition Yx)"`,
      expect: {
        address: "198.51.100.41",
        time: "2021-02-18T21:20:12.000Z",
        method: "POST",
        target: "/wp-json/contact-form-7/v1/contact-forms/6/feedback",
        protocol: "HTTP/1.1",
        status: 403,
        size: 2843,
        referer: "https://shop.example/contact/",
        userAgent:
          "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/67.0.3396.87 Safari/537.36 OPR/54.0.2952.64 (Edition Yx)",
      },
    },
    {
      about: "form abuse seen in the wild, 5 of 5",
      line: `192.0.2.74 - - [19/Feb/2021:06:31:05 +0900] "POST /contact/ HTTP/1.1" 200 147152 "https://shop.example/contact/" "Mozilla/5.0 (Windows NT 6.2; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/36.0.1985.125 Safari/537.36"`,
      expect: {
        address: "192.0.2.74",
        time: "2021-02-18T21:31:05.000Z",
        method: "POST",
        target: "/contact/",
        protocol: "HTTP/1.1",
        status: 200,
        size: 147152,
        referer: "https://shop.example/contact/",
        userAgent: "Mozilla/5.0 (Windows NT 6.2; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/36.0.1985.125 Safari/537.36",
      },
    },
    {
      about: "nothing told for referer and user agent, and a blank at the end",
      line: `192.0.2.7 - - ${stamp} "GET / HTTP/1.1" 200 5120 "-" "-" `,
      expect: get,
    },
    {
      about: "ends after the size, as a file into which both formats are written has it",
      line: `192.0.2.7 - - ${stamp} "GET / HTTP/1.1" 200 5120`,
      expect: get,
    },
    {
      about: "further fields: quoted, bare, and named",
      line: `192.0.2.7 - - ${stamp} "GET / HTTP/1.1" 200 5120 "-" "curl/8.14.1" "198.51.100.9, 203.0.113.5" 0.012 uct="0.000, 0.001" 7ms`,
      expect: { ...get, userAgent: "curl/8.14.1" },
    },
    {
      about: "quoted as a whole by an export, with a carriage return",
      line: `"192.0.2.7 - - ${stamp} "GET / HTTP/1.1" 200 5120 "http://192.0.2.1/" "w3af.org""\r`,
      expect: { ...get, referer: "http://192.0.2.1/", userAgent: "w3af.org" },
    },
    {
      about: "an IPv4 address mapped into IPv6",
      line: `::ffff:192.0.2.7 - - ${stamp} "GET / HTTP/1.1" 200 5120 "-" "-"`,
      expect: { ...get, address: "::ffff:192.0.2.7" },
    },
    {
      about: "a host name for the address (HostnameLookups)",
      line: `crawl-7.bot.example - - ${stamp} "GET / HTTP/1.1" 200 5120 "-" "-"`,
      expect: { ...get, address: "crawl-7.bot.example" },
    },
    {
      about: "no request came before the time-out",
      line: `192.0.2.7 - - ${stamp} "-" 408 - "-" "-"`,
      expect: { address: "192.0.2.7", time, status: 408, size: 0 },
    },
    {
      about: "an empty request",
      line: `192.0.2.7 - - ${stamp} "" 400 0 "-" "-"`,
      expect: { address: "192.0.2.7", time, status: 400, size: 0 },
    },
    {
      about: "a TLS greeting on the plain port",
      line: `192.0.2.7 - - ${stamp} "\\x16\\x03\\x01\\x02 \\x01\\xFC" 400 157 "-" "-"`,
      expect: { address: "192.0.2.7", time, status: 400, size: 157 },
    },
    {
      about: "the HTTP/2 preface",
      line: `192.0.2.7 - - ${stamp} "PRI * HTTP/2.0" 400 157 "-" "-"`,
      expect: { address: "192.0.2.7", time, method: "PRI", target: "*", protocol: "HTTP/2.0", status: 400, size: 157 },
    },
    {
      about: "an absolute target",
      line: `192.0.2.7 - - ${stamp} "POST http://shop.example/login_form HTTP/1.1" 200 5120 "-" "-"`,
      expect: { ...get, method: "POST", target: "http://shop.example/login_form" },
    },
    {
      about: "CONNECT to a mail server",
      line: `192.0.2.7 - - ${stamp} "CONNECT mx.example:25 HTTP/1.1" 405 0 "-" "-"`,
      expect: { ...get, method: "CONNECT", target: "mx.example:25", status: 405, size: 0 },
    },
    {
      about: "blanks inside the target",
      line: `192.0.2.7 - - ${stamp} "GET /a b c HTTP/1.1" 400 5120 "-" "-"`,
      expect: { ...get, target: "/a b c", status: 400 },
    },
    {
      about: "a method alone",
      line: `192.0.2.7 - - ${stamp} "QUIT" 400 226 "-" "-"`,
      expect: { address: "192.0.2.7", time, method: "QUIT", status: 400, size: 226 },
    },
    {
      about: "an empty user name, as Apache writes it",
      line: `192.0.2.7 - "" ${stamp} "GET / HTTP/1.1" 401 5120 "-" "-"`,
      expect: { ...get, status: 401 },
    },
    {
      about: "a leap second and a zone west of UTC",
      line: `192.0.2.7 - - [31/Dec/2016:23:59:60 -0330] "GET / HTTP/1.1" 200 5120 "-" "-"`,
      expect: { ...get, time: "2017-01-01T03:30:00.000Z" },
    },
    {
      about: "hostile: a user name with blanks, a bracket and a stamp in it",
      line: `192.0.2.7 - 198.51.100.9 - - [01/Jan/2020:00:00:00 +0000] ${stamp} "GET / HTTP/1.1" 401 5120 "-" "-"`,
      expect: { ...get, status: 401, user: "198.51.100.9 - - [01/Jan/2020:00:00:00 +0000]" },
    },
    {
      about: "hostile: a user agent that closes its quote, as Apache escapes it",
      line: `192.0.2.7 - - ${stamp} "GET / HTTP/1.1" 200 5120 "-" "x\\" 200 1 \\"-\\" \\"y"`,
      expect: { ...get, userAgent: 'x" 200 1 "-" "y' },
    },
    {
      about: "hostile: a backslash before the closing quote is itself escaped",
      line: `192.0.2.7 - - ${stamp} "GET / HTTP/1.1" 200 5120 "x\\\\" "y\\\\\\""`,
      expect: { ...get, referer: "x\\", userAgent: 'y\\"' },
    },
    {
      about: "hostile: a request that imitates status and size, as nginx escapes it",
      line: `192.0.2.7 - - ${stamp} "GET /\\x22 200 1 \\x22-\\x22 HTTP/1.1" 404 5120 "-" "-"`,
      expect: { ...get, target: '/" 200 1 "-"', status: 404 },
    },
    {
      about: "hostile: a referer that imitates a whole second line",
      line: `192.0.2.7 - - ${stamp} "GET / HTTP/1.1" 200 5120 "\\n198.51.100.9 - - [01/Jan/2020:00:00:00 +0000] \\"GET /" "-"`,
      expect: { ...get, referer: '\n198.51.100.9 - - [01/Jan/2020:00:00:00 +0000] "GET /' },
    },
    {
      about: "hostile: NULs, broken UTF-8, a terminal escape and a bidi control, raw",
      line: `192.0.2.7 - - ${stamp} "GET /\x00\xff\xfe HTTP/1.1" 200 5120 "\x1b[2J\x1b]0;x\x07" "${utf8Text("\u202egnp.exe\u2066")}"`,
      expect: { ...get, target: "/\x00\ufffd\ufffd", referer: "\x1b[2J\x1b]0;x\x07", userAgent: "\u202egnp.exe\u2066" },
    },
    {
      about: "hostile: 127 KiB of user agent",
      line: `192.0.2.7 - - ${stamp} "GET / HTTP/1.1" 200 5120 "-" "${longText}"`,
      expect: { ...get, userAgent: longText },
    },
    {
      about: "the client left before there was a status (Traefik)",
      line: `192.0.2.7 - - ${stamp} "GET / HTTP/1.1" - - "-" "curl/8.14.1" 45640 "-" "-"`,
      expect: { ...get, status: 0, size: 0, userAgent: "curl/8.14.1" },
    },
    {
      about: "a configuration that leaves the user out",
      line: `192.0.2.7 - ${stamp} "GET / HTTP/1.1" 200 5120 "-" "-"`,
      expect: get,
    },
    {
      about: "a syslog line around it: its month is no address",
      line: `Feb 19 05:21:35 web1 nginx[2869]: 192.0.2.7 - - ${stamp} "GET / HTTP/1.1" 200 5120 "-" "-"`,
      expect: { refused: "no-address" },
    },
    { about: "cut in the address", line: "192.0.2", expect: { refused: "no-address" } },
    { about: "cut in the stamp", line: "192.0.2.7 - - [19/Feb/2021:05:", expect: { refused: "no-request" } },
    {
      about: "cut in the user agent",
      line: `192.0.2.7 - - ${stamp} "GET / HTTP/1.1" 200 5120 "-" "Mozil`,
      expect: { refused: "bad-quoting" },
    },
    { about: "cut after the referer", line: `192.0.2.7 - - ${stamp} "GET / HTTP/1.1" 200 5120 "-"`, expect: { refused: "bad-quoting" } },
    {
      about: "a stray quote after the user agent",
      line: `192.0.2.7 - - ${stamp} "GET / HTTP/1.1" 200 5120 "-" "a"b"`,
      expect: { refused: "left-over" },
    },
    {
      about: "the day is in no month",
      line: '192.0.2.7 - - [31/Feb/2021:05:21:35 +0900] "GET / HTTP/1.1" 200 1 "-" "-"',
      expect: { refused: "no-time" },
    },
    {
      about: "an hour of 24",
      line: '192.0.2.7 - - [19/Feb/2021:24:21:35 +0900] "GET / HTTP/1.1" 200 1 "-" "-"',
      expect: { refused: "no-time" },
    },
    {
      about: "no such month",
      line: '192.0.2.7 - - [19/Fev/2021:05:21:35 +0900] "GET / HTTP/1.1" 200 1 "-" "-"',
      expect: { refused: "no-time" },
    },
    {
      about: "no such zone",
      line: '192.0.2.7 - - [19/Feb/2021:05:21:35 +9900] "GET / HTTP/1.1" 200 1 "-" "-"',
      expect: { refused: "no-time" },
    },
    {
      about: "a host and its port are no address",
      line: `shop.example:443 - - ${stamp} "GET / HTTP/1.1" 200 1 "-" "-"`,
      expect: { refused: "no-address" },
    },
    {
      about: "a virtual host in front is another format",
      line: `shop.example 192.0.2.7 - - ${stamp} "GET / HTTP/1.1" 200 1 "-" "-"`,
      expect: { refused: "not-this-format" },
    },
    {
      about: "an error log's line",
      line: "[Fri Oct 08 17:08:41.203277 2021] [core:error] [pid 7005:tid 1] [client 192.0.2.7:14532] AH00126: Invalid URI",
      expect: { refused: "no-address" },
    },
  ],
};
