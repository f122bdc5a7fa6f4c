import type { LinePlace } from "./line-place.ts";

/** Places of lines in columns: what is remembered of thousands of lines is a few lists instead of as many objects. */
export class LinePlaces {
  private readonly inputs: string[] = [];
  readonly offsets: number[] = [];
  private readonly lengths: number[] = [];

  /** `since`: from where in the log its offset is counted, here and in {@link at}. */
  push({ input, offset, length }: LinePlace, since = 0): void {
    this.inputs.push(input);
    this.offsets.push(offset - since);
    this.lengths.push(length);
  }

  at(index: number, since = 0): LinePlace {
    return { input: this.inputs[index] as string, offset: since + (this.offsets[index] as number), length: this.lengths[index] as number };
  }

  get columns(): readonly unknown[][] {
    return [this.inputs, this.offsets, this.lengths];
  }
}
