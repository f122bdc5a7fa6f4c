import { hourMs } from "../kit/time-units.ts";
import type { WriteRequest } from "./write-request.ts";

const fadeMs = 3 * hourMs;

interface Answers {
  served: number;
  mailed: number;
  at: number;
}

/**
 * How much mail follows strangers' answered requests to each endpoint, over the last hours. A form under abuse mails
 * four times out of five, with a confirm screen every other time; behind a log-in form mail stands by chance.
 */
export class MailAnswers {
  private readonly byEndpoint = new Map<number, Answers>();
  private readonly capacity: number;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  served({ endpoint, time, refused }: WriteRequest): void {
    if (!refused) this.of(endpoint.id, time).served++;
  }

  /** Call once per request, at its first mail. */
  mailed({ endpoint, time }: WriteRequest): void {
    this.of(endpoint.id, time).mailed++;
  }

  /** Requests with mail among the answered ones, over the endpoints of `requests`; 0 to 1. */
  share(requests: readonly WriteRequest[]): number {
    let served = 0;
    let mailed = 0;
    for (const id of new Set(requests.map(({ endpoint }) => endpoint.id))) {
      const answers = this.byEndpoint.get(id);
      served += answers?.served ?? 0;
      mailed += answers?.mailed ?? 0;
    }
    return served === 0 ? 0 : Math.min(1, mailed / served);
  }

  private of(endpointId: number, time: number): Answers {
    const known = this.byEndpoint.get(endpointId);
    if (known === undefined) return this.add(endpointId, time);
    if (time > known.at) {
      const kept = Math.exp((known.at - time) / fadeMs);
      known.served *= kept;
      known.mailed *= kept;
      known.at = time;
    }
    return known;
  }

  private add(endpointId: number, time: number): Answers {
    if (this.byEndpoint.size >= this.capacity) this.byEndpoint.delete(this.byEndpoint.keys().next().value as number);
    const made = { served: 0, mailed: 0, at: time };
    this.byEndpoint.set(endpointId, made);
    return made;
  }
}
