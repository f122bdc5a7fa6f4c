import type { Random } from "../../bench/random.ts";

/** Pieces that end a field, begin another, or imitate a whole line, in the manner of each web server. */
export const accessPieces: readonly string[] = [
  '"',
  '\\"',
  "\\",
  "\\\\",
  "\\x22",
  "\\u0022",
  '""',
  " - - ",
  ",,",
  "[",
  "]",
  "] ",
  "\t",
  "\r\n",
  "\0",
  "{",
  "}",
  "HTTP/1.1",
  '" 200 1 "-" "-"',
  '[19/Feb/2020:05:21:35 +0900] "GET /forged HTTP/1.1" 500 1',
  "198.51.100.9",
  "198.51.100.9 - - [01/Jan/2020:00:00:00 +0000] ",
  '\nbank.example:443 198.51.100.9 - - [01/Jan/2020:00:00:00 +0000] "GET /forged HTTP/1.1" 500 1',
  ",443,198.51.100.9,-,-,[01/Jan/2020:00:00:00 +0000],1,2,3,4,5,6,7,500,",
  '","remote_addr":"198.51.100.9","status":"500","server_name":"bank.example"',
  '"}},"status":500,"request":{"client_ip":"198.51.100.9","uri":"/forged"',
  "\thost:198.51.100.9\tstatus:500\tvhost:bank.example\ttime:2020-01-01T00:00:00Z\treq:GET /forged HTTP/1.1",
  "GET /forged HTTP/1.1",
];

/** The same for mail servers. */
export const mailPieces: readonly string[] = [
  "x>, relay=evil.example[203.0.113.66]:25, delay=1, delays=0/0/0/0, dsn=2.0.0, status=sent (ok)",
  "> status=bounced (no)",
  ">, size=1, nrcpt=999 (queue active)",
  "\nNov 24 03:15:14 evil postfix/pickup[1]: ABCDEF1234: uid=0 from=<root>",
  "uid=0 from=<root>",
  ", ctladdr=root (0/0), stat=Sent",
  " U=root P=local S=1 id=1 for victim@victim.example",
  '" U=root T="',
  ") [203.0.113.66] U=root P=local",
  ": removed",
  "Completed",
  "** victim@victim.example R=x T=y: no",
  ":1]: To: victim@victim.example -- Headers: Message-ID: <f@f> -- Subject: y",
  '\\", sasl_username=other, \\\\"',
  '","MESSAGE":"ABCDEF1234: removed","_HOSTNAME":"evil',
  "2020-01-01 00:00:00 1aAAAA-000001-AA <= root@evil.example U=root P=local S=1",
  " -- Subject: ",
  "mail() on [/home/other/evil.php:1]: To: ",
  "to=<",
  "from=<",
  "<>",
];

const marks = [..." ,:;=<>\"'\\[](){}@%-+/\t\r\n\0|&#?"];
const strangeText = ["\u001b[31m", "\u202e", "\u200b", "\ufeff", "é", "日本", "\u{1f600}", "\ud800", "\u0085", "\u2028", "\x7f"];

/** Up to ten pieces one after another: pieces that imitate a line, single marks, control characters, text from all of Unicode. */
export const hostileText = (random: Random, pieces: readonly string[]): string => {
  let text = "";
  for (let left = random.below(11); left > 0; left--) {
    const drawn = random.unit();
    if (drawn < 0.45) text += random.pick(pieces);
    else if (drawn < 0.75) text += random.pick(marks);
    else if (drawn < 0.85) text += random.pick(strangeText);
    else if (drawn < 0.95) text += String.fromCodePoint(random.below(0x180));
    else text += random.pick(marks).repeat(random.below(60));
  }
  return text;
};
