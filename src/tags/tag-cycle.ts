/** Parents of each tag, by any kind of key. */
export type ParentsByTag = ReadonlyMap<string, ReadonlySet<string>>;

export type Link = readonly [tag: string, parent: string];

function reverse(links: ParentsByTag): Map<string, Set<string>> {
  const reversed = new Map<string, Set<string>>();
  for (const [tag, parents] of links) {
    for (const parent of parents) {
      const children = reversed.get(parent) ?? new Set();
      reversed.set(parent, children.add(tag));
    }
  }
  return reversed;
}

/** The tags left when those without a parent are taken away again and again: on cycles, or below them (Kahn). */
function cyclicCandidates(links: ParentsByTag): Set<string> {
  const children = reverse(links);
  const missing = new Map([...links].map(([tag, parents]) => [tag, parents.size]));
  const left = new Set([...links].filter(([, parents]) => parents.size > 0).map(([tag]) => tag));
  const free = [...children.keys()].filter((tag) => !left.has(tag));
  for (let tag = free.pop(); tag !== undefined; tag = free.pop()) {
    for (const child of children.get(tag) ?? []) {
      const count = (missing.get(child) ?? 0) - 1;
      missing.set(child, count);
      if (count > 0) continue;
      left.delete(child);
      free.push(child);
    }
  }
  return left;
}

/** The shortest path upwards from one tag to another within some tags (breadth first); undefined when there is none. */
function shortestPath(
  links: ParentsByTag,
  within: ReadonlySet<string>,
  from: string,
  to: string,
): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [from];
  for (const tag of queue) {
    if (tag === to) {
      const path = [to];
      for (let step = cameFrom.get(to); step !== undefined; step = cameFrom.get(step)) path.unshift(step);
      return path;
    }
    for (const parent of links.get(tag) ?? []) {
      if (!within.has(parent) || parent === from || cameFrom.has(parent)) continue;
      cameFrom.set(parent, tag);
      queue.push(parent);
    }
  }
  return undefined;
}

/**
 * A cycle that one of the `added` links closes, as the path upwards from a tag back to itself; undefined when there is none.
 * Cycles of older links alone are not what an addition is to blame for.
 */
export function findCycle(links: ParentsByTag, added: Iterable<Link>): string[] | undefined {
  const suspects = cyclicCandidates(links);
  for (const [tag, parent] of added) {
    if (!suspects.has(tag) || !suspects.has(parent)) continue;
    const path = shortestPath(links, suspects, parent, tag);
    if (path) return [tag, ...path];
  }
  return undefined;
}
