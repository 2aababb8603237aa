import { ApiProperty } from '@nestjs/swagger';
import { type ContentType, contentTypes } from './content-kind.js';
import type { KindCount } from './content-overview.queries.js';

/** How much content of one source there is. */
export class ContentOverviewDto {
  @ApiProperty({ type: 'integer', example: 1250 })
  total_content!: number;

  @ApiProperty({ type: 'integer', example: 1200 })
  public_content!: number;

  @ApiProperty({ type: 'integer', example: 50 })
  private_content!: number;

  @ApiProperty({
    type: 'object',
    description: 'Every kind of content, also those of which there is none',
    additionalProperties: { type: 'integer' },
    example: { text: 250, image: 900, video: 100, audio: 0 },
  })
  type_breakdown!: Record<ContentType, number>;
}

export function toContentOverviewDto(counts: readonly KindCount[]): ContentOverviewDto {
  const sum = (isCounted: (count: KindCount) => boolean): number =>
    counts.filter(isCounted).reduce((total, count) => total + count.total, 0);
  const breakdown = contentTypes.map((type) => [type, sum(({ contentType }) => contentType === type)]);
  return {
    total_content: sum(() => true),
    public_content: sum(({ isPrivate }) => !isPrivate),
    private_content: sum(({ isPrivate }) => isPrivate),
    type_breakdown: Object.fromEntries(breakdown) as Record<ContentType, number>,
  };
}
