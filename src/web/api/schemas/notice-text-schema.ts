import { z } from "@hono/zod-openapi";
import { momentSchema } from "./claim-schema.ts";

export const noticeTextSchema = z
  .object({
    ...{ letter: z.string(), notice: z.string(), language: z.string(), at: momentSchema },
    to: z.array(z.string()).openapi({ description: "Whom it went to; masked.", example: ["o***@e***.example"] }),
    subject: z.string(),
    text: z.string().openapi({ description: "As sent; what opens the customer's page is left out." }),
  })
  .openapi("NoticeText");
