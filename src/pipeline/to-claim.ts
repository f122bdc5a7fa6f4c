import type { ClaimedAbuse, ShownLine } from "../domain/case/claimed-abuse.ts";
import type { Detection } from "../domain/detection.ts";
import type { CaseReport, EvidenceReport } from "../domain/scan-report.ts";
import { shownLine } from "../domain/shown-line.ts";
import { isShared } from "./containment/shared-account.ts";

/** What a claim is made of. */
export interface ClaimSource {
  readonly key: string;
  readonly report: CaseReport;
  readonly detection: Detection;
  readonly lastHarmAt: number | null;
  /** Keyed digest of an untouched line, by its SHA-256 in hex. */
  readonly digest: (sha256: string) => string;
}

const linesKept = 20;

/** What claims of one case have in common over all runs: the account, the kind of cause and its name, and the site. */
export const claimKey = ({ causeKind, causeName, account, site }: Detection): string =>
  [causeKind, causeName, `${account?.host ?? ""}/${account?.name ?? ""}`, site?.domain ?? ""].join(" ");

const toShown = ({ input, offset, line, sha256 }: EvidenceReport, digest: ClaimSource["digest"]): ShownLine => ({
  input,
  offset,
  line: shownLine(line),
  digest: digest(sha256),
});

/** A case in the form in which it leaves its server: nothing in it that the desk must not see. */
export const toClaim = ({ key, report, detection, lastHarmAt, digest }: ClaimSource): ClaimedAbuse => ({
  key,
  class: report.class,
  verdict: report.verdict,
  confidence: report.confidence,
  host: report.host ?? "local",
  account: report.account,
  site: report.site,
  sharesAccount: isShared(detection),
  firstSeen: detection.firstSeen,
  lastSeen: detection.lastSeen,
  lastHarmAt,
  cause: report.cause,
  counts: report.counts,
  evidence: report.evidence.slice(0, linesKept).map((line) => toShown(line, digest)),
  measures: report.containment.map(({ measure, target, impact: { abusive, other, regular, unit } }) => ({
    measure,
    target,
    impact: { abusive, other, ...(regular && { regular }), unit },
  })),
  ...(report.proposedExceptions && { proposedExceptions: report.proposedExceptions }),
  notProposed: report.notProposed,
  gaps: report.gaps,
});
