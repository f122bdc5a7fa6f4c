import type { AbuseClass } from "../abuse-class.ts";
import type { Actor } from "./actor.ts";
import type { ActingMode } from "./case-terms.ts";
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
  /** One for each class and server that was ever switched; the last one counts. */
  readonly modes: readonly (SetBy & {
    readonly class: AbuseClass;
    readonly server: string | null;
    readonly mode: ActingMode;
    readonly reason: string;
  })[];
}

/** A desk that was just put up: nothing recorded, so it only observes. */
export const freshSettings: DeskSettings = { paused: null, policy: null, modes: [] };

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
    case "acting-switched": {
      const others = settings.modes.filter((mode) => mode.class !== fact.class || mode.server !== fact.server);
      return { ...settings, modes: [...others, { by, at, class: fact.class, server: fact.server, mode: fact.mode, reason: fact.reason }] };
    }
    // What happened since the backup is not known: people look before anything decides by itself again.
    case "restored":
      return { ...settings, paused: settings.paused ?? { by, at, reason: "restored from a backup" } };
    case "purged":
    case "erased":
      return settings;
  }
};

/** How far automation may go for a class on a server: its own switch, else the one for every server, else `observe`. */
export const modeOf = ({ modes }: DeskSettings, abuseClass: AbuseClass, server: string): ActingMode => {
  const own = modes.filter((mode) => mode.class === abuseClass);
  return (own.find((mode) => mode.server === server) ?? own.find((mode) => mode.server === null))?.mode ?? "observe";
};
