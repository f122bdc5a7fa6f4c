import { addressBlock } from "../kit/ip-address.ts";
import { dayMs } from "../kit/time-units.ts";
import type { Source } from "./source.ts";
import type { WriteRequest } from "./write-request.ts";

interface Acquainted {
  readonly firstDay: number;
  lastDay: number;
  days: number;
}

/** About 100 bytes each. */
const networksKept = 128;
const countriesKept = 64;

const limits = {
  /** Somebody who came on so many days, the first of them so long ago, is no stranger. */
  days: 2,
  ageDays: 2,
  /** Before so many log-ins nobody can say what log-ins here look like. */
  leastLogins: 3,
  /** Where so few of the log-ins come with style sheets, the log does not show them (a CDN, a rule that leaves them out). */
  assetShare: 0.3,
} as const;

/** Network of a source: the autonomous system, else the neighbourhood of the address. */
export const neighbourhood = ({ address, network }: Source): string => network ?? addressBlock(address, 24, 48) ?? address;

/** Who logs in to one site as a matter of course: networks and countries, and whether they load what a page is made of. About 15 KB. */
export class AdminPeople {
  private readonly networks = new Map<string, Acquainted>();
  private readonly countries = new Map<string, number>();
  private logins = 0;
  private withAssets = 0;

  /** Notes a log-in that succeeded, or work in the administration, by somebody not suspected. */
  note({ source, time, before }: WriteRequest): void {
    const day = Math.floor(time / dayMs);
    const key = neighbourhood(source);
    const known = this.networks.get(key);
    if (known === undefined) {
      if (this.networks.size >= networksKept) this.networks.delete(this.networks.keys().next().value as string);
      this.networks.set(key, { firstDay: day, lastDay: day, days: 1 });
    } else if (known.lastDay !== day) {
      known.lastDay = day;
      known.days++;
    }
    if (source.country !== null && this.countries.size < countriesKept) {
      this.countries.set(source.country, this.countries.get(source.country) ?? day);
    }
    this.logins++;
    if (before.assets > 0) this.withAssets++;
  }

  /** Whether somebody from there has been at work on earlier days. */
  knows({ source, time }: WriteRequest): boolean {
    const known = this.networks.get(neighbourhood(source));
    return known !== undefined && known.days >= limits.days && Math.floor(time / dayMs) - known.firstDay >= limits.ageDays;
  }

  /** Whether people have logged in here before, and never from this country. */
  isNewCountry({ country }: Source): boolean {
    return country !== null && this.logins >= limits.leastLogins && !this.countries.has(country);
  }

  /** Whether the log would show it if somebody loaded style sheets. */
  get showsAssets(): boolean {
    return this.logins < limits.leastLogins || this.withAssets >= this.logins * limits.assetShare;
  }
}
