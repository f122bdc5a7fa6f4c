import type { Past, Replay } from "./proposal.ts";

/** Measures on mail: of the whole account, all its sites included, or of one mailbox. */

/** Holds or refuses all mail of the account. */
export const replayAllMail: Replay = ({ detection }) => {
  const { account, counts, accountMessagesSinceStart } = detection;
  if (account === null) return "no-account";
  if (counts.messages === 0) return "stops-little";
  const other = Math.max(0, accountMessagesSinceStart - counts.messages);
  return { target: { account: account.name }, abusive: counts.messages, other, unit: "messages" };
};

/** Refuses what comes in with the mailbox's log-in, and holds what it has in the queue. */
export const replayMailbox: Replay = ({ detection }) => {
  const { mailbox, counts, reach } = detection;
  if (mailbox === null) return "stops-little";
  const other = Math.max(0, (reach?.mailboxMessages ?? 0) - counts.messages);
  return { target: { mailbox }, abusive: counts.messages, other, unit: "messages" };
};

/** Twice the account's busiest hour before: its own mail has room to grow. At least so many an hour, where there was hardly any. */
const roomToGrow = 2;
const leastPerHour = 10;

const capOf = ({ detection, history }: Past): number => {
  const { account, firstSeen } = detection;
  let busiest = 0;
  if (account !== null) for (const [hour, messages] of history.hours(account)) if (hour < firstSeen) busiest = Math.max(busiest, messages);
  return Math.max(leastPerHour, busiest * roomToGrow);
};

/** Caps the account's mail by the hour; what is above goes by the wave's share of that hour. */
export const replayCap: Replay = (past) => {
  const { account, hours, lastSeen } = past.detection;
  if (account === null) return "no-account";
  const perHour = capOf(past);
  let abusive = 0;
  let other = 0;
  for (const [hour, messages] of past.history.hours(account)) {
    if (hour > lastSeen || messages <= perHour) continue;
    const ofWave = Math.min(1, (hours.get(hour) ?? 0) / messages);
    abusive += (messages - perHour) * ofWave;
    other += (messages - perHour) * (1 - ofWave);
  }
  return { target: { account: account.name, perHour }, abusive: Math.round(abusive), other: Math.round(other), unit: "messages" };
};
