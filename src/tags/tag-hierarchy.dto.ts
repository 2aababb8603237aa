import { ApiProperty } from '@nestjs/swagger';
import { BoolField } from '../common/http/fields.decorators.js';
import type { TagNodeRow } from './tag-hierarchy.queries.js';
import { toAverageRating } from './tag.dto.js';

/** Which form of the hierarchy is wanted. */
export class TagHierarchyQuery {
  @BoolField({ description: 'Fill in mean and number of ratings', default: false })
  include_ratings!: boolean;
}

/** A tag in the hierarchy. */
export class TagNodeDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'Oil Painting' })
  name!: string;

  @ApiProperty({
    format: 'uuid',
    nullable: true,
    type: 'string',
    description: 'The first of `parents`; null at a root',
  })
  parent!: string | null;

  @ApiProperty({ type: [String], format: 'uuid', description: 'All parents, by name' })
  parents!: string[];

  @ApiProperty({ type: 'number', nullable: true, description: 'Null without ratings, or unless asked for' })
  average_rating!: number | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Null unless asked for' })
  rating_count!: number | null;
}

/** Size of the hierarchy. */
export class TagStatisticsDto {
  @ApiProperty({ type: 'integer', description: 'Tags', example: 127 })
  totalNodes!: number;

  @ApiProperty({ type: 'integer', description: 'Links from a tag to a parent', example: 145 })
  totalRelationships!: number;

  @ApiProperty({ type: 'integer', description: 'Tags without a parent', example: 10 })
  rootCategories!: number;
}

/** What the hierarchy is made of, and as of when. */
export class TagHierarchyMetadataDto extends TagStatisticsDto {
  @ApiProperty({ format: 'date-time', description: 'The newest change of a tag, or the last refresh' })
  lastUpdated!: string;

  @ApiProperty({ enum: ['flat_array'] })
  format!: 'flat_array';

  @ApiProperty({ enum: ['2.0'] })
  version!: '2.0';
}

/** All tags with their parents. */
export class TagHierarchyDto {
  @ApiProperty({ type: [TagNodeDto], description: 'By name' })
  nodes!: TagNodeDto[];

  @ApiProperty({ type: TagHierarchyMetadataDto })
  metadata!: TagHierarchyMetadataDto;
}

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
