import type { EndpointUse } from "../domain/write-request.ts";

/** How many days back are told apart. */
const daysKept = 96;
const mostAddresses = 16;
const mostEndpoints = 4;
const mostOfDay = 65_535;

/** One that was forgotten in between is known again by its name. */
const isSame = (a: EndpointUse, b: EndpointUse): boolean => a === b || (a.method === b.method && a.path === b.path && a.query === b.query);

/** What one network from abroad wrote to one site, day by day (UTC, days since 1970); what is older than 96 days is forgotten but for its first day. */
export class WritingDays {
  readonly firstDay: number;
  readonly addresses = new Set<string>();
  readonly endpoints: EndpointUse[] = [];
  /** Days with writes since the first. */
  distinct = 1;
  lastDay: number;
  private readonly counts = new Uint16Array(daysKept);

  /** `writes` on the first day on which it was seen. */
  constructor(firstDay: number, writes: number) {
    this.firstDay = firstDay;
    this.lastDay = firstDay;
    this.counts[firstDay % daysKept] = writes;
  }

  add(day: number, address: string, endpoint: EndpointUse): void {
    if (day > this.lastDay) this.turnTo(day);
    else if (this.lastDay - day >= daysKept) return;
    const at = day % daysKept;
    const count = this.counts[at] as number;
    if (count === 0) this.distinct++;
    if (count < mostOfDay) this.counts[at] = count + 1;
    if (this.addresses.size < mostAddresses) this.addresses.add(address);
    if (this.endpoints.length < mostEndpoints && !this.endpoints.some((one) => isSame(one, endpoint))) this.endpoints.push(endpoint);
  }

  /** Days with writes, and writes, of these days, both included. */
  between(from: number, to: number): { readonly days: number; readonly requests: number } {
    const sum = { days: 0, requests: 0 };
    for (let day = Math.max(from, this.lastDay - daysKept + 1); day <= Math.min(to, this.lastDay); day++) {
      const count = this.counts[day % daysKept] as number;
      if (count === 0) continue;
      sum.days++;
      sum.requests += count;
    }
    return sum;
  }

  private turnTo(day: number): void {
    const passed = Math.min(daysKept, day - this.lastDay);
    for (let back = 0; back < passed; back++) this.counts[(day - back) % daysKept] = 0;
    this.lastDay = day;
  }
}
