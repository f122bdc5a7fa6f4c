import { type Scope, scopes } from "../../domain/access/scope.ts";

/** Who calls. `operator`: whoever may open the desk's socket; may do everything. */
export interface Caller {
  readonly kind: "operator" | "token";
  /** The person whose decisions these are. */
  readonly name: string;
  /** Id of the token; null for the operator. */
  readonly token: string | null;
  readonly scopes: readonly Scope[];
}

/** Who may do something: one who holds a scope, only the operator at the socket, or anyone at all. */
export type Access = Scope | "operator" | "anyone";

const nameless = "operator";

/** The name that came with the request, percent-encoded; control characters have no place in a record. */
const personOf = (header: string | null): string => {
  try {
    const name = decodeURIComponent(header ?? "")
      .replaceAll(/\p{C}/gu, "")
      .trim();
    return name === "" ? nameless : name.slice(0, 200);
  } catch {
    return nameless;
  }
};

/** The header that a command names its person with. */
export const personHeader = "sekisho-person";

/** The caller at the socket. */
export const operatorOf = (header: string | null): Caller => ({ kind: "operator", name: personOf(header), token: null, scopes });

/** Deny by default: an access that is not named opens to nobody. */
export const mayCall = (caller: Caller | null, access: Access | undefined): boolean => {
  if (access === "anyone") return true;
  if (caller === null || access === undefined) return false;
  return caller.kind === "operator" || (access !== "operator" && caller.scopes.includes(access));
};
