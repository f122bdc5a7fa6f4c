import { z } from "zod";

/** Text that passes a check; the check returns what is wrong, or null. */
export const checked = (wrong: (text: string) => string | null) =>
  z.string().superRefine((text, context) => {
    const message = wrong(text);
    if (message !== null) context.addIssue({ code: "custom", message });
  });

/** Text that says something. */
export const filled = z.string().min(1);
