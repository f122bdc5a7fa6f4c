import type { NoticeTexts } from "../ports/notice-texts.ts";
import type { Engine } from "./engine.ts";

/** What customers were told, in the same database as the cases. */
export const createNoticeTextStore = ({ db, explain }: Engine): NoticeTexts => ({
  keep: async ({ letter, caseId, notice, language, to, subject, text, at }) => {
    const row = { letter, case_id: caseId, notice, language, sent_to: JSON.stringify(to), subject, body: text, sent_at: at };
    try {
      await db
        .insertInto("notice_texts")
        .values(row)
        .onConflict((conflict) => conflict.column("letter").doNothing())
        .execute();
    } catch (cause) {
      throw explain(cause, "keep the text of a notice");
    }
  },
  ofCase: async (caseId) => {
    try {
      const rows = await db
        .selectFrom("notice_texts")
        .selectAll()
        .where("case_id", "=", caseId)
        .orderBy("sent_at")
        .orderBy("letter")
        .execute();
      return rows.map(({ letter, notice, language, sent_to, subject, body, sent_at }) => ({
        ...{ letter, caseId, notice, language, subject, text: body, at: Number(sent_at) },
        to: JSON.parse(sent_to) as readonly string[],
      }));
    } catch (cause) {
      throw explain(cause, "read the texts of notices");
    }
  },
});
