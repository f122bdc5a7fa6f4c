import type { Caller } from "./caller.ts";
import type { ApiParts } from "./operation.ts";
import { Problem } from "./problem.ts";
import { findToken } from "./token-text.ts";

/**
 * The second person where four eyes decide. Who sits at the server may name them; over the network a name proves nothing, so that the second
 * person's own token has to come along.
 */
export const secondPerson = async ({ tokens, clock }: ApiParts, caller: Caller, second: string | undefined): Promise<string | null> => {
  if (second === undefined) return null;
  if (caller.kind === "operator") return second;
  const token = await findToken(tokens, second, clock.now());
  if (token?.scopes.includes("decide")) return token.name;
  const message = "a token of the second person with the scope decide";
  throw new Problem("field-wrong", `second: ${message} is needed`, { fields: [{ field: "second", message }] });
};
