import type { Clock } from "../../../kit/clock.ts";
import type { DiskSteps } from "../../../kit/disk-steps.ts";
import type { ProgramEnd } from "../../../kit/run-program.ts";
import type { StagedFiles } from "../../../kit/staged-files.ts";

/** A system user whose mail may be stopped, and the domains that its mailboxes are under. */
export interface PostfixAccount {
  readonly name: string;
  readonly uid: number;
  readonly domains: readonly string[];
}

/** Where one Postfix and our files for it lie. All paths absolute. */
export interface PostfixConfig {
  /** Our maps: root's, 0755, so that every user's `sendmail` can read them. */
  readonly dir: string;
  /** What is nobody's but ours: root's, 0700. */
  readonly stateDir: string;
  /** Postfix' own, such as /var/spool/postfix. */
  readonly queueDir: string;
  readonly accounts: readonly PostfixAccount[];
  /** The socket of our policy server and the folder of its ledger; null where it is not set up: SMTP from this machine is a gap then. */
  readonly policy: { readonly socket: string; readonly ledgerDir: string } | null;
}

export interface PostfixNeighbours {
  readonly staged: StagedFiles;
  readonly disk: DiskSteps;
  readonly run: (command: readonly string[], input?: string) => Promise<ProgramEnd>;
  readonly clock: Clock;
  /** Waits so many ms; handed in, so that no test sleeps for luck. */
  readonly wait: (ms: number) => Promise<void>;
}
