/**
 * What the world does wrong, from one table: each code with its exit code, HTTP status and the next step to take.
 * An expected "no" is a returned value, not one of these.
 */
export const operationErrors = {
  "usage-wrong": { exit: 2, http: 400, hint: "Run the command with --help to see what it takes." },
  "config-wrong": { exit: 2, http: 400, hint: "Mend the field that the message names; docs/CONFIG.md lists all fields." },
  "config-missing": { exit: 2, http: 400, hint: "Pass --config FILE, or log files as arguments." },
  "input-missing": { exit: 3, http: 404, hint: "Check the path; globs must match at least one file." },
  "input-unreadable": { exit: 3, http: 403, hint: "Run as a user who may read the log (group adm on Debian)." },
  "input-directory": { exit: 2, http: 400, hint: "Name the log files in it, for example DIR/*.log." },
  "input-empty": { exit: 3, http: 422, hint: "Nothing was logged in it yet; name a log that holds lines." },
  "input-special": { exit: 2, http: 400, hint: "Only regular files are read: no device, socket or named pipe." },
  "input-damaged": {
    exit: 3,
    http: 422,
    hint: "The compressed file is damaged or cut off; unpack what can be saved with `zcat FILE > FILE.txt`.",
  },
  "input-changed": {
    exit: 3,
    http: 409,
    hint: "It was rotated, emptied or deleted while it was read; run the scan again, best on a copy or on rotated logs.",
  },
  "input-too-large": { exit: 3, http: 422, hint: "The file unpacks to far more than a log does; check what it is before reading it." },
  "input-unknown": { exit: 3, http: 422, hint: "No log format reads this file; docs/FORMATS.md lists what is read." },
  "geo-damaged": {
    exit: 3,
    http: 500,
    hint: "Replace the database file named in the message; the previous data stays in use where there is any.",
  },
  "geo-missing": { exit: 2, http: 400, hint: "Check geo.databases in the config." },
  "store-wrong": { exit: 2, http: 400, hint: "Write store: sqlite:/path/to/desk.db or store: postgres://user@host/database." },
  "store-busy": {
    exit: 3,
    http: 409,
    hint: "Another process has the store open. While a desk runs, commands talk to it; stop it, or wait until it has ended.",
  },
  "store-damaged": {
    exit: 3,
    http: 500,
    hint: "Keep a copy of the file as it is, then put the last backup back and let the audit be verified.",
  },
  "store-full": { exit: 3, http: 507, hint: "Make room where the store lies; nothing confirmed is lost, and work goes on by itself." },
  "store-newer": {
    exit: 3,
    http: 500,
    hint: "A later version has written this store; run that version, or put back a backup from before.",
  },
  "store-unknown": { exit: 3, http: 500, hint: "The file or database holds something else; name one of its own for the desk." },
  "store-occupied": { exit: 3, http: 409, hint: "Nothing is overwritten; name a place where nothing is yet." },
  "store-unreachable": { exit: 3, http: 503, hint: "Check that the place exists, that the server runs, and that this user may use it." },
  "inbox-failed": {
    exit: 3,
    http: 502,
    hint: "Check `inbound` in the config: server, name, password or path; no mail is lost, the next try reads on.",
  },
  "token-missing": { exit: 2, http: 401, hint: "Send `Authorization: Bearer TOKEN`; `sekisho token create` makes one." },
  "scope-missing": { exit: 2, http: 403, hint: "Make a token that holds the scope which the message names." },
  "address-unknown": { exit: 2, http: 404, hint: "GET /api/v1/docs lists every address." },
  "method-wrong": { exit: 2, http: 405, hint: "GET /api/v1/docs lists every address with its methods." },
  "id-unknown": { exit: 2, http: 404, hint: "`sekisho cases list` and `sekisho containments` show the ids that there are." },
  "field-wrong": { exit: 2, http: 422, hint: "Mend the fields that are named; nothing was changed." },
  "key-reused": { exit: 2, http: 422, hint: "Take a new Idempotency-Key for each new request; nothing was changed." },
  "body-too-large": { exit: 2, http: 413, hint: "Send less than 1 MiB." },
  "body-unread": { exit: 2, http: 415, hint: "Send JSON with `Content-Type: application/json`." },
  "too-many-requests": { exit: 3, http: 429, hint: "Wait for as many seconds as Retry-After says." },
  "source-ahead": {
    exit: 3,
    http: 429,
    hint: "Send again from the number that is missing; what was taken in meanwhile does nothing a second time.",
  },
  "decision-refused": { exit: 1, http: 409, hint: "Nothing was changed; the message says what the decision lacks." },
  "desk-unreachable": { exit: 3, http: 503, hint: "Run as root or in the group of the desk's socket; see whether the desk still answers." },
  "server-refused": {
    exit: 3,
    http: 502,
    hint: "The server program did not take the files, and the ones from before are back; mend what its own test names.",
  },
  "foreign-edit": {
    exit: 3,
    http: 409,
    hint: "Somebody else changed a file of ours; look at it, put it right or away, then order again. Nothing was overwritten.",
  },
  "target-wrong": { exit: 2, http: 422, hint: "Name a site, account, mailbox, path or network that the config holds." },
  "enforcer-unreachable": {
    exit: 3,
    http: 503,
    hint: "Start `sekisho enforcer` as root on that server; what is in force stays, and the order is tried again.",
  },
  "enforcer-busy": {
    exit: 3,
    http: 409,
    hint: "Another process works on the servers; wait until it has ended, or let the enforcer process do it.",
  },
  "order-refused": { exit: 3, http: 502, hint: "Let the enforcer process read the public key that `sekisho enforcer key` prints." },
  "place-unsafe": { exit: 3, http: 500, hint: "`chown root:GROUP` and `chmod 0750` the folder; nobody else may write in it." },
  "world-failed": { exit: 3, http: 500, hint: "See the cause in the message." },
} as const satisfies Record<string, { exit: 1 | 2 | 3; http: number; hint: string }>;

/** One of the codes of {@link operationErrors}. */
export type OperationErrorCode = keyof typeof operationErrors;

/** Whether a text, such as one from another process, is a code of the table. */
export const isOperationErrorCode = (text: string): text is OperationErrorCode => Object.hasOwn(operationErrors, text);

/** Thrown for what the world did wrong. `message` names file, line and field; `cause` keeps the original error. */
export class OperationError extends Error {
  override readonly name = "OperationError";
  readonly code: OperationErrorCode;

  constructor(code: OperationErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }

  get hint(): string {
    return operationErrors[this.code].hint;
  }

  get exitCode(): 1 | 2 | 3 {
    return operationErrors[this.code].exit;
  }
}
