import { type AccessSuite, type ClientText, type LineWriter, utf8Text } from "./access-sample.ts";
import { apacheText, nginxText, orDash } from "./server-escapes.ts";

const time = "2026-02-08T05:48:04.000Z";
const stamp = "[08/Feb/2026:05:48:04 +0000]";
const get = {
  site: "shop.example",
  address: "192.0.2.7",
  time,
  method: "GET",
  target: "/a",
  protocol: "HTTP/1.1",
  status: 200,
  size: 2271,
};

/** Method, path and query as the server's variables hold them. */
const partsOf = ({ request }: ClientText): readonly string[] => {
  const [method = "", target = ""] = request.split(" ");
  const [path = "", ...query] = target.split("?");
  return [method, path, query.join("?")];
};

const apache: LineWriter = {
  server: "Apache",
  write: (client) =>
    Buffer.from(
      `shop.example,443,192.0.2.7,-,${client.user === "" ? '""' : apacheText(client.user)},${stamp},663,4766,5429,410,2,2247,1977,404,"HTTP/1.1",${partsOf(
        client,
      )
        .map((part) => `"${apacheText(part)}"`)
        .join(",")},"${apacheText(client.referer)}","${apacheText(client.userAgent)}","-",-`,
      "latin1",
    ),
  truth: { address: "192.0.2.7", time, status: 404, site: "shop.example" },
  mayRefuse: true,
};

const nginx: LineWriter = {
  server: "nginx",
  write: (client) => {
    const user = orDash(nginxText(client.user));
    const texts = [...partsOf(client), client.referer, client.userAgent].map((text) => `"${orDash(nginxText(text))}"`).join(",");
    return Buffer.from(
      `shop.example,443,192.0.2.7,${user},${user},${stamp},631,2605,-,2271,0.002,0.002,-,404,"HTTP/1.1",${texts},"-",44c01175`,
      "latin1",
    );
  },
  truth: { address: "192.0.2.7", time, status: 404, site: "shop.example" },
  mayRefuse: true,
};

/** Samples of the comma-separated layout. */
export const csvAccessSuite: AccessSuite = {
  writers: [apache, nginx],
  samples: [
    {
      about: "Apache: body bytes are the fourth figure",
      line: `shop.example,443,192.0.2.7,-,-,${stamp},663,4766,5429,2271,2,2247,1977,200,"HTTP/1.1","GET","/a","?b=c","-","curl/8.14.1","-",-`,
      expect: { ...get, userAgent: "curl/8.14.1" },
    },
    {
      about: "nginx without an upstream",
      line: `shop.example,443,192.0.2.7,-,-,${stamp},631,2605,-,2271,0.002,0.002,-,200,"HTTP/1.1","GET","/a","-","https://shop.example/","curl/8.14.1","-",44c01175`,
      expect: { ...get, referer: "https://shop.example/", userAgent: "curl/8.14.1" },
    },
    {
      about: "nginx with an upstream",
      line: `shop.example,443,192.0.2.7,-,-,${stamp},631,2605,127.0.0.1:3000,2271,0.002,0.002,0.002,200,"HTTP/1.1","GET","/a","-","-","-","-",44c01175`,
      expect: get,
    },
    {
      about: "nginx with two upstreams: the size cannot be told",
      line: `shop.example,443,192.0.2.7,-,-,${stamp},631,2605,127.0.0.1:3000, 127.0.0.1:3001,2271,0.002,0.002,0.001, 0.001,200,"HTTP/1.1","GET","/a","-","-","-","-",44c01175`,
      expect: { ...get, size: 0 },
    },
    {
      about: "nginx logs the user twice",
      line: `shop.example,443,192.0.2.7,taro,taro,${stamp},213,324,-,134,0.000,0.000,-,404,"HTTP/1.1","GET","/a","-","-","-","-",618110`,
      expect: { ...get, user: "taro", status: 404, size: 134 },
    },
    {
      about: "no request was understood",
      line: `shop.example,443,192.0.2.7,-,-,${stamp},0,327,-,166,0.099,0.099,-,400,"-","-","-","-","-","-","-",e4eda7`,
      expect: { site: "shop.example", address: "192.0.2.7", time, status: 400, size: 166 },
    },
    {
      about: "escaped quotes and commas in the query",
      line: `shop.example,443,192.0.2.7,-,-,${stamp},289,418,707,196,0,156,-,404,"HTTP/1.1","GET","/a","?x=md5(\\"hi\\"),\\",\\"","-","curl/8.14.1","-",-`,
      expect: { ...get, status: 404, size: 196, userAgent: "curl/8.14.1" },
    },
    {
      about: "hostile: a user name with a stamp and commas in it",
      line: `shop.example,443,192.0.2.7,-,x,[01/Jan/2020:00:00:00 +0000],${stamp},663,4766,5429,2271,2,2247,1977,401,"HTTP/1.1","GET","/a","","-","-","-",-`,
      expect: { ...get, status: 401, user: "x,[01/Jan/2020:00:00:00 +0000]" },
    },
    {
      about: "hostile: a host name that shifts the columns, so that the address would be the client's choice",
      line: `shop.example,443,198.51.100.9,-,443,192.0.2.7,-,-,${stamp},631,2605,-,2271,0.002,0.002,-,200,"HTTP/1.1","GET","/a","-","-","-","-",44c0`,
      expect: { refused: "left-over" },
    },
    {
      about: "hostile: a user agent that imitates the end of the line",
      line: `shop.example,443,192.0.2.7,-,-,${stamp},663,4766,5429,2271,2,2247,1977,200,"HTTP/1.1","GET","/a","","-","\\",\\"-\\",-","-",-`,
      expect: { ...get, userAgent: '","-",-' },
    },
    {
      about: "hostile: a NUL, broken UTF-8 and a bidi control, raw",
      line: `shop.example,443,192.0.2.7,-,-,${stamp},663,4766,5429,2271,2,2247,1977,200,"HTTP/1.1","GET","/a","","\x00\xff","${utf8Text("\u202e")}","-",-`,
      expect: { ...get, referer: "\x00\ufffd", userAgent: "\u202e" },
    },
    {
      about: "hostile: a host that is none",
      line: `<shop>,443,192.0.2.7,-,-,${stamp},663,4766,5429,2271,2,2247,1977,200,"HTTP/1.1","GET","/a","","-","-","-",-`,
      expect: { refused: "bad-site" },
    },
    { about: "cut in the figures", line: `shop.example,443,192.0.2.7,-,-,${stamp},663,47`, expect: { refused: "no-request" } },
    {
      about: "cut in the referer",
      line: `shop.example,443,192.0.2.7,-,-,${stamp},663,4766,5429,2271,2,2247,1977,200,"HTTP/1.1","GET","/a","","htt`,
      expect: { refused: "bad-quoting" },
    },
    {
      about: "a column too many",
      line: `shop.example,443,192.0.2.7,-,-,${stamp},663,4766,5429,2271,2,2247,1977,200,"HTTP/1.1","GET","/a","","-","-","-",-,-`,
      expect: { refused: "left-over" },
    },
  ],
};
