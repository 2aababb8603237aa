/**
 * Maximal marginal relevance (Carbonell, Goldstein: The use of MMR, diversity-based reranking for reordering documents
 * and producing summaries, SIGIR 1998): each pick weighs an item's score against its likeness to the closest item
 * picked before.
 */
import { inOrder, type Ranked } from './ranking.js';

/** Share of the tags of both items that both carry (Jaccard index), 0 to 1; nothing tells apart two without tags. Keys ascend. */
export function likeness(a: readonly number[], b: readonly number[]): number {
  let [common, i, j] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const [left, right] = [a[i] as number, b[j] as number];
    if (left === right) common++;
    if (left <= right) i++;
    if (right <= left) j++;
  }
  const all = a.length + b.length - common;
  return all === 0 ? 1 : common / all;
}

/**
 * Picks `count` items, which come best first. Diversity 0 picks those with the best scores, 1 looks at likeness alone
 * after the first.
 * @param ranked best first; of items that do equally well the earlier is picked
 */
export function pickDiverse(ranked: readonly Ranked[], count: number, diversity: number): Ranked[] {
  if (diversity === 0) return ranked.slice(0, count);
  const left = ranked.map((item) => ({ item, closest: 0 }));
  const picked: Ranked[] = [];
  while (picked.length < count && left.length > 0) {
    let best = 0;
    let bestValue = -Infinity;
    left.forEach(({ item, closest }, index) => {
      const value = (1 - diversity) * item.score - diversity * closest;
      if (value > bestValue) [best, bestValue] = [index, value];
    });
    const [{ item }] = left.splice(best, 1) as [(typeof left)[number]];
    picked.push(item);
    for (const other of left) {
      other.closest = Math.max(other.closest, likeness(other.item.candidate.tagKeys, item.candidate.tagKeys));
    }
  }
  return picked.sort(inOrder);
}
