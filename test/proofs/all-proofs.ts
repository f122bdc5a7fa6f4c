import { apacheCost } from "./apache/cost.ts";
import { apacheCountries } from "./apache/countries.ts";
import { htaccessCost } from "./apache/htaccess-cost.ts";
import { apacheOrders } from "./apache/orders.ts";
import { apacheReloads } from "./apache/reloads.ts";
import { apiSpeed } from "./api-speed.ts";
import { caseLives } from "./case-lives.ts";
import { deliveries } from "./deliveries.ts";
import { forgedFields } from "./forged-fields.ts";
import { forgedMail } from "./forged-mail.ts";
import { forgedReplies } from "./forged-replies.ts";
import { heldMail } from "./held-mail.ts";
import { htaccessRaces } from "./htaccess-races.ts";
import { imapKills } from "./imap-kills.ts";
import { mailOrderSpeed } from "./mail-order-speed.ts";
import { mutatedLines } from "./mutated-lines.ts";
import { nginxProofs } from "./nginx.ts";
import type { Proof } from "./proof.ts";
import { quarantineRaces } from "./quarantine-races.ts";
import { stagedKills } from "./staged-kills.ts";
import { storeAudit } from "./store-audit.ts";
import { storeKills } from "./store-kills.ts";
import { storeRaces } from "./store-races.ts";
import { storeSpeed } from "./store-speed.ts";
import { wordPressProof } from "./wordpress.ts";

/** Every counted proof; a new one is one more line here. */
export const allProofs: readonly Proof[] = [
  mutatedLines,
  forgedFields,
  forgedMail,
  forgedReplies,
  caseLives,
  quarantineRaces,
  htaccessRaces,
  stagedKills,
  deliveries,
  ...nginxProofs,
  ...storeKills,
  ...storeRaces,
  imapKills,
  ...storeAudit,
  ...storeSpeed,
  ...apiSpeed,
  heldMail,
  mailOrderSpeed,
  apacheCountries,
  apacheOrders,
  apacheCost,
  apacheReloads,
  wordPressProof,
  htaccessCost,
];
