import type { LinePlace } from "./line-place.ts";

/** Places of lines in columns: what is remembered of thousands of lines is a few lists instead of as many objects. */
export class LinePlaces {
  private readonly inputs: string[] = [];
  readonly offsets: number[] = [];
  private readonly lengths: number[] = [];

  push({ input, offset, length }: LinePlace): void {
    this.inputs.push(input);
    this.offsets.push(offset);
    this.lengths.push(length);
  }

  at(index: number): LinePlace {
    return { input: this.inputs[index] as string, offset: this.offsets[index] as number, length: this.lengths[index] as number };
  }

  get columns(): readonly unknown[][] {
    return [this.inputs, this.offsets, this.lengths];
  }
}
