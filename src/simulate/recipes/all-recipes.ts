import type { Recipe } from "../stage.ts";
import { cronMailer } from "./cron-mailer.ts";
import { directToMx } from "./direct-to-mx.ts";
import { formRelay } from "./form-relay.ts";
import { injectedMailer } from "./injected-mailer.ts";
import { newsletterWpCron } from "./newsletter-wp-cron.ts";
import { orderSurge } from "./order-surge.ts";
import { registrationBombing } from "./registration-bombing.ts";
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
  newsletterWpCron,
  orderSurge,
];
