import { createAgentCommand } from "../cli/agent.ts";
import { createAuditCommand } from "../cli/audit.ts";
import { createBackupCommand } from "../cli/backup.ts";
import { createCasesCommand } from "../cli/cases.ts";
import type { CliCommand } from "../cli/cli-io.ts";
import { createContainCommand } from "../cli/contain.ts";
import { createContainmentsCommand } from "../cli/containments.ts";
import { createDenyCommand } from "../cli/deny.ts";
import type { DeskCommandParts } from "../cli/desk-command.ts";
import { createDismissCommand } from "../cli/dismiss.ts";
import { createEnforcerCommand } from "../cli/enforcer.ts";
import { createEvidenceCommand } from "../cli/evidence.ts";
import { createHeldCommand } from "../cli/held.ts";
import { createMailCommand } from "../cli/mail.ts";
import { createPauseCommand, createResumeCommand } from "../cli/pause.ts";
import { createReleaseCommand } from "../cli/release.ts";
import { createRemediateCommand } from "../cli/remediate.ts";
import { createServeCommand } from "../cli/serve.ts";
import { createSetUpCommand } from "../cli/setup.ts";
import { createTokenCommand } from "../cli/token.ts";
import { createUndoCommand } from "../cli/undo.ts";
import { createVerifyCommand } from "../cli/verify.ts";
import { openEvidenceKey } from "./open-evidence-key.ts";

const stopSignals = ["SIGTERM", "SIGINT"] as const;

/** The first of these that the process gets; a second one ends it at once, as it would without us. */
const untilStopped = (): Promise<string> =>
  new Promise((resolve) => {
    const stop = (signal: string): void => {
      for (const one of stopSignals) process.off(one, stop);
      resolve(signal);
    };
    for (const one of stopSignals) process.on(one, stop);
  });

/** The commands of the desk. What they stand on is loaded when one runs: a scan needs none of it. */
export const deskCommands = (version: string): readonly CliCommand[] => {
  const parts: DeskCommandParts = {
    openLocal: async (config) => (await import("./open-local-desk.ts")).openLocalDesk(config, version),
    now: Date.now,
  };
  return [
    createServeCommand({
      startDesk: async (config, options) => (await import("./start-desk.ts")).startDesk(config, version, options),
      untilStopped,
    }),
    createEnforcerCommand({
      startEnforcer: async (config, say) => (await import("./open-enforcers.ts")).startEnforcer(config, say),
      publicKey: async (config) => (await import("./open-enforcers.ts")).publicKeyOf(config),
      untilStopped,
    }),
    createSetUpCommand({
      plan: async (...given) => (await import("./set-up.ts")).planSetUp(...given),
      renewGeo: async (...given) => (await import("./set-up.ts")).renewGeo(...given),
      confirm: async (...given) => (await import("./set-up.ts")).confirmAtTerminal(...given),
    }),
    ...[createCasesCommand, createReleaseCommand, createDismissCommand, createRemediateCommand, createVerifyCommand].map((create) =>
      create(parts),
    ),
    ...[createContainCommand, createContainmentsCommand, createHeldCommand].map((create) => create(parts)),
    ...[createDenyCommand, createMailCommand].map((create) => create(parts)),
    ...[createPauseCommand, createResumeCommand, createUndoCommand].map((create) => create(parts)),
    createAgentCommand(),
    ...[createAuditCommand, createBackupCommand, createTokenCommand].map((create) => create(parts)),
    createEvidenceCommand({ ...parts, openEvidenceKey }),
  ];
};
