import type { Actor } from "./actor.ts";
import type { DeskFact } from "./desk-fact.ts";

/** Who set something, and when (epoch ms). */
export interface SetBy {
  readonly by: Actor;
  readonly at: number;
}

/** What holds for the desk as a whole: the sum of its recorded facts. */
export interface DeskSettings {
  /** Null while automatic decisions run. */
  readonly paused: (SetBy & { readonly reason: string }) | null;
  /** Null before the first policy was recorded. */
  readonly policy: (SetBy & { readonly version: string; readonly text: string }) | null;
}

/** A desk that was just put up: nothing recorded. */
export const freshSettings: DeskSettings = { paused: null, policy: null };

/** Settings after one more fact. */
export const withDeskFact = (settings: DeskSettings, fact: DeskFact): DeskSettings => {
  const { by, at } = fact;
  switch (fact.kind) {
    case "paused":
      return { ...settings, paused: { by, at, reason: fact.reason } };
    case "resumed":
      return { ...settings, paused: null };
    case "policy-changed":
      return { ...settings, policy: { by, at, version: fact.version, text: fact.text } };
    // What happened since the backup is not known: people look before anything decides by itself again.
    case "restored":
      return { ...settings, paused: settings.paused ?? { by, at, reason: "restored from a backup" } };
    case "token-created":
    case "token-revoked":
    case "deny-row-added":
    case "deny-row-removed":
    case "purged":
    case "erased":
    case "deliveries-skipped":
      return settings;
  }
};
