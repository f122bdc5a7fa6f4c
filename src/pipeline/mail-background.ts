const backgroundSeconds = 600;

/** Messages per second that the account sends without a request, over the last ten minutes or so. */
export class Background {
  private recent = 0;
  private last = 0;

  /** `share`: how likely the message came without any request, 0 to 1. */
  seen(time: number, share: number): void {
    this.fade(time);
    this.recent += share;
  }

  /** Never below one in twenty minutes: nothing is known to be impossible. */
  perSecond(time: number): number {
    this.fade(time);
    return Math.min(1, (0.5 + this.recent) / backgroundSeconds);
  }

  private fade(time: number): void {
    if (time <= this.last) return;
    this.recent *= Math.exp((this.last - time) / (backgroundSeconds * 1000));
    this.last = time;
  }
}
