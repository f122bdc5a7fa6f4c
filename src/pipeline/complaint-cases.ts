import { type Verdict, verdictOf } from "../domain/abuse-class.ts";
import type { Account } from "../domain/account.ts";
import type { Complaint, ComplaintFate, ComplaintTie } from "../domain/complaint.ts";
import { caseKey, type Detection } from "../domain/detection.ts";
import { complaintsWeight, judgeComplaints } from "../domain/judge-complaint.ts";
import type { LinePlace } from "../domain/line-place.ts";
import { sigmoid } from "../domain/strangeness.ts";
import { quietMs } from "../domain/wave.ts";
import { weigh } from "../domain/weigh.ts";
import { hourMs } from "../kit/time-units.ts";
import { type ComplaintMatch, type ComplaintWatch, claimedDomains, namesMessage } from "./complaint-watch.ts";
import type { Directory } from "./directory.ts";
import type { ComplaintFile } from "./read-complaints.ts";
import type { ScanCase } from "./scan-case.ts";

/** What became of one file. `case`: the case that it is part of. */
export interface SettledComplaint {
  readonly file: ComplaintFile;
  readonly fate: ComplaintFate;
  readonly account: Account | null;
  readonly tie: ComplaintTie | null;
  readonly case: ScanCase | null;
}

/** What the logs showed, once they are read. */
export interface ComplaintScene {
  readonly cases: readonly ScanCase[];
  readonly watch: ComplaintWatch;
  readonly directory: Directory;
  /** First and last event, epoch ms. */
  readonly period: { readonly from: number; readonly to: number };
  readonly hasMailLog: boolean;
}

/** A complaint on its way to a case. */
interface Claim {
  readonly file: ComplaintFile;
  readonly complaint: Complaint;
  readonly match: ComplaintMatch | null;
  readonly account: Account | null;
  readonly tie: ComplaintTie | null;
}

/** Complaint files quoted in a case. */
const marksShown = 5;
const rank: Readonly<Record<Verdict, number>> = { abuse: 2, nuisance: 1, benign: 0 };

const isSame = (a: Account | null, b: Account | null): boolean => a !== null && b !== null && a.host === b.host && a.name === b.name;

/** How well a case fits a complaint; 0 where it does not. A case without mail is no cause of mail. */
const fitOf = ({ detection }: ScanCase, { complaint, match, account }: Claim): number => {
  const time = match?.mail.message.time ?? complaint.mailAt ?? complaint.reportedAt;
  if (!isSame(detection.account, account) || detection.counts.messages === 0) return 0;
  if (time !== null && (time < detection.firstSeen - hourMs || time > detection.lastSeen + quietMs)) return 0;
  const fit = 1 + rank[verdictOf(detection.class)] / 10;
  if (match === null) return fit;
  const { mail, subject } = match;
  const isWay = detection.mailbox === subject.mailbox && detection.file === subject.file && detection.site?.id === subject.site?.id;
  const isHour = (detection.hours.get(Math.floor(mail.message.time / hourMs) * hourMs) ?? 0) > 0;
  // Another mailbox's mail, or another site's, is another case however near it is.
  if (!isWay && (subject.mailbox !== detection.mailbox || !isHour)) return 0;
  return fit + (isWay ? 4 : 0) + (isHour ? 2 : 0);
};

const bestOf = (cases: readonly ScanCase[], claim: Claim): ScanCase | null => {
  const ranked = cases.map((one) => ({ one, fit: fitOf(one, claim) })).filter(({ fit }) => fit > 0);
  return ranked.sort((a, b) => b.fit - a.fit)[0]?.one ?? null;
};

const accountOf = (complaint: Complaint, { directory }: ComplaintScene): Pick<Claim, "account" | "tie"> => {
  const { mailbox, scriptUid } = complaint;
  const ofMailbox = mailbox === null ? null : directory.accountOfMailbox(mailbox);
  if (ofMailbox !== null) return { account: ofMailbox, tie: "mailbox" };
  const ofScript = scriptUid === null ? [] : directory.accounts.filter(({ uid }) => uid === scriptUid);
  if (ofScript.length === 1) return { account: ofScript[0] ?? null, tie: "script" };
  const owners = claimedDomains(complaint).map((domain) => directory.findSite(domain)?.account ?? null);
  const account = owners.find((owner) => owner !== null) ?? null;
  return { account, tie: account === null ? null : "domain" };
};

const toClaim = (file: ComplaintFile, complaint: Complaint, scene: ComplaintScene): Claim => {
  const match = scene.watch.matchOf(complaint);
  const told = match === null ? accountOf(complaint, scene) : { account: match.mail.message.account, tie: match.tie };
  return { file, complaint, match, ...told };
};

/** Whether the mail logs would hold the message if it had been sent here. */
const isCovered = ({ mailAt, reportedAt }: Complaint, { period, hasMailLog }: ComplaintScene): boolean => {
  const at = mailAt ?? reportedAt;
  return hasMailLog && (at === null || (at >= period.from - hourMs && at <= period.to + hourMs));
};

const placeOf = ({ shown, complaint }: ComplaintFile): LinePlace => ({ input: shown, offset: 0, length: 0, ...complaint?.mark });

