/** One customer's system user on one server. Identity is (host, uid); the name is for people. */
export interface Account {
  /** `^[a-z_][a-z0-9_-]{0,31}$`, or `uid:N` where no name is known. */
  readonly name: string;
  /** Server the account lives on; `local` when neither config nor log says. */
  readonly host: string;
  /** Numeric user id; null when only a mailbox or a name is known. */
  readonly uid: number | null;
}

/** Whether two are the same account, both being known. */
export const isSameAccount = (a: Account | null, b: Account | null): boolean =>
  a !== null && b !== null && a.host === b.host && a.name === b.name;

/** One web site: the unit that a visitor addresses and that a web measure can close. */
export interface Site {
  /** Small integer, unique within one run. */
  readonly id: number;
  /** Domain in lower case, punycode, without port. */
  readonly domain: string;
  /** Owner when the config names it; null until it is told or inferred. */
  readonly account: Account | null;
  /** Absolute document root when the config names it. */
  readonly root: string | null;
}
