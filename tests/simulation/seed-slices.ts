/** A part of many seeds that is one test, so that a long night shows how far it came and keeps what it has seen. */
export interface SeedSlice {
  readonly first: number;
  readonly count: number;
  /** For the title of the test. */
  readonly seeds: string;
}

const LARGEST = 5_000;

/** `count` seeds from `first` on, 5,000 to a slice. */
export function seedSlices(count: number, first = 1): readonly SeedSlice[] {
  return Array.from({ length: Math.ceil(count / LARGEST) }, (_, index) => {
    const size = Math.min(LARGEST, count - index * LARGEST);
    const from = first + index * LARGEST;
    return { first: from, count: size, seeds: `seeds ${from} to ${from + size - 1}` };
  });
}
