import type { InputWords } from "./input-words.ts";

/** What the inputs themselves have to say, in English. */
export const inputWordsEn: InputWords = {
  gaps: {
    "complaint-unread": "Files among the complaints could not be read as one; the list of complaints says why.",
    "complaint-unmatched": "Complaints led to no case; the list of complaints says why.",
    "complaints-left-out": "There were more files of complaints than are read in one run; the rest was left out.",
    "access-log-silent":
      "An access log has no lines for hours in which it usually has many. Mail of that time looks as if no request had caused it.",
    "mail-log-silent":
      "A mail log has no lines for hours in which it usually has many. Requests of that time look as if no mail had followed them.",
    "clock-jump":
      "The times of a log jump: its clock was set, its parts are in the wrong order, or nothing was logged for that long. Which request caused which mail cannot be told there.",
    "out-of-order": "A log has lines that come later than their time says; which mail followed them may have been missed.",
    "no-access-log-of-site": "No access log of this site was read: mail of its account looks as if no request had caused it.",
    "no-mail-log-of-host": "No mail log of this server was read: whether mail followed requests to its sites cannot be told.",
  },
  visitors: {
    kinds: {
      callback: (count) => `${count} reports of other servers (payments, web hooks)`,
      robot: (count) => `${count} of robots by their own word (search engines)`,
      program: (count) => `${count} of programs (monitors, apps)`,
      account: (count) => `${count} at the log-in or the administration`,
      reader: (count) => `${count} of visitors who read pages`,
      other: (count) => `${count} of whom nothing more is known`,
    },
    list: (kinds) => `The others: ${kinds}.`,
  },
  complaints: {
    heading: "Complaints that came in",
    kind: "Kind",
    reportedAt: "Reported",
    result: "What came of it",
    ofCase: (fate, number) => `${fate} ${number}`,
    fates: {
      attached: "part of case",
      opened: "opened case",
      "no-abuse": "no complaint of abuse",
      "other-matter": "about something that no mail log shows",
      "unknown-sender": "names nobody that is known here",
      "not-in-logs": "the mail logs hold no such message: the sender may be forged",
      "outside-period": "the mail logs do not reach to its time",
      "ordinary-mail": "the message looks like ordinary mail of the account",
      unread: "not read",
    },
    problems: {
      empty: "the file is empty",
      "too-large": "the file is too large",
      unreadable: "the file cannot be opened",
      binary: "this is a binary file",
      "not-a-complaint": "neither ARF nor XARF",
      broken: "the file is damaged",
      "other-version": "XARF of another version than 4",
    },
    more: (count) => `… and ${count} more; --json lists all`,
  },
};
