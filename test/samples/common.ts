import type { AccessSuite, LineWriter } from "./access-sample.ts";
import { apacheText } from "./server-escapes.ts";

const time = "2021-02-18T20:21:35.000Z";
const stamp = "[19/Feb/2021:05:21:35 +0900]";

const apache: LineWriter = {
  server: "Apache",
  write: ({ request, user }) =>
    Buffer.from(`192.0.2.7 - ${user === "" ? '""' : apacheText(user)} ${stamp} "${apacheText(request)}" 404 1234`, "latin1"),
  truth: { address: "192.0.2.7", time, status: 404 },
};

/** Samples of the common log format. */
export const commonSuite: AccessSuite = {
  writers: [apache],
  samples: [
    {
      about: "an ordinary line",
      line: `192.0.2.7 - - ${stamp} "GET /index.html HTTP/1.1" 200 5120`,
      expect: { address: "192.0.2.7", time, method: "GET", target: "/index.html", protocol: "HTTP/1.1", status: 200, size: 5120 },
    },
    {
      about: "a size of `-` is nothing sent",
      line: `2001:db8::7 - - ${stamp} "HEAD / HTTP/1.1" 304 -`,
      expect: { address: "2001:db8::7", time, method: "HEAD", target: "/", protocol: "HTTP/1.1", status: 304, size: 0 },
    },
    {
      about: "an authenticated user",
      line: `192.0.2.7 - taro ${stamp} "GET /private HTTP/1.1" 200 10`,
      expect: { address: "192.0.2.7", time, user: "taro", method: "GET", target: "/private", protocol: "HTTP/1.1", status: 200, size: 10 },
    },
    {
      about: "a carriage return at the end",
      line: `192.0.2.7 - - ${stamp} "GET / HTTP/1.0" 200 10\r`,
      expect: { address: "192.0.2.7", time, method: "GET", target: "/", protocol: "HTTP/1.0", status: 200, size: 10 },
    },
    {
      about: "HTTP/0.9: no protocol",
      line: `192.0.2.7 - - ${stamp} "GET /" 400 226`,
      expect: { address: "192.0.2.7", time, method: "GET", target: "/", status: 400, size: 226 },
    },
    {
      about: "hostile: a user name that imitates the rest of a line",
      line: `192.0.2.7 - x [01/Jan/2020:00:00:00 +0000] \\"GET /forged HTTP/1.1\\" 200 1 ${stamp} "GET /true HTTP/1.1" 401 381`,
      expect: {
        address: "192.0.2.7",
        time,
        user: 'x [01/Jan/2020:00:00:00 +0000] "GET /forged HTTP/1.1" 200 1',
        method: "GET",
        target: "/true",
        protocol: "HTTP/1.1",
        status: 401,
        size: 381,
      },
    },
    {
      about: "anything after the size is another format",
      line: `192.0.2.7 - - ${stamp} "GET / HTTP/1.1" 200 5 "-" "-"`,
      expect: { refused: "left-over" },
    },
    { about: "cut in the request", line: `192.0.2.7 - - ${stamp} "GET /ind`, expect: { refused: "bad-quoting" } },
    { about: "cut after the status", line: `192.0.2.7 - - ${stamp} "GET / HTTP/1.1" 200`, expect: { refused: "no-status" } },
    { about: "a status of two digits", line: `192.0.2.7 - - ${stamp} "GET / HTTP/1.1" 20 5`, expect: { refused: "no-status" } },
    { about: "nothing but blanks", line: "   ", expect: { refused: "empty" } },
  ],
};
