import type { Recipe } from "../stage.ts";
import { commentSpam } from "./comment-spam.ts";
import { cronMailer } from "./cron-mailer.ts";
import { directToMx } from "./direct-to-mx.ts";
import { formFlood } from "./form-flood.ts";
import { formRelay } from "./form-relay.ts";
import { formSurge } from "./form-surge.ts";
import { injectedMailer } from "./injected-mailer.ts";
import { loginAttack } from "./login-attack.ts";
import { loop404 } from "./loop-404.ts";
import { loopAutoresponder } from "./loop-autoresponder.ts";
import { loopForwarder } from "./loop-forwarder.ts";
import { newsletterAdmin } from "./newsletter-admin.ts";
import { newsletterCron } from "./newsletter-cron.ts";
import { newsletterWpCron } from "./newsletter-wp-cron.ts";
import { orderSurge } from "./order-surge.ts";
import { registrationBombing } from "./registration-bombing.ts";
import { resetFlood } from "./reset-flood.ts";
import { signupBombing } from "./signup-bombing.ts";
import { smtpLeak } from "./smtp-leak.ts";
import { takeover } from "./takeover.ts";
import { tellAFriend } from "./tell-a-friend.ts";
import { uploadedMailer } from "./uploaded-mailer.ts";

/** Every kind of incident. A new recipe is one file and one line here. */
export const recipes: readonly Recipe[] = [
  formRelay,
  tellAFriend,
  uploadedMailer,
  directToMx,
  injectedMailer,
  cronMailer,
  smtpLeak,
  takeover,
  signupBombing,
  registrationBombing,
  formFlood,
  loginAttack,
  commentSpam,
  resetFlood,
  newsletterWpCron,
  newsletterCron,
  newsletterAdmin,
  orderSurge,
  formSurge,
  loop404,
  loopAutoresponder,
  loopForwarder,
];
