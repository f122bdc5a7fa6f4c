import { expect, it } from "vitest";
import { createMemoryMails } from "../../test/memory-mails.ts";
import { createInboxReading, tallyLine } from "./inbox-reading.ts";

it("says in one line what came, and nothing where nothing came", () => {
  expect(tallyLine({})).toBeNull();
  expect(tallyLine({ unrouted: 2, answered: 1, dropped: 3 })).toBe(
    "mail: 1 taken as answers; 2 of no case: kept; 3 older kept ones deleted to make room",
  );
});

it("counts what became of mail since the desk started", () => {
  const reading = createInboxReading(createMemoryMails(), { findBySecret: async () => null });
  reading.count({ answered: 1, automatic: 2 });
  reading.count({ answered: 4 });
  expect(reading.taken()).toEqual({ answered: 5, automatic: 2 });
});
