import { type AccessSuite, type LineWriter, utf8Text } from "./access-sample.ts";
import { jsonText } from "./server-escapes.ts";

const time = "2021-02-18T20:21:35.000Z";
const get = { address: "192.0.2.7", time, method: "GET", target: "/a?b=c", protocol: "HTTP/1.1", status: 200, size: 5120 };
const request = '"remote_addr":"192.0.2.7","request":"GET /a?b=c HTTP/1.1","status":"200","body_bytes_sent":"5120"';
const longText = "A".repeat(127 * 1024 - 250);

const nginx: LineWriter = {
  server: "nginx escape=json",
  write: (client) =>
    Buffer.from(
      `{"request":"${jsonText(client.request)}","remote_user":"${jsonText(client.user)}","http_referer":"${jsonText(client.referer)}","http_user_agent":"${jsonText(client.userAgent)}","time_iso8601":"2021-02-19T05:21:35+09:00","remote_addr":"192.0.2.7","status":404,"body_bytes_sent":12,"server_name":"shop.example"}`,
      "latin1",
    ),
  truth: { address: "192.0.2.7", time, status: 404, site: "shop.example" },
};

const traefik: LineWriter = {
  server: "Traefik",
  write: (client) =>
    Buffer.from(
      `{"ClientAddr":"192.0.2.7:4190","ClientHost":"192.0.2.7","ClientUsername":"${jsonText(client.user)}","DownstreamContentSize":12,"DownstreamStatus":404,"RequestHost":"shop.example","RequestMethod":"GET","RequestPath":"${jsonText(client.request)}","RequestProtocol":"HTTP/1.1","StartUTC":"2021-02-18T20:21:35Z","request_User-Agent":"${jsonText(client.userAgent)}","request_Referer":"${jsonText(client.referer)}","time":"2021-02-18T20:21:36Z"}`,
      "latin1",
    ),
  truth: { address: "192.0.2.7", time, status: 404, site: "shop.example" },
};

/** Samples of one JSON object a line. */
export const jsonAccessSuite: AccessSuite = {
  writers: [nginx, traefik],
  samples: [
    { about: "nginx with $time_iso8601", line: `{"time_iso8601":"2021-02-19T05:21:35+09:00",${request}}`, expect: get },
    { about: "nginx with $time_local", line: `{"time_local":"19/Feb/2021:05:21:35 +0900",${request}}`, expect: get },
    {
      about: "nginx with $msec as a number",
      line: `{"msec":1613679695.250,${request}}`,
      expect: { ...get, time: "2021-02-18T20:21:35.250Z" },
    },
    {
      about: "blanks between all parts",
      line: `{ "time" : "2021-02-18T20:21:35Z" , ${request.replaceAll(":", " : ").replaceAll(",", " ,\t")} }`,
      expect: get,
    },
    {
      about: "method and target apart, the server's name before the client's host header",
      line: '{"host":"evil.example","server_name":"shop.example","@timestamp":"2021-02-18T20:21:35.000Z","clientip":"192.0.2.7","request_method":"GET","uri":"/a?b=c","server_protocol":"HTTP/1.1","status":200,"bytes":5120,"referrer":"https://shop.example/","agent":"curl/8.14.1"}',
      expect: { ...get, site: "shop.example", referer: "https://shop.example/", userAgent: "curl/8.14.1" },
    },
    {
      about: "the catch-all server: the host header is all there is",
      line: `{"server_name":"_","host":"shop.example","time":"2021-02-18T20:21:35Z",${request}}`,
      expect: { ...get, site: "shop.example" },
    },
    {
      about: "Traefik",
      line: '{"ClientAddr":"192.0.2.7:39496","ClientHost":"192.0.2.7","ClientPort":"39496","ClientUsername":"-","DownstreamContentSize":5120,"DownstreamStatus":200,"Duration":357313,"RequestHost":"shop.example","RequestMethod":"GET","RequestPath":"/a?b=c","RequestProtocol":"HTTP/1.1","ServiceURL":{"Scheme":"http","User":null,"Host":"198.51.100.3:80","status":500},"StartLocal":"2021-02-19T05:21:35+09:00","StartUTC":"2021-02-18T20:21:35Z","level":"info","msg":"","request_User-Agent":"curl/8.14.1","time":"2021-02-18T20:21:36Z"}',
      expect: { ...get, site: "shop.example", userAgent: "curl/8.14.1" },
    },
    {
      about: "no request was understood",
      line: '{"time":"2021-02-18T20:21:35Z","remote_addr":"2001:db8::7","request":"\\u0016\\u0003\\u0001","status":400,"size":0}',
      expect: { address: "2001:db8::7", time, status: 400, size: 0 },
    },
    {
      about: "hostile: text that imitates members, escaped",
      line: `{"time":"2021-02-18T20:21:35Z","http_user_agent":"x\\",\\"remote_addr\\":\\"198.51.100.9",${request}}`,
      expect: { ...get, userAgent: 'x","remote_addr":"198.51.100.9' },
    },
    {
      about: "hostile: a repeated key later in the line changes nothing",
      line: `{"time":"2021-02-18T20:21:35Z",${request},"remote_addr":"198.51.100.9","status":500}`,
      expect: get,
    },
    {
      about: "hostile: the same names inside a nested object mean nothing",
      line: `{"time":"2021-02-18T20:21:35Z","headers":{"remote_addr":"198.51.100.9","status":500},${request}}`,
      expect: get,
    },
    {
      about: "hostile: a host header that is no host leaves the line without a site",
      line: `{"time":"2021-02-18T20:21:35Z","host":"<script>",${request}}`,
      expect: get,
    },
    {
      about: "hostile: NULs, broken UTF-8, a terminal escape and a bidi control, raw",
      line: `{"time":"2021-02-18T20:21:35Z","user_agent":"${utf8Text("\u202e")}\xff",${request}}`,
      expect: { ...get, userAgent: "\u202e\ufffd" },
    },
    {
      about: "hostile: 127 KiB of user agent",
      line: `{"time":"2021-02-18T20:21:35Z","user_agent":"${longText}",${request}}`,
      expect: { ...get, userAgent: longText },
    },
    {
      about: "hostile: nests 40 deep",
      line: `{"time":"2021-02-18T20:21:35Z",${request},"x":${"[".repeat(40)}${"]".repeat(40)}}`,
      expect: { refused: "bad-quoting" },
    },
    {
      about: "hostile: brackets that do not match",
      line: `{"time":"2021-02-18T20:21:35Z",${request},"x":[{]}}`,
      expect: { refused: "bad-quoting" },
    },
    { about: "cut in a string", line: `{"time":"2021-02-18T20:21:35Z",${request},"user_agent":"Mozil`, expect: { refused: "bad-quoting" } },
    { about: "something after the object", line: `{"time":"2021-02-18T20:21:35Z",${request}} x`, expect: { refused: "bad-quoting" } },
    {
      about: "no address",
      line: '{"time":"2021-02-18T20:21:35Z","request":"GET / HTTP/1.1","status":200}',
      expect: { refused: "no-address" },
    },
    { about: "no time", line: `{${request}}`, expect: { refused: "no-time" } },
    {
      about: "no status",
      line: '{"time":"2021-02-18T20:21:35Z","remote_addr":"192.0.2.7","request":"GET / HTTP/1.1"}',
      expect: { refused: "no-status" },
    },
    { about: "an array", line: "[1,2]", expect: { refused: "not-this-format" } },
  ],
};
