import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from "node:crypto";
import { OperationError } from "../../domain/operation-error.ts";

/** What comes before the 32 bytes of an Ed25519 key in PKCS #8. Source: RFC 8410, section 7. */
const pkcs8Start = Buffer.from("302e020100300506032b657004220420", "hex");

/** The desk's signing key, made from its decision secret: one secret to keep, and orders signed by no other use of it. */
export const signingKeyOf = (secret: Uint8Array): KeyObject => {
  const seed = Buffer.from(hkdfSync("sha256", secret, "", "sekisho orders", 32));
  return createPrivateKey({ key: Buffer.concat([pkcs8Start, seed]), format: "der", type: "pkcs8" });
};

/** The half that an enforcer process needs: it can check orders and not give any. */
export const publicKeyText = (signing: KeyObject): string => createPublicKey(signing).export({ format: "pem", type: "spki" }).toString();

/** Throws `config-wrong` where the text is no Ed25519 public key. */
export const readPublicKey = (pem: string, shown: string): KeyObject => {
  const wrong = (cause?: unknown): never => {
    throw new OperationError("config-wrong", `${shown}: not an Ed25519 public key; \`sekisho enforcer key\` prints the desk's`, cause);
  };
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === "ed25519" ? key : wrong();
  } catch (cause) {
    if (cause instanceof OperationError) throw cause;
    return wrong(cause);
  }
};
