import sql, { type Sql } from 'sql-template-tag';
import { DomainError } from '../common/errors/domain.error.js';
import type { CellCounts } from './content-counts.queries.js';
import type { ContentFilter } from './content-filter.js';
import { parseSourceName, type SourceType } from './content-kind.js';

/**
 * Which of the four cells of the unified list are wanted: own and others' content of either source. The cells are
 * disjoint and cover everything, so every selection is a subset and its size the sum of its cells.
 */
export interface CellSelection {
  own: ReadonlySet<SourceType>;
  others: ReadonlySet<SourceType>;
}

/** Whose content `creator_filter` can ask for. */
export const creatorFilters: readonly string[] = ['all', 'user', 'community'];

const cells: Record<string, ['own' | 'others', SourceType]> = {
  'user-regular': ['own', 'items'],
  'user-auto': ['own', 'auto'],
  'community-regular': ['others', 'items'],
  'community-auto': ['others', 'auto'],
};

/** The four names of `content_source_types`. */
export const cellNames = Object.keys(cells);

function invalid(parameter: string, value: string, allowed: readonly string[]): DomainError {
  return new DomainError('INVALID_FILTER', `Invalid ${parameter}: ${value}. Allowed: ${allowed.join(', ')}`);
}

/** Reads `content_source_types`; the explicit empty value selects nothing. */
export function parseCells(names: readonly string[]): CellSelection {
  const selection = { own: new Set<SourceType>(), others: new Set<SourceType>() };
  for (const name of names) {
    const cell = Object.hasOwn(cells, name) ? cells[name] : undefined;
    if (!cell) throw invalid('content_source_type', name, cellNames);
    selection[cell[0]].add(cell[1]);
  }
  return selection;
}

/** Reads the older pair `content_types` (comma-separated) and `creator_filter`. */
export function parseLegacy(contentTypes: string | undefined, creator: string): CellSelection {
  if (!creatorFilters.includes(creator)) throw invalid('creator_filter', creator, creatorFilters);
  const names = (contentTypes ?? 'regular,auto').split(',').map((name) => name.trim());
  const sources = names
    .filter((name) => name !== '')
    .map((name) => {
      const source = parseSourceName(name);
      if (!source) throw invalid('content_type', name, ['regular', 'auto']);
      return source;
    });
  const chosen = new Set(sources);
  const none = new Set<SourceType>();
  return { own: creator === 'community' ? none : chosen, others: creator === 'user' ? none : chosen };
}

/** Without a user nothing is one's own and everything is somebody else's. */
function ofNobody(selection: CellSelection): CellSelection {
  return { own: new Set(), others: selection.others };
}

export function isEmptySelection(selection: CellSelection, userId: string | undefined): boolean {
  const { own, others } = userId === undefined ? ofNobody(selection) : selection;
  return own.size === 0 && others.size === 0;
}

function sourceCondition(sources: ReadonlySet<SourceType>): Sql | undefined {
  if (sources.size === 2) return undefined;
  return sources.size === 0 ? sql`FALSE` : sql`c.source_type = ${[...sources][0]}`;
}

function both(first: Sql, second: Sql | undefined): Sql {
  return second ? sql`(${first} AND ${second})` : first;
}

function sameSources(a: ReadonlySet<SourceType>, b: ReadonlySet<SourceType>): boolean {
  return a.size === b.size && [...a].every((source) => b.has(source));
}

/** The selection as a filter, as plain as it can be put, so that an index leads and counters know the total. */
export function toSourceFilter(selection: CellSelection, userId: string | undefined): ContentFilter {
  const { own, others } = selection;
  if (userId === undefined || sameSources(own, others)) return ofSources(others);
  if (others.size === 0) return { ...ofSources(own), creatorId: userId };
  return { cells: { selection, userId } };
}

function ofSources(sources: ReadonlySet<SourceType>): ContentFilter {
  return sources.size === 1 ? { sourceType: [...sources][0] } : {};
}

/** The selection as a condition on `content_items c`. */
export function cellConditions({ own, others }: CellSelection, userId: string): Sql[] {
  const mine = both(sql`c.creator_id = ${userId}::uuid`, sourceCondition(own));
  const theirs = both(sql`c.creator_id <> ${userId}::uuid`, sourceCondition(others));
  return [own.size === 0 ? theirs : sql`(${mine} OR ${theirs})`];
}

/** Size of a selection with no other filter. */
export function countSelection(selection: CellSelection, counts: CellCounts): number {
  const sum = (sources: ReadonlySet<SourceType>, of: Record<SourceType, number>): number =>
    [...sources].reduce((total, source) => total + of[source], 0);
  return sum(selection.own, counts.own) + sum(selection.others, counts.others);
}
