import { findCycle, type Link } from './tag-cycle.js';
import { TagFileError, type TagFileNode } from './tag-file.js';
import type { TagNodeRow } from './tag-hierarchy.queries.js';
import { tagIdOf } from './tag-name.js';

type StoredTag = Pick<TagNodeRow, 'id' | 'slug' | 'name' | 'parents'>;

/** What an import has to write. */
export interface TagImportPlan {
  readonly tags: readonly { id: string; slug: string; name: string }[];
  /** Ids of tags and of parents they do not have yet. */
  readonly links: readonly Link[];
}

/** The tags there are, by the names files and people know them by. */
class StoredTags {
  private readonly bySlug: ReadonlyMap<string, StoredTag>;
  private readonly byName: ReadonlyMap<string, StoredTag>;
  /** Slugs of the parents of each slug. */
  readonly links: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(stored: readonly StoredTag[]) {
    const slugs = new Map(stored.map(({ id, slug }) => [id, slug]));
    this.bySlug = new Map(stored.map((tag) => [tag.slug, tag]));
    this.byName = new Map(stored.map((tag) => [tag.name.toLowerCase(), tag]));
    this.links = new Map(
      stored.map(({ slug, parents }) => [slug, new Set(parents.map((id) => slugs.get(id) ?? id))]),
    );
  }

  has(slug: string): boolean {
    return this.bySlug.has(slug);
  }

  idOf(slug: string): string {
    return this.bySlug.get(slug)?.id ?? tagIdOf(slug);
  }

  namesakeOf({ slug, name }: TagFileNode): StoredTag | undefined {
    const namesake = this.byName.get(name.toLowerCase());
    return namesake?.slug === slug ? undefined : namesake;
  }
}

function conflictsWith(stored: StoredTags, nodes: readonly TagFileNode[]): string[] {
  const inFile = new Set(nodes.map(({ slug }) => slug));
  return nodes.flatMap((node) => {
    const namesake = stored.has(node.slug) ? undefined : stored.namesakeOf(node);
    const unknown = node.parents.filter((parent) => !inFile.has(parent) && !stored.has(parent));
    return [
      ...(namesake ? [`'${node.slug}' has the name of the tag '${namesake.slug}', '${namesake.name}'`] : []),
      ...unknown.map((parent) => `'${node.slug}' has an unknown parent, '${parent}'`),
    ];
  });
}

/** @throws TagFileError that spells out a cycle the new links would close, if they would */
function refuseCycle(stored: StoredTags, nodes: readonly TagFileNode[], added: readonly Link[]): void {
  const links = new Map(stored.links);
  for (const { slug, parents } of nodes) links.set(slug, new Set([...(links.get(slug) ?? []), ...parents]));
  const cycle = findCycle(links, added);
  if (cycle) throw new TagFileError([`'${cycle[0] ?? ''}' would be above itself: ${cycle.join(' → ')}`]);
}

/**
 * Compares a file with what is stored. Tags that exist stay as they are, also in name; links are only added.
 * @throws TagFileError
 */
export function planImport(nodes: readonly TagFileNode[], storedTags: readonly StoredTag[]): TagImportPlan {
  const stored = new StoredTags(storedTags);
  const conflicts = conflictsWith(stored, nodes);
  if (conflicts.length > 0) throw new TagFileError(conflicts);
  const added = nodes.flatMap(({ slug, parents }) =>
    parents.filter((parent) => !stored.links.get(slug)?.has(parent)).map((parent): Link => [slug, parent]),
  );
  refuseCycle(stored, nodes, added);
  return {
    tags: nodes
      .filter(({ slug }) => !stored.has(slug))
      .map(({ slug, name }) => ({ id: stored.idOf(slug), slug, name })),
    links: added.map(([slug, parent]): Link => [stored.idOf(slug), stored.idOf(parent)]),
  };
}
