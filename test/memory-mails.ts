import type { KeptMail, KeptMails } from "../src/ports/kept-mails.ts";

/** Kept mails in memory, without bounds. */
export const createMemoryMails = (): KeptMails => {
  const mails = new Map<string, { readonly mail: KeptMail; readonly bytes: Uint8Array | null }>();
  return {
    keep: async (mail, bytes) => {
      if (!mails.has(mail.id)) mails.set(mail.id, { mail, bytes });
      return 0;
    },
    list: async () => [...mails.values()].map(({ mail }) => mail).toSorted((one, other) => one.at - other.at),
    read: async (id) => mails.get(id)?.bytes ?? null,
    remove: async (id) => mails.delete(id),
    removeBefore: async (at) => {
      const old = [...mails.values()].filter(({ mail }) => mail.at < at);
      for (const { mail } of old) mails.delete(mail.id);
      return old.length;
    },
  };
};
