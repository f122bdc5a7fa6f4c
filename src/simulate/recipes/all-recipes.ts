import type { Recipe } from "../stage.ts";
import { formRelay } from "./form-relay.ts";
import { newsletterWpCron } from "./newsletter-wp-cron.ts";
import { orderSurge } from "./order-surge.ts";

/** Every kind of incident. A new recipe is one file and one line here. */
export const recipes: readonly Recipe[] = [formRelay, newsletterWpCron, orderSurge];
