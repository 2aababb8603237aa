import fc from 'fast-check';
import {
  type ContentType,
  contentTypes,
  type SourceName,
  sourceNames,
} from '../../../../src/content/content-kind.js';
import type { ContentDto } from '../../../../src/content/content.dto.js';
import { identifierOf, type TagPick } from './facets.js';
import { type ContentWorld, metadata, qualities, stored, type StoredRecipe } from './stored-content.js';
import { prompts, texts } from './texts.js';

interface Changes {
  title?: string;
  tags?: readonly TagPick[];
  is_private?: boolean;
  item_metadata?: Record<string, unknown>;
}

/** Something done through the API to one piece of content; `target` picks it among those there are. */
export type SingleWrite =
  | (Required<Changes> & {
      kind: 'create';
      source: SourceName;
      creator: number;
      type: ContentType;
      prompt: string;
    })
  | { kind: 'update'; target: number; changes: Changes }
  | { kind: 'judge'; target: number; quality: number }
  | { kind: 'delete'; target: number };

/** Something done to many pieces at once past the API, as by an import or an operator. */
export type BulkWrite =
  | { kind: 'import'; rows: StoredRecipe[] }
  | { kind: 'purge'; remainder: number }
  | { kind: 'hide'; creator: number; isPrivate: boolean };

const changes = {
  title: texts,
  tags: fc.array(
    fc.record({
      tag: fc.nat(1_000_000),
      spelling: fc.constantFrom<TagPick['spelling']>('name', 'name', 'upper', 'slug'),
    }),
    { maxLength: 4 },
  ),
  is_private: fc.boolean(),
  item_metadata: metadata,
};
const position = fc.nat(1_000_000);
const kind = <K extends string>(name: K): fc.Arbitrary<K> => fc.constant(name);

export const creations: fc.Arbitrary<SingleWrite> = fc.record({
  kind: kind('create'),
  source: fc.constantFrom(...sourceNames),
  creator: position,
  type: fc.constantFrom(...contentTypes),
  prompt: prompts,
  ...changes,
});
export const deletions: fc.Arbitrary<SingleWrite> = fc.record({ kind: kind('delete'), target: position });

export const singleWrites: fc.Arbitrary<SingleWrite>[] = [
  creations,
  fc.record({ kind: kind('update'), target: position, changes: fc.record(changes, { requiredKeys: [] }) }),
  fc.record({ kind: kind('judge'), target: position, quality: qualities }),
  deletions,
];

export const imports: fc.Arbitrary<BulkWrite> = fc.record({
  kind: kind('import'),
  rows: fc.array(stored, { minLength: 1, maxLength: 40 }),
});

export const bulkWrites: fc.Arbitrary<BulkWrite>[] = [
  imports,
  fc.record({ kind: kind('purge'), remainder: fc.nat(3) }),
  fc.record({ kind: kind('hide'), creator: position, isPrivate: fc.boolean() }),
];

/** The request a write comes to, and what it makes of the row it means. */
export interface Change {
  method: 'post' | 'put' | 'delete';
  path: string;
  input?: object;
  /** What must be known of the row afterwards; undefined when it is gone. */
  after?: Partial<ContentDto>;
}

const resources = { regular: '/api/v1/content', auto: '/api/v1/content-auto' } as const;

type Knowledge = Pick<ContentWorld, 'tagNames' | 'tags' | 'creators'>;

function toCreation(
  { source, creator, type, prompt, ...write }: Extract<SingleWrite, { kind: 'create' }>,
  world: Knowledge,
): Change {
  const tags = write.tags.map((pick) => identifierOf(pick, world.tagNames));
  const input = {
    title: write.title,
    content_type: type,
    content_data: 'data',
    prompt,
    item_metadata: write.item_metadata,
    creator_id: world.creators[creator % world.creators.length]!,
    is_private: write.is_private,
  };
  const after = { ...input, tags: world.tags.carried(tags), source_type: source, quality_score: 0.5 };
  return { method: 'post', path: resources[source], input: { ...input, tags }, after };
}

function toChangeOf(
  row: ContentDto,
  write: Exclude<SingleWrite, { kind: 'create' }>,
  world: Knowledge,
): Change {
  const path = `${resources[row.source_type]}/${row.id}`;
  const { updated_at: _updatedAt, ...kept } = row;
  switch (write.kind) {
    case 'update': {
      const tags = write.changes.tags?.map((pick) => identifierOf(pick, world.tagNames));
      const after = { ...kept, ...write.changes, tags: tags ? world.tags.carried(tags) : row.tags };
      return { method: 'put', path, input: { ...write.changes, tags }, after };
    }
    case 'judge': {
      const input = { quality_score: write.quality };
      return { method: 'put', path: `${path}/quality`, input, after: { ...kept, ...input } };
    }
    case 'delete':
      return { method: 'delete', path };
  }
}

/** Words a write for the rows there are; undefined when it means one and there is none. */
export function toChange(
  write: SingleWrite,
  rows: readonly ContentDto[],
  world: Knowledge,
): { change: Change; before?: ContentDto } | undefined {
  if (write.kind === 'create') return { change: toCreation(write, world) };
  const before = rows[write.target % rows.length];
  return before && { change: toChangeOf(before, write, world), before };
}
