import { type AccessSuite, type LineWriter, utf8Text } from "./access-sample.ts";
import { apacheText, nginxText, orDash } from "./server-escapes.ts";

const time = "2021-02-18T20:21:35.000Z";
const get = { address: "192.0.2.7", time, method: "GET", target: "/a?b=c", protocol: "HTTP/1.1", status: 200, size: 5120 };

const apache: LineWriter = {
  server: "Apache",
  write: ({ request, referer, userAgent, user }) =>
    Buffer.from(
      `host:192.0.2.7\tuser:${apacheText(user)}\ttime:[19/Feb/2021:05:21:35 +0900]\treq:${apacheText(request)}\tstatus:404\tsize:1234\treferer:${apacheText(referer)}\tua:${apacheText(userAgent)}\tvhost:shop.example`,
      "latin1",
    ),
  truth: { address: "192.0.2.7", time, status: 404, site: "shop.example" },
};

const nginx: LineWriter = {
  server: "nginx",
  write: ({ request, referer, userAgent, user }) =>
    Buffer.from(
      `time:2021-02-19T05:21:35+09:00\tremote_addr:192.0.2.7\trequest:${orDash(nginxText(request))}\tremote_user:${orDash(nginxText(user))}\treferer:${orDash(nginxText(referer))}\tua:${orDash(nginxText(userAgent))}\tstatus:404\tsize:1\tserver_name:shop.example`,
      "latin1",
    ),
  truth: { address: "192.0.2.7", time, status: 404, site: "shop.example" },
};

/** Samples of labeled tab-separated values. */
export const ltsvSuite: AccessSuite = {
  writers: [apache, nginx],
  samples: [
    {
      about: "the labels that ltsv.org recommends",
      line: "time:[19/Feb/2021:05:21:35 +0900]\thost:192.0.2.7\tforwardedfor:-\treq:GET /a?b=c HTTP/1.1\tstatus:200\tsize:5120\treferer:-\tua:curl/8.14.1",
      expect: { ...get, userAgent: "curl/8.14.1" },
    },
    {
      about: "ISO time, site and user",
      line: "time:2021-02-19T05:21:35+09:00\thost:192.0.2.7\tuser:taro\tvhost:shop.example:443\tmethod:GET\turi:/a?b=c\tprotocol:HTTP/1.1\tstatus:200\tsize:5120",
      expect: { ...get, user: "taro", site: "shop.example" },
    },
    {
      about: "epoch seconds with milliseconds, other labels, another order",
      line: "status:200\tbody_bytes_sent:5120\tmsec:1613679695.250\trequest_method:GET\trequest_uri:/a?b=c\tserver_protocol:HTTP/1.1\tremote_addr:192.0.2.7\tserver_name:shop.example",
      expect: { ...get, time: "2021-02-18T20:21:35.250Z", site: "shop.example" },
    },
    {
      about: "`host` beside `remote_addr` is not the client",
      line: "time:2021-02-19T05:21:35+0900\thost:other.example\tremote_addr:192.0.2.7\treq:GET /a?b=c HTTP/1.1\tstatus:200\tsize:5120",
      expect: get,
    },
    {
      about: "nothing came",
      line: "time:[19/Feb/2021:05:21:35 +0900]\thost:2001:db8::7\treq:\\x16\\x03\\x01\tstatus:400\tsize:-",
      expect: { address: "2001:db8::7", time, status: 400, size: 0 },
    },
    {
      about: "nginx's catch-all server is no site",
      line: "time:2021-02-18T20:21:35Z\thost:192.0.2.7\treq:GET /a?b=c HTTP/1.1\tstatus:200\tsize:5120\tserver_name:_",
      expect: get,
    },
    {
      about: "hostile: a repeated label later in the line changes nothing",
      line: "time:2021-02-18T20:21:35Z\thost:192.0.2.7\treq:GET /a?b=c HTTP/1.1\tstatus:200\tsize:5120\tua:x\thost:198.51.100.9\tstatus:500",
      expect: { ...get, userAgent: "x" },
    },
    {
      about: "hostile: an escaped tab stays in its value",
      line: "time:2021-02-18T20:21:35Z\thost:192.0.2.7\treq:GET /a?b=c HTTP/1.1\tstatus:200\tsize:5120\tua:x\\tstatus:500\\x09host:198.51.100.9",
      expect: { ...get, userAgent: "x\tstatus:500\thost:198.51.100.9" },
    },
    {
      about: "hostile: NULs, broken UTF-8, a terminal escape and a bidi control, raw",
      line: `time:2021-02-18T20:21:35Z\thost:192.0.2.7\treq:GET /a?b=c HTTP/1.1\tstatus:200\tsize:5120\tua:\x00\xff\x1b[2J${utf8Text("\u202e")}`,
      expect: { ...get, userAgent: "\x00\ufffd\x1b[2J\u202e" },
    },
    { about: "no address", line: "time:2021-02-18T20:21:35Z\treq:GET / HTTP/1.1\tstatus:200", expect: { refused: "no-address" } },
    { about: "no time", line: "time:yesterday\thost:192.0.2.7\treq:GET / HTTP/1.1\tstatus:200", expect: { refused: "no-time" } },
    {
      about: "a day that does not exist",
      line: "time:2021-02-29T00:00:00Z\thost:192.0.2.7\treq:GET / HTTP/1.1\tstatus:200",
      expect: { refused: "no-time" },
    },
    { about: "no request", line: "time:2021-02-18T20:21:35Z\thost:192.0.2.7\tstatus:200", expect: { refused: "no-request" } },
    {
      about: "no status",
      line: "time:2021-02-18T20:21:35Z\thost:192.0.2.7\treq:GET / HTTP/1.1\tstatus:",
      expect: { refused: "no-status" },
    },
    { about: "columns without labels", line: "2021-02-18\t192.0.2.7\tGET", expect: { refused: "not-this-format" } },
  ],
};
