import { ApiProperty } from '@nestjs/swagger';
import { EntriesField } from '../common/http/entries-field.decorator.js';
import { IdListField } from '../common/http/id-list-field.decorator.js';
import { CreateRecommendationDto } from './recommendation.dto.js';

const mostAtOnce = 1000;

/** Recommendations to store together, all or none. */
export class CreateRecommendationsDto {
  @EntriesField(CreateRecommendationDto, { description: 'In this order', minItems: 1, maxItems: mostAtOnce })
  recommendations!: CreateRecommendationDto[];
}

/** Recommendations that were put before their users. */
export class MarkServedDto {
  @IdListField({ description: 'Which ones; repetitions count once', maxItems: mostAtOnce, example: [1, 2] })
  recommendation_ids!: number[];
}

/** How many recommendations are marked as served now. */
export class MarkedAsServedDto {
  @ApiProperty({ type: 'integer', description: 'Distinct ids asked for', example: 2 })
  marked_as_served!: number;
}
