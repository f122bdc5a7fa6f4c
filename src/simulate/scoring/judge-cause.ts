import type { AlternativeReport, CaseReport, CauseReport } from "../../domain/scan-report.ts";
import type { Incident } from "./truth.ts";

/** A way in as a case says it; a runner-up names neither file nor mailbox. */
type SaidCause = AlternativeReport & Partial<Pick<CauseReport, "file" | "mailbox">>;

/** The truth holds a query whole; a cause names the one parameter of it that selects the endpoint. */
const isSameQuery = (said: string | null, whole: string | null): boolean =>
  said === whole || (said !== null && (whole ?? "").split("&").includes(said));

const isSameEndpoint = (said: SaidCause, incident: Incident): boolean =>
  [incident.cause, ...incident.endpoints].some(({ path, query }) => path === said.path && isSameQuery(said.query, query));

const isSameFile = (said: SaidCause, { cause }: Incident): boolean => {
  const saidFile = said.file ?? null;
  if (saidFile !== null && cause.file !== null) return saidFile === cause.file;
  return said.path !== null && said.path === cause.path;
};

/** Whether the way in is right: its layer, and the path, file or mailbox that the layer has. */
const isRight = (said: SaidCause, incident: Incident): boolean => {
  if (said.layer !== incident.cause.layer) return false;
  switch (said.layer) {
    case "form":
    case "login":
      return isSameEndpoint(said, incident);
    case "file":
    case "plugin":
      return isSameFile(said, incident);
    case "cron": {
      const { file } = incident.cause;
      return file === null || (said.file ?? null) === null || said.file === file;
    }
    case "smtp-auth":
      return (said.mailbox ?? null) === incident.cause.mailbox;
    case "none":
      return true;
  }
};

/** Whether the first cause is the right one, and whether it is among the first three. A right path on a wrong site is wrong. */
export const judgeCause = ({ site, cause }: CaseReport, incident: Incident): { readonly top1: boolean; readonly top3: boolean } => {
  const isRightSite = site === null || incident.site === null || site === incident.site;
  const top1 = isRightSite && isRight(cause, incident);
  return { top1, top3: top1 || (isRightSite && cause.alternatives.slice(0, 2).some((said) => isRight(said, incident))) };
};
