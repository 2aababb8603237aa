import { ApiProperty } from '@nestjs/swagger';
import { IntField, TextField, UuidField } from '../../common/http/fields.decorators.js';
import { RecommendationDto } from '../recommendation.dto.js';

/** For whom to recommend, how, and how much. */
export class GenerateRecommendationsDto {
  @UuidField({ description: 'User to recommend to' })
  user_id!: string;

  @TextField({
    description:
      'Algorithm label, stored as given. One that contains `content`, `collab` or `popular` recommends by tags, by ' +
      'what people who act alike chose, or by what is popular; any other mixes all of them',
    minLength: 1,
    maxLength: 50,
    trim: true,
    default: 'hybrid-v1',
  })
  algorithm_version!: string;

  @IntField({ description: 'Most recommendations to make', min: 1, max: 100, default: 10 })
  limit!: number;
}

/** Recommendations made for a user, best first. */
export class GeneratedRecommendationsDto {
  @ApiProperty({ example: 'hybrid-v1' })
  algorithm_version!: string;

  @ApiProperty({ type: [RecommendationDto] })
  recommendations!: RecommendationDto[];
}
