/** Values of a parameter, from one end to the other, and the one to begin with. */
export interface Ladder {
  readonly values: readonly number[];
  readonly first: number;
}

/**
 * Looks for the best value on a ladder, from the first on: up as long as it gets better, or else down. Where there is
 * one summit it is found, by trying little more than what is on the way. Of equal values the one tried first is taken.
 */
export function climb({ values, first }: Ladder, worthOf: (value: number) => number): number {
  const worths = new Map<number, number>();
  const worthAt = (rung: number): number => {
    const value = values[rung];
    if (value === undefined) return -Infinity;
    const worth = worths.get(rung) ?? worthOf(value);
    worths.set(rung, worth);
    return worth;
  };
  let best = values.indexOf(first);
  worthAt(best); // first of all, so that whoever notes what was tried finds the same one among equals
  for (const step of [1, -1]) {
    while (worthAt(best + step) > worthAt(best)) best += step;
  }
  return values[best] as number;
}