/** Adds complaints to a case that stands: a reason, evidence, and where it is abuse or benign a surer or less sure verdict, never another one. */
const attach = (to: ScanCase, claims: readonly Claim[]): ScanCase => {
  const { detection } = to;
  const weight = complaintsWeight(claims.length, detection.counts.recipients);
  const verdict = verdictOf(detection.class);
  const logOdds = Math.log(detection.confidence / Math.max(1e-6, 1 - detection.confidence));
  const sum = logOdds + (verdict === "abuse" ? weight : verdict === "benign" ? -weight : 0);
  const confidence = Math.max(Math.min(0.5, detection.confidence), Math.min(Math.max(0.995, detection.confidence), sigmoid(sum)));
  const reasons = [...detection.reasons, { feature: "third-party-report" as const, value: claims.length, usual: null, weight }];
  const evidence = [...detection.evidence, ...claims.slice(0, marksShown).map(({ file }) => placeOf(file))];
  return { ...to, detection: { ...detection, confidence, reasons, evidence } };
};

/** A case of its own for messages of one wave; null where they look like ordinary mail. */
const open = (claims: readonly Claim[]): ScanCase | null => {
  const matches = claims.flatMap(({ match }) => (match === null ? [] : [match]));
  const judged = judgeComplaints(matches);
  const [most] = matches.map(({ wave }) => wave).sort((a, b) => b.messages - a.messages);
  if (judged === null || most === undefined) return null;
  const settledAt = Math.min(...matches.map(({ mail }) => mail.settledAt));
  // Nobody could know before somebody complained.
  const told = claims.map(({ complaint }) => complaint.reportedAt ?? complaint.mailAt ?? settledAt);
  const at = Math.max(settledAt, Math.min(...told));
  const made = most.toDetection({ ...judged, reasons: weigh(0, judged.reasons).reasons, at });
  const evidence = [...made.evidence, ...claims.slice(0, marksShown).map(({ file }) => placeOf(file))];
  const detection: Detection = { ...made, evidence };
  return { detection, detectedAt: at, openedAt: at, history: [{ at, class: judged.class, confidence: judged.confidence }] };
};

/** Complaints of one way in, parted where it was quiet for as long as ends a case. */
const wavesOf = (claims: readonly Claim[]): readonly (readonly Claim[])[] => {
  const timeOf = ({ match }: Claim): number => match?.mail.message.time ?? 0;
  const parts: Claim[][] = [];
  for (const claim of [...claims].sort((a, b) => timeOf(a) - timeOf(b))) {
    const last = parts.at(-1);
    const before = last?.at(-1);
    if (last === undefined || before === undefined || timeOf(claim) - timeOf(before) > quietMs) parts.push([claim]);
    else last.push(claim);
  }
  return parts;
};

/** Complaints that no case of the logs explains, each way in by itself. */
const openAll = (claims: readonly Claim[]): ReadonlyMap<Claim, ScanCase> => {
  const opened = new Map<Claim, ScanCase>();
  const ways = Map.groupBy(claims, ({ match, account }) => (match === null ? "" : caseKey({ ...match.subject, account })));
  for (const part of [...ways.values()].flatMap(wavesOf)) {
    const made = open(part);
    if (made !== null) for (const claim of part) opened.set(claim, made);
  }
  return opened;
};

const fateOf = ({ complaint, match, account }: Claim, scene: ComplaintScene): ComplaintFate => {
  if (match !== null) return "ordinary-mail";
  if (account === null && !namesMessage(complaint)) return "unknown-sender";
  if (!isCovered(complaint, scene)) return "outside-period";
  return account === null ? "unknown-sender" : "not-in-logs";
};

/** A message that its own id does not find was not sent here: only what names none is tied by its sender. */
const mayAttach = (claim: Claim, scene: ComplaintScene): boolean =>
  claim.match !== null || !namesMessage(claim.complaint) || !isCovered(claim.complaint, scene);

const unsettled = (file: ComplaintFile): SettledComplaint => {
  const matter = file.complaint?.matter;
  const fate = matter === undefined || matter === "mail" ? "unread" : matter;
  return { file, fate, account: null, tie: null, case: null };
};

/** Ties every complaint to a case that stands, to one that it opens, or to the reason why to none. Cases come ordered by `detectedAt`. */
export const settleComplaints = (
  files: readonly ComplaintFile[],
  scene: ComplaintScene,
): { readonly cases: readonly ScanCase[]; readonly complaints: readonly SettledComplaint[] } => {
  const claims = files.flatMap((file) => (file.complaint?.matter === "mail" ? [toClaim(file, file.complaint, scene)] : []));
  const standing = new Map<Claim, ScanCase>();
  for (const claim of claims) {
    const best = mayAttach(claim, scene) ? bestOf(scene.cases, claim) : null;
    if (best !== null) standing.set(claim, best);
  }
  const attached = Map.groupBy(standing.keys(), (claim) => standing.get(claim) as ScanCase);
  const final = new Map(scene.cases.map((one) => [one, attached.has(one) ? attach(one, attached.get(one) ?? []) : one]));
  const opened = openAll(claims.filter((claim) => !standing.has(claim) && claim.match !== null));
  const settled = claims.map((claim): SettledComplaint => {
    const { file, account, tie } = claim;
    const before = standing.get(claim);
    if (before !== undefined) return { file, account, tie, fate: "attached", case: final.get(before) ?? null };
    const made = opened.get(claim) ?? null;
    return { file, account, tie, fate: made === null ? fateOf(claim, scene) : "opened", case: made };
  });
  const byFile = new Map(settled.map((one) => [one.file, one]));
  return {
    cases: [...final.values(), ...new Set(opened.values())].sort((a, b) => a.detectedAt - b.detectedAt),
    complaints: files.map((file) => byFile.get(file) ?? unsettled(file)),
  };
};
