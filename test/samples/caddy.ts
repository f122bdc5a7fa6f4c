import { type AccessSuite, type LineWriter, utf8Text } from "./access-sample.ts";
import { jsonText } from "./server-escapes.ts";

const time = "2023-09-04T15:19:51.756Z";
const get = {
  site: "shop.example",
  address: "192.0.2.7",
  time,
  method: "GET",
  target: "/a?b=c",
  protocol: "HTTP/2.0",
  status: 200,
  size: 5120,
};
const head = '"level":"info","ts":1693840791.7564995,"logger":"http.log.access","msg":"handled request"';
const tail =
  '"bytes_read":0,"user_id":"","duration":0.000002701,"size":5120,"status":200,"resp_headers":{"Server":["Caddy"],"Status":["500"]}';
const parts =
  '"remote_ip":"192.0.2.7","remote_port":"44790","client_ip":"192.0.2.7","proto":"HTTP/2.0","method":"GET","host":"shop.example","uri":"/a?b=c"';

const caddyWriter: LineWriter = {
  server: "Caddy",
  write: (client) =>
    Buffer.from(
      `{${head},"request":{"remote_ip":"192.0.2.7","remote_port":"1","client_ip":"192.0.2.7","proto":"HTTP/2.0","method":"GET","host":"shop.example:8443","uri":"${jsonText(client.request)}","headers":{"${jsonText(client.referer)}":["x"],"User-Agent":["${jsonText(client.userAgent)}"],"Referer":["${jsonText(client.referer)}"]}},"user_id":"${jsonText(client.user)}","size":0,"status":404}`,
      "latin1",
    ),
  truth: { address: "192.0.2.7", time, status: 404, site: "shop.example" },
};

/** Samples of Caddy's access log. */
export const caddySuite: AccessSuite = {
  writers: [caddyWriter],
  samples: [
    {
      about: "an ordinary line",
      line: `{${head},"request":{${parts},"headers":{"User-Agent":["curl/8.14.1"],"Referer":["https://shop.example/"],"Accept":["*/*"]},"tls":{"resumed":false,"version":772}},${tail}}`,
      expect: { ...get, userAgent: "curl/8.14.1", referer: "https://shop.example/" },
    },
    {
      about: "an old line: only remote_addr, with the port",
      line: `{${head},"request":{"remote_addr":"192.0.2.7:41342","proto":"HTTP/2.0","method":"GET","host":"shop.example:8443","uri":"/a?b=c","headers":{}},${tail}}`,
      expect: get,
    },
    {
      about: "an old line with an IPv6 address and its port",
      line: `{${head},"request":{"remote_addr":"[2001:db8::7]:41342","proto":"HTTP/2.0","method":"GET","host":"shop.example","uri":"/a?b=c","headers":{}},${tail}}`,
      expect: { ...get, address: "2001:db8::7" },
    },
    {
      about: "behind a trusted proxy the client is told apart from the peer",
      line: `{${head},"request":{"remote_ip":"127.0.0.1","client_ip":"192.0.2.7","proto":"HTTP/2.0","method":"GET","host":"shop.example","uri":"/a?b=c","headers":{}},${tail}}`,
      expect: get,
    },
    { about: "ISO time", line: `{"ts":"2023-09-04T17:19:51.756+0200","request":{${parts}},${tail}}`, expect: get },
    { about: "time in milliseconds", line: `{"ts":1693840791756.4995,"request":{${parts}},${tail}}`, expect: get },
    {
      about: "a user who logged in, and the status before the request",
      line: `{"status":401,"user_id":"taro","ts":1693840791.756,"request":{${parts}},"size":0}`,
      expect: { ...get, user: "taro", status: 401, size: 0 },
    },
    {
      about: "hostile: headers named like other fields mean nothing",
      line: `{${head},"request":{${parts},"headers":{"Client_ip":["198.51.100.9"],"client_ip":["198.51.100.9"],"host":["bank.example"],"status":["500"],"User-Agent":["a","b"]}},${tail}}`,
      expect: { ...get, userAgent: "a" },
    },
    {
      about: "hostile: text that imitates members, escaped",
      line: `{${head},"request":{${parts},"headers":{"User-Agent":["x\\"]}},\\"status\\":500,\\"request\\":{\\"client_ip\\":\\"198.51.100.9"]}},${tail}}`,
      expect: { ...get, userAgent: 'x"]}},"status":500,"request":{"client_ip":"198.51.100.9' },
    },
    {
      about: "hostile: a second request object changes nothing",
      line: `{${head},"request":{${parts}},${tail},"request":{"client_ip":"198.51.100.9"},"status":500}`,
      expect: get,
    },
    {
      about: "hostile: NULs, broken UTF-8, a terminal escape and a bidi control, raw",
      line: `{${head},"request":{${parts},"headers":{"User-Agent":["\xff${utf8Text("\u202e")}"]}},${tail}}`,
      expect: { ...get, userAgent: "\ufffd\u202e" },
    },
    { about: "cut in the headers", line: `{${head},"request":{${parts},"headers":{"User-Ag`, expect: { refused: "bad-quoting" } },
    {
      about: "another of Caddy's messages",
      line: '{"level":"info","ts":1693840791.7,"logger":"tls","msg":"cleaning storage unit"}',
      expect: { refused: "not-this-format" },
    },
    {
      about: "the request is text",
      line: '{"ts":1693840791.7,"request":"GET / HTTP/1.1","status":200}',
      expect: { refused: "not-this-format" },
    },
    { about: "no status", line: `{${head},"request":{${parts}}}`, expect: { refused: "no-status" } },
  ],
};
