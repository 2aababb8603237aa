/**
 * The best items, best first; of equal scores the lower index. Items that score -Infinity are left out, so there may be
 * fewer than `n`.
 *
 * The best so far are kept in a heap with the worst of them on top, where most items are turned away by one comparison.
 */
export function topN(scores: Float32Array, n: number, excluded?: ReadonlySet<number>): Int32Array {
  const heap: number[] = [];
  if (n < 1) return new Int32Array(0);
  const isWorse = (a: number, b: number): boolean => {
    const difference = (scores[a] as number) - (scores[b] as number);
    return difference < 0 || (difference === 0 && a > b);
  };
  for (let item = 0; item < scores.length; item++) {
    if (!((scores[item] as number) > -Infinity)) continue;
    if (heap.length === n && isWorse(item, heap[0] as number)) continue;
    if (excluded?.has(item)) continue;
    if (heap.length < n) moveUp(heap, item, isWorse);
    else moveDown(heap, item, isWorse);
  }
  return Int32Array.from(heap).sort((a, b) => (isWorse(a, b) ? 1 : -1));
}

type IsWorse = (a: number, b: number) => boolean;

/** Puts an item where there was none. */
function moveUp(heap: number[], item: number, isWorse: IsWorse): void {
  let place = heap.length;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    if (!isWorse(item, heap[parent] as number)) break;
    heap[place] = heap[parent] as number;
    place = parent;
  }
  heap[place] = item;
}

/** Puts an item in the place of the worst one. */
function moveDown(heap: number[], item: number, isWorse: IsWorse): void {
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child + 1 < heap.length && isWorse(heap[child + 1] as number, heap[child] as number)) child += 1;
    if (child >= heap.length || !isWorse(heap[child] as number, item)) break;
    heap[place] = heap[child] as number;
    place = child;
  }
  heap[place] = item;
}
