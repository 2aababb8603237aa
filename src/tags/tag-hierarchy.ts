import type { TagHierarchyDto, TagNodeDto } from './tag-hierarchy.dto.js';
import type { TagNodeRow } from './tag-hierarchy.queries.js';
import { toAverageRating } from './tag.dto.js';

function toTagNodeDto(row: TagNodeRow, includeRatings: boolean): TagNodeDto {
  return {
    id: row.id,
    name: row.name,
    parent: row.parents[0] ?? null,
    parents: row.parents,
    average_rating: includeRatings ? toAverageRating(row.rating) : null,
    rating_count: includeRatings ? (row.ratingCount ?? 0) : null,
  };
}

function lastUpdated(rows: readonly TagNodeRow[], refreshedAt: Date | undefined, now: Date): Date {
  const changedAt = rows[0]?.newestChange;
  if (!changedAt || !refreshedAt) return changedAt ?? refreshedAt ?? now;
  return changedAt > refreshedAt ? changedAt : refreshedAt;
}

/** Makes the answer of the hierarchy out of its rows. */
export function toTagHierarchyDto(
  rows: readonly TagNodeRow[],
  { includeRatings, refreshedAt, now }: { includeRatings: boolean; refreshedAt: Date | undefined; now: Date },
): TagHierarchyDto {
  return {
    nodes: rows.map((row) => toTagNodeDto(row, includeRatings)),
    metadata: {
      totalNodes: rows.length,
      totalRelationships: rows.reduce((sum, { parents }) => sum + parents.length, 0),
      rootCategories: rows.filter(({ parents }) => parents.length === 0).length,
      lastUpdated: lastUpdated(rows, refreshedAt, now).toISOString(),
      format: 'flat_array',
      version: '2.0',
    },
  };
}
