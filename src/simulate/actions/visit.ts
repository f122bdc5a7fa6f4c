import { domesticVisitor, foreignVisitor } from "../address-book.ts";
import { personAgent } from "../agents.ts";
import type { Chance } from "../chance.ts";
import type { Incident, Page, Site } from "../model.ts";
import { type Guest, hitOf, type Tape } from "../tape.ts";

/** Somebody with a browser: pages with what belongs to them, time to read, and what they do there. */

const searches = [
  "https://www.google.com/",
  "https://www.google.co.jp/",
  "https://www.google.com/",
  "https://search.yahoo.co.jp/",
  "https://www.bing.com/",
];
const networks = ["https://t.co/", "https://l.instagram.com/", "https://lm.facebook.com/"];

export const personGuest = (site: Site, chance: Chance): Guest => ({
  source: chance.bool(site.foreignShare) ? foreignVisitor(chance) : domesticVisitor(chance),
  agent: personAgent(chance),
  protocol: chance.bool(0.55) ? "HTTP/2.0" : "HTTP/1.1",
});

export interface VisitParts {
  readonly tape: Tape;
  readonly site: Site;
  readonly guest: Guest;
  readonly at: number;
  readonly chance: Chance;
  readonly incident?: Incident | null;
}

export class Visit {
  readonly site: Site;
  readonly guest: Guest;
  readonly chance: Chance;
  readonly tape: Tape;
  readonly incident: Incident | null;
  at: number;
  private here = "-";
  private hasAssets = false;

  constructor({ tape, site, guest, at, chance, incident }: VisitParts) {
    this.tape = tape;
    this.site = site;
    this.guest = guest;
    this.at = at;
    this.chance = chance;
    this.incident = incident ?? null;
  }

  url(path: string): string {
    return `https://${this.site.domain}${path}`;
  }

  /** The page that the visitor is on, as a referer. */
  get referer(): string {
    return this.here;
  }

  comeFrom(referer: string): void {
    this.here = referer;
  }

  wait(fromSeconds: number, toSeconds: number): void {
    this.at += Math.floor(this.chance.float([fromSeconds, toSeconds]) * 1000);
  }

  page({ path, bytes }: Page, status = 200): void {
    this.log("GET", path, status, Math.round(bytes / 4));
    this.here = this.url(path);
    if (status !== 200) return;
    this.assets();
  }

  /** A request that changes something, or asks by script. */
  send(method: string, target: string, answer: { readonly status: number; readonly bytes: number }): void {
    this.log(method, target, answer.status, answer.bytes);
  }

  private log(method: string, target: string, status: number, bytes: number): void {
    const { at, incident } = this;
    this.tape.hit(hitOf(this.site, this.guest, { at: Math.floor(at), method, target, status, bytes, referer: this.here, incident }));
  }

  private assets(): void {
    const { assets } = this.site;
    const share = this.hasAssets ? 0.1 : 0.6;
    const isKnown = !this.hasAssets && this.chance.bool(0.25);
    this.hasAssets = true;
    for (const { path, bytes } of assets) {
      if (!this.chance.bool(share)) continue;
      this.at += this.chance.int([5, 180]);
      this.log("GET", path, isKnown && this.chance.bool(0.7) ? 304 : 200, isKnown ? 0 : bytes);
    }
  }
}

/** Comes in somewhere and reads on: 1 to 8 pages. */
export const readAround = (visit: Visit, morePages: number): void => {
  const { site, chance } = visit;
  visit.comeFrom(chance.bool(0.55) ? chance.pick(searches) : chance.bool(0.25) ? chance.pick(networks) : "-");
  const pages = 1 + Math.min(7, chance.poisson(morePages));
  for (let at = 0; at < pages; at++) {
    visit.page(chance.bool(0.45) ? chance.pick(site.pages) : chance.pick(site.articles));
    visit.wait(6, 90);
  }
};
