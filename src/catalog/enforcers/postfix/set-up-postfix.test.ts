import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PostfixConfig } from "./postfix-config.ts";
import { setUpPostfix, takeOutPostfix } from "./set-up-postfix.ts";

const config: PostfixConfig = {
  dir: "/etc/postfix/sekisho",
  stateDir: "/var/lib/sekisho/postfix",
  queueDir: "/var/spool/postfix",
  accounts: [],
  policy: { socket: "/var/spool/postfix/sekisho/policy", ledgerDir: "/var/lib/sekisho/policy" },
};

const masterCf = `smtp      inet  n       -       y       -       -       smtpd
pickup    unix  n       -       y       60      1       pickup
  -o content_filter=
# of the host
cleanup   unix  n       -       y       -       0       cleanup
relay     unix  -       -       y       -       -       smtp
        -o syslog_name=postfix/$service_name
`;
const mainCf = "myhostname = sv1.host.example\nheader_checks = regexp:/etc/postfix/a,\n  pcre:/etc/postfix/b\n";

describe("setUpPostfix", () => {
  it("puts our maps before what stands there, and hands pickup's mail to a cleanup of its own", () => {
    const made = setUpPostfix(config, { mainCf, masterCf });
    expect(made.gaps).toEqual([]);
    expect(made.mainCf.slice(mainCf.length).split("\n")).toEqual([
      "# sekisho, from here: taken out again by `sekisho setup postfix`",
      "authorized_submit_users = !texthash:/etc/postfix/sekisho/stopped, static:anyone",
      "smtpd_data_restrictions = check_sasl_access regexp:/etc/postfix/sekisho/locked",
      "smtpd_end_of_data_restrictions = check_policy_service { unix:sekisho/policy, timeout=2s, default_action=DUNNO }",
      "enable_long_queue_ids = yes",
      "# sekisho, to here",
      "",
    ]);
    expect(made.masterCf).toContain(
      "  -o content_filter=\n# sekisho, from here: taken out again by `sekisho setup postfix`\n  -o cleanup_service_name=sekisho-cleanup\n# sekisho, to here\n# of the host\ncleanup ",
    );
    expect(made.masterCf).toContain(
      "sekisho-cleanup unix  n       -       y       -       0       cleanup -o header_checks=regexp:/etc/postfix/sekisho/held,regexp:/etc/postfix/a,pcre:/etc/postfix/b\n",
    );
  });

  it("keeps what the host restricts already behind its own", () => {
    const own = "smtpd_data_restrictions = reject_unauth_pipelining\nauthorized_submit_users=!www-data, static:all\n";
    const made = setUpPostfix(config, { mainCf: own, masterCf }).mainCf;
    expect(made).toContain("smtpd_data_restrictions = check_sasl_access regexp:/etc/postfix/sekisho/locked, reject_unauth_pipelining\n");
    expect(made).toContain("authorized_submit_users = !texthash:/etc/postfix/sekisho/stopped, !www-data, static:all\n");
  });

  it("changes nothing the second time", () => {
    const once = setUpPostfix(config, { mainCf, masterCf });
    expect(setUpPostfix(config, once)).toEqual(once);
  });

  it("says which ways around it there are", () => {
    const own = `${masterCf}submission inet n - y - - smtpd\n  -o smtpd_data_restrictions=\n`;
    expect(setUpPostfix({ ...config, policy: null }, { mainCf, masterCf: own }).gaps).toEqual([
      "master.cf: submission inet sets smtpd_data_restrictions for itself, so that ours does not reach it",
      "no policy server: mail that an account hands in over SMTP to this machine is neither stopped, held nor capped",
    ]);
    expect(setUpPostfix(config, { mainCf, masterCf: "smtp inet n - y - - smtpd\n" }).gaps).toHaveLength(1);
  });

  it("goes out again byte for byte, however the files were written", () => {
    const line = fc.constantFrom(...masterCf.split("\n"), ...mainCf.split("\n"), "", "  ", "#", "\t-o a=b");
    const file = fc.array(line, { maxLength: 12 }).map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(file, file, (main, master) => {
        const { gaps: _, ...made } = setUpPostfix(config, { mainCf: main, masterCf: master });
        expect(takeOutPostfix(made)).toEqual({ mainCf: main, masterCf: master });
      }),
    );
  });
});
