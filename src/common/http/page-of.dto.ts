import type { Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';

/** Where a page stands in its list, and how to get to its neighbours. */
export class PaginationDto {
  @ApiProperty({ type: 'integer', description: 'Number of this page, from 1', example: 1 })
  page!: number;

  @ApiProperty({ type: 'integer', description: 'Items a page holds at most', example: 50 })
  page_size!: number;

  @ApiProperty({
    type: 'integer',
    description: 'Items in the whole list, exact under the same filters',
    example: 1250,
  })
  total_count!: number;

  @ApiProperty({ type: 'integer', description: 'Pages in the whole list; 0 when it is empty', example: 25 })
  total_pages!: number;

  @ApiProperty({ type: 'boolean', description: 'There are items after these' })
  has_next!: boolean;

  @ApiProperty({ type: 'boolean', description: 'There are items before these' })
  has_previous!: boolean;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Opaque position to send as `cursor` for the items after these',
  })
  next_cursor!: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Opaque position to send as `cursor` for the items before these',
  })
  prev_cursor!: string | null;
}

/** The envelope of every list (contract §2.3). */
export interface Page<T> {
  items: T[];
  pagination: PaginationDto;
  total: number;
  skip: number;
  limit: number;
  has_more: boolean;
}

/** The envelope around all there is of a list, such as what one request created (contract K6). */
export function wholePage<T>(items: T[]): Page<T> {
  const total = items.length;
  return {
    items,
    pagination: {
      page: 1,
      page_size: total,
      total_count: total,
      total_pages: total === 0 ? 0 : 1,
      has_next: false,
      has_previous: false,
      next_cursor: null,
      prev_cursor: null,
    },
    total,
    skip: 0,
    limit: total,
    has_more: false,
  };
}

/** Makes the documented envelope of a list of `Item`; extend it to give the schema a name. */
export function PageOf<T>(Item: Type<T>): Type<Page<T>> {
  class PageDto implements Page<T> {
    @ApiProperty({ type: [Item] })
    items!: T[];

    @ApiProperty({ type: PaginationDto })
    pagination!: PaginationDto;

    @ApiProperty({ type: 'integer', description: 'Same as `pagination.total_count`' })
    total!: number;

    @ApiProperty({ type: 'integer', description: 'Items passed over before these' })
    skip!: number;

    @ApiProperty({ type: 'integer', description: 'Same as `pagination.page_size`' })
    limit!: number;

    @ApiProperty({ type: 'boolean', description: 'Same as `pagination.has_next`' })
    has_more!: boolean;
  }
  return PageDto;
}
