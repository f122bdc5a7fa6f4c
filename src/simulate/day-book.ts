import { japanDay } from "./habits.ts";
import type { Hit, Host, Letter, Site } from "./model.ts";
import type { Tape } from "./tape.ts";

/** Keeps what happens until its day is written. What is said to have been before the day that is open counts to it. */
export class DayBook implements Tape {
  private readonly hits = new Map<number, Map<Site, Hit[]>>();
  private readonly letters = new Map<number, Map<Host, Letter[]>>();
  private readonly endDay: number;
  private openDay: number;

  constructor(firstDay: number, endDay: number) {
    this.openDay = firstDay;
    this.endDay = endDay;
  }

  hit = (hit: Hit): void => this.put(this.hits, { at: hit.at, key: hit.site, item: hit });

  letter = (letter: Letter): void => this.put(this.letters, { at: letter.at, key: letter.account.host, item: letter });

  takeHits(site: Site): Hit[] {
    const day = this.hits.get(this.openDay);
    const found = day?.get(site) ?? [];
    day?.delete(site);
    return found;
  }

  takeLetters(host: Host): Letter[] {
    return this.letters.get(this.openDay)?.get(host) ?? [];
  }

  closeDay(): void {
    this.hits.delete(this.openDay);
    this.letters.delete(this.openDay);
    this.openDay++;
  }

  private put<Key, Item>(
    days: Map<number, Map<Key, Item[]>>,
    { at, key, item }: { readonly at: number; readonly key: Key; readonly item: Item },
  ): void {
    const day = Math.max(this.openDay, japanDay(at));
    if (day >= this.endDay) return;
    const keys = days.get(day) ?? new Map<Key, Item[]>();
    days.set(day, keys);
    const items = keys.get(key);
    if (items === undefined) keys.set(key, [item]);
    else items.push(item);
  }
}
