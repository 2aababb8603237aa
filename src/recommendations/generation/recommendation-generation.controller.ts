import { Body, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors } from '../../common/errors/api-errors.decorator.js';
import { ApiController } from '../../common/http/api-controller.decorator.js';
import { GeneratedRecommendationsDto, GenerateRecommendationsDto } from './generate.dto.js';
import { RecommendationGenerationService } from './recommendation-generation.service.js';

/** Making recommendations, over HTTP. */
@ApiController('recommendations', 'recommendations')
export class RecommendationGenerationController {
  constructor(private readonly service: RecommendationGenerationService) {}

  @Post('generate')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Recommend content to a user',
    description:
      'Never what the user made, met or was served lately, nor what is private. `rec_metadata` says which source ' +
      'answered, what the score is made of, and why the item is recommended. Asked again with nothing changed, it ' +
      'answers the same recommendations.',
  })
  @ApiOkResponse({ type: GeneratedRecommendationsDto })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  generate(@Body() input: GenerateRecommendationsDto): Promise<GeneratedRecommendationsDto> {
    return this.service.generate(input);
  }
}
