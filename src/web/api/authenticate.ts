import { type Caller, operatorOf, personHeader } from "./caller.ts";
import type { ApiParts } from "./operation.ts";
import { findToken } from "./token-text.ts";

/** Who calls; null without a token that opens anything. */
export const authenticate = async (request: Request, isLocal: boolean, { tokens, clock }: ApiParts): Promise<Caller | null> => {
  if (isLocal) return operatorOf(request.headers.get(personHeader));
  const text = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  const token = text === undefined ? null : await findToken(tokens, text, clock.now());
  return token === null ? null : { kind: "token", name: token.name, token: token.id, scopes: token.scopes };
};
