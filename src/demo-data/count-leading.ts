/**
 * How many of the indexes below `length` come before the first for which `holds` is false. It must be true up to some
 * index and false from there on, as a comparison with sorted values is: the search halves.
 */
export function countLeading(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
