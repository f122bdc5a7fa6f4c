/** A difference from what others' tests expect, with its reason. mail-deviations.md is written from this list. */
export interface Deviation {
  readonly suite: "postfix-grok-patterns" | "crowdsec-hub";
  readonly reason: string;
  /** A case by itself (the line is passed over) or `case field`. */
  readonly of: readonly string[];
}

const numbered = (name: string, ...numbers: readonly number[]): readonly string[] =>
  numbers.map((number) => `${name}_${String(number).padStart(4, "0")}`);

const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

const both = (name: string, ...numbers: readonly number[]): readonly string[] =>
  numbered(name, ...numbers).flatMap((one) => [`${one} recipient`, `${one} sender`]);

export const mailDeviations: readonly Deviation[] = [
  {
    suite: "postfix-grok-patterns",
    reason:
      "Connections as such (connect, disconnect, lost, TLS, counters, postscreen's tests, DNS lists) belong to no message and no account: the line is understood and passed over, its client or relay not read.",
    of: [
      ...numbered("anvil", ...range(2, 7)),
      ...numbered("dnsblog", 1, 2),
      ...numbered("postscreen", ...range(2, 22), 25, 26, 30),
      ...numbered("smtp", ...range(3, 5), 7, 15, 16, 25, ...range(27, 30), 35, 36),
      ...numbered("smtpd", 1, 2, 5, 7, ...range(10, 16), 19, ...range(23, 25), 28, ...range(33, 37)),
      ...numbered("tlsproxy", 1, 2),
    ],
  },
  {
    suite: "postfix-grok-patterns",
    reason:
      "A remark between two attempts (a reply, a lost connection, a workaround, a failed login at the relay): the delivery line that follows says what became of the recipient. The queue id is read, the relay is not.",
    of: numbered("smtp", 6, ...range(20, 24), ...range(31, 34)),
  },
  {
    suite: "postfix-grok-patterns",
    reason:
      "Header and milter remarks, warnings instead of refusals, filters, discards and proxy replies quote text of the sender before their from= and to=. Nothing was refused or taken in by them, so they are passed over; a queue id is read.",
    of: [...numbered("cleanup", 3, 6, 7, 8, 9), ...numbered("smtpd", 20, 21, 22, 26, 27, 31)],
  },
  {
    suite: "postfix-grok-patterns",
    reason:
      "In a refusal from=, to= and helo= follow the reply, which repeats the client's own words (HELO, sender): they could be forged there. Kind and client, which come before, are read; sender and recipient are not.",
    of: [
      ...both("cleanup", 4),
      ...both("postscreen", 27, 28),
      ...both("smtpd", 4, 8, 9, 30, 38),
      ...numbered("smtpd", 17, 18).map((one) => `${one} recipient`),
    ],
  },
  {
    suite: "crowdsec-hub",
    reason: "A client that speaks something else than SMTP submits no mail: the line is passed over, its client not read.",
    of: ["postfix-logs#5 client", "postfix-logs#6 client"],
  },
  {
    suite: "crowdsec-hub",
    reason:
      "Exim's `sender verify fail for <address>` is a remark; the refusal that follows in its own line names the sender again as F=<…>, and is read.",
    of: ["exim-logs#6 sender", "exim-syslog-logs#6 sender"],
  },
];

const titles = { "postfix-grok-patterns": "postfix-grok-patterns", "crowdsec-hub": "CrowdSec hub, mail tests" } as const;

const section = (suite: Deviation["suite"]): string =>
  `## ${titles[suite]}\n\n${mailDeviations
    .filter((deviation) => deviation.suite === suite)
    .map(({ reason, of }) => `- ${reason}\n  (${of.length}: ${of.join(", ")})`)
    .join("\n")}\n`;

/** The list for people. */
export const mailDeviationsDocument = `# Where mail lines are read otherwise than others' tests expect

Written from mail-deviations.ts (\`UPDATE_REFUSED=1\` with the conformance tests). A difference that is not in this list, or one that no
longer exists, fails the test. A case by itself is a line that is passed over; \`case field\` is one field.

${section("postfix-grok-patterns")}
Five counter lists (command_counter_data), one list of delays and one relay are parts of a message, not lines, and are not compared.
The dataset's files hold 191 cases.

${section("crowdsec-hub")}
Dovecot's lines are all passed over: logins to mailboxes submit no mail.

## exim_exporter

The counts of its main log hold without exception. Its reject and panic logs are not main logs and are not read.

## The corpora

- Webmail's and PHP's error logs were concatenated into both files of the Postfix dump (lines of the shape
  \`[24-Nov-2013 10:00:00 America/Boise] …\`). The Postfix and sendmail formats pass them over as lines of another program.
- The publisher's masking of addresses took the \`to=\` from some sendmail lines; those are passed over.
- The sources' own reject and panic logs of the laboratory's Exim are not main logs: most of their lines have no stamp. They are not
  counted.
`;
