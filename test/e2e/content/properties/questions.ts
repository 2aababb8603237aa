import fc from 'fast-check';
import { type SourceName, sourceNames } from '../../../../src/content/content-kind.js';
import type { ContentDto } from '../../../../src/content/content.dto.js';
import { type Order, sortFields } from './content-model.js';
import { type Facet, type FilterName, type FilterRecipe, filters, facets, type World } from './facets.js';

/** A request and, beside it, what its answer must be made of. */
export interface Question extends Facet {
  method: 'get' | 'post';
  path: string;
  headers: Record<string, string>;
  order: Order;
  /** A page past the end is empty, not an error. */
  isLenient: boolean;
}

interface ListKind {
  /** Where it is asked for under the path of its source; a second one is what older clients call it. */
  paths: readonly string[];
  method?: 'post';
  /** Filters a client may add. */
  optional?: readonly FilterName[];
  /** The filter the list itself is, told in its path or in a parameter. */
  own?: FilterName;
  /** The order unless the client asks for another. */
  order?: Order;
}

const narrowed = ['search', 'tags', 'creator', 'contentType', 'publicOnly', 'minQuality'] as const;
const newestFirst: Order = { field: 'created_at', order: 'desc' };

const kinds = {
  unified: { paths: ['/unified'], optional: ['cells', 'search', 'tags'] },
  all: { paths: [''], optional: narrowed },
  enhanced: { paths: ['/enhanced'], optional: narrowed },
  search: {
    paths: ['/search'],
    method: 'post',
    optional: ['search', 'tags', 'creator', 'contentType', 'publicOnly', 'metadata'],
  },
  byCreator: { paths: ['/by-creator/:creator_id', '/creator/:creator_id'], own: 'creator' },
  byType: { paths: ['/by-type/:content_type', '/type/:content_type'], own: 'contentType' },
  public: { paths: ['/public', '/public/all'] },
  recent: { paths: ['/recent', '/recent/all'], own: 'days' },
  topRated: {
    paths: ['/top-rated', '/top-rated/all'],
    order: { field: 'quality_score', order: 'desc', thenBy: 'created_at' },
  },
} as const satisfies Record<string, ListKind>;
export type ListName = keyof typeof kinds;

/** What the ready-made lists leave out of themselves. */
const conditions: Partial<Record<ListName, (row: ContentDto) => boolean>> = {
  public: ({ is_private }) => !is_private,
  topRated: ({ quality_score }) => quality_score > 0,
};

export interface QuestionRecipe {
  list: ListName;
  source: SourceName;
  /** Which of the paths of the list is taken. */
  path: number;
  /** The list's own order when absent. */
  order?: Order | undefined;
  /** Position in userIds of who asks; past the end is nobody. */
  viewer: number;
  filters: { [Name in FilterName]?: FilterRecipe[Name] | undefined };
}

export const orders: fc.Arbitrary<Order> = fc.record({
  field: fc.constantFrom(...sortFields),
  order: fc.constantFrom('asc', 'desc'),
});

/** Left out more often than not, because filters together soon leave nothing to get wrong. */
function sometimes<T>(filter: fc.Arbitrary<T>, weight: number): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight, arbitrary: filter });
}

function someOf(names: readonly FilterName[], own?: FilterName): fc.Arbitrary<QuestionRecipe['filters']> {
  const costly = ['search', 'tags', 'metadata'];
  const chosen = names.map((name): [string, fc.Arbitrary<unknown>] => [
    name,
    sometimes<unknown>(filters[name], costly.includes(name) ? 2 : 1),
  ]);
  if (own) chosen.push([own, filters[own]]);
  return fc.record(Object.fromEntries(chosen)) as fc.Arbitrary<QuestionRecipe['filters']>;
}

/** Questions to one list, narrowed by some of what it knows. */
export function questionsTo(list: ListName): fc.Arbitrary<QuestionRecipe> {
  const kind: ListKind = kinds[list];
  return fc.record({
    list: fc.constant(list),
    source: fc.constantFrom(...sourceNames),
    path: fc.nat(1),
    order: kind.optional ? orders : fc.option(orders, { nil: undefined }),
    viewer: fc.nat(6),
    filters: someOf(kind.optional ?? [], kind.own),
  });
}

export const questions: fc.Arbitrary<QuestionRecipe> = fc.oneof(
  { weight: 6, arbitrary: questionsTo('unified') },
  ...(Object.keys(kinds) as ListName[]).map((list) => ({
    weight: list === 'all' || list === 'search' ? 3 : 1,
    arbitrary: questionsTo(list),
  })),
);

function facetsOf(recipe: QuestionRecipe, world: World, viewer: string | undefined): Facet[] {
  const { list, source } = recipe;
  const asked = { ...world, viewer, tagParam: list === 'search' ? 'tags' : 'tag' };
  const given = Object.entries<unknown>(recipe.filters).filter(([, value]) => value !== undefined);
  const made = given.map(([name, value]) =>
    (facets[name as FilterName] as (value: unknown, asked: object) => Facet)(value, asked),
  );
  if (list !== 'unified') made.push({ params: {}, matches: ({ source_type }) => source_type === source });
  return [...made, { params: {}, matches: conditions[list] ?? (() => true) }];
}

/** Orders by quality end in the date where the list's own order does. */
function orderOf({ order }: QuestionRecipe, own: Order): Order {
  if (!order) return own;
  return order.field === own.field && own.thenBy ? { ...order, thenBy: own.thenBy } : order;
}

/** Words a recipe for a world. */
export function toQuestion(recipe: QuestionRecipe, world: World): Question {
  const kind: ListKind = kinds[recipe.list];
  const isUnified = recipe.list === 'unified';
  const viewer = world.userIds[recipe.viewer];
  const made = facetsOf(recipe, world, viewer);
  const params: Record<string, unknown> = Object.assign({}, ...made.map((facet) => facet.params));
  const path = kind.paths[recipe.path % kind.paths.length]!.replace(/:(\w+)/, (_text, name: string) => {
    const value = params[name] as string;
    Reflect.deleteProperty(params, name);
    return value;
  });
  if (recipe.order) Object.assign(params, { sort_field: recipe.order.field, sort_order: recipe.order.order });
  if (isUnified && viewer !== undefined) params.user_id = viewer;
  return {
    method: kind.method ?? 'get',
    path: `/api/v1/content${recipe.source === 'auto' && !isUnified ? '-auto' : ''}${path}`,
    params,
    headers: !isUnified && viewer !== undefined ? { 'X-User-ID': viewer } : {},
    order: orderOf(recipe, kind.order ?? newestFirst),
    isLenient: isUnified,
    matches: (row) =>
      (!world.hidesOthersPrivate || !row.is_private || row.creator_id === viewer) &&
      made.every((facet) => facet.matches(row)),
  };
}
