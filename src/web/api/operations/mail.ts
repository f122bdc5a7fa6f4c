import { z } from "@hono/zod-openapi";
import type { KeptMail } from "../../../ports/kept-mails.ts";
import { type Operation, operation } from "../operation.ts";
import { unknownId } from "../outcomes.ts";
import { momentSchema } from "../schemas/claim-schema.ts";

const mailSchema = z
  .object({
    ...{ id: z.string(), reason: z.enum(["unrouted", "unreadable", "too-large"]), at: momentSchema },
    size: z.int().openapi({ description: "Bytes of the whole mail." }),
  })
  .openapi("KeptMail");

const mailDocument = (mail: KeptMail) => ({ ...mail, at: new Date(mail.at).toISOString() });

const params = z.object({ id: z.string().regex(/^[0-9a-f]{32}$/) });

const listMail = operation({
  ...{ id: "listMail", method: "get", path: "/mail", group: "Mail", summary: "List mail that could not be read or belongs to no case" },
  answer: z.object({ mail: z.array(mailSchema) }),
  handle: async ({ parts }) => ({ mail: (await parts.mail.kept.list()).map(mailDocument) }),
});

const showMail = operation({
  ...{ id: "showMail", method: "get", path: "/mail/{id}", group: "Mail", summary: "Show such a mail as it came" },
  params,
  answer: z.object({
    mail: mailSchema,
    raw: z
      .string()
      .nullable()
      .openapi({ description: "Its bytes as base64; null where it was too large to be kept: it is in the mailbox." }),
  }),
  handle: async ({ parts, params: { id } }) => {
    const mail = (await parts.mail.kept.list()).find((one) => one.id === id);
    if (mail === undefined) throw unknownId("mail", id);
    const bytes = await parts.mail.kept.read(id);
    return { mail: mailDocument(mail), raw: bytes === null ? null : Buffer.from(bytes).toString("base64") };
  },
});

const deleteMail = operation({
  ...{ id: "deleteMail", method: "delete", path: "/mail/{id}", group: "Mail", summary: "Delete such a mail before its 7 days are over" },
  params,
  answer: z.object({ deleted: z.string() }),
  handle: async ({ parts, params: { id } }) => {
    if (!(await parts.mail.kept.remove(id))) throw unknownId("mail", id);
    return { deleted: id };
  },
});

/** Mail that a person has to look at. */
export const mail: readonly Operation[] = [listMail, showMail, deleteMail];
