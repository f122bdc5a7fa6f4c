import type { KeptOutcome } from "./kept-mail.ts";
import { isDomainAbroad, isFreemail } from "./recipient-origin.ts";

/** What it takes to say where a recipient is. */
export interface RecipientPlaces {
  readonly home: string | null;
  readonly isAbroad: (address: string) => boolean | null;
}

/** Bounds of memory: about 10 MB in the worst case. */
const recipientsKept = 100_000;
const relaysKept = 10_000;
/** A server that takes mail for this many domains is a relay host or a big provider: it says nothing about a place. */
const relayHostDomains = 3;

interface Relay {
  /** At most {@link relayHostDomains}; then its recipients are of no interest any more. */
  readonly domains: Set<string>;
  readonly recipients: Set<number>;
}

/** Whom a wave mailed: how many, and how many abroad, by domain or by a server abroad that was contacted directly. */
export class WaveRecipients {
  private readonly places: RecipientPlaces;
  private readonly all = new Set<number>();
  private foreignByDomain = 0;
  private readonly relays = new Map<string, Relay>();
  /** Recipients at all relays together: a message may be tried at many. */
  private relayed = 0;

  constructor(places: RecipientPlaces) {
    this.places = places;
  }

  add(outcome: KeptOutcome): void {
    const isNew = !this.all.has(outcome.recipient);
    if (isNew && this.all.size >= recipientsKept) return;
    this.all.add(outcome.recipient);
    const byDomain = isDomainAbroad(outcome.recipientDomain, this.places.home);
    if (isNew && byDomain === true) this.foreignByDomain++;
    if (byDomain === null && !isFreemail(outcome.recipientDomain)) this.noteRelay(outcome);
  }

  get count(): number {
    return this.all.size;
  }

  get foreignCount(): number {
    let count = this.foreignByDomain;
    for (const [address, { domains, recipients }] of this.relays) {
      if (domains.size < relayHostDomains && this.places.isAbroad(address) === true) count += recipients.size;
    }
    return count;
  }

  private noteRelay({ relayAddress, recipientDomain, recipient }: KeptOutcome): void {
    if (relayAddress === null) return;
    const known = this.relays.get(relayAddress) ?? this.addRelay(relayAddress);
    if (known === null || known.domains.size >= relayHostDomains) return;
    known.domains.add(recipientDomain);
    this.relayed -= known.recipients.size;
    if (known.domains.size >= relayHostDomains) known.recipients.clear();
    else if (this.relayed < recipientsKept) known.recipients.add(recipient);
    this.relayed += known.recipients.size;
  }

  private addRelay(address: string): Relay | null {
    if (this.relays.size >= relaysKept) return null;
    const made: Relay = { domains: new Set(), recipients: new Set() };
    this.relays.set(address, made);
    return made;
  }
}
