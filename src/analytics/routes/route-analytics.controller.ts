import { Get, Query } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, getSchemaPath } from '@nestjs/swagger';
import { ApiErrors } from '../../common/errors/api-errors.decorator.js';
import { ApiController } from '../../common/http/api-controller.decorator.js';
import { CachePlannerService } from './cache-planner.service.js';
import {
  AbsolutePrioritiesDto,
  CachePrioritiesQuery,
  RelativePrioritiesDto,
} from './cache-priorities.dto.js';

/** Analytics of the API's own requests over HTTP. */
@ApiController('analytics/routes', 'analytics')
export class RouteAnalyticsController {
  constructor(private readonly planner: CachePlannerService) {}

  @Get('cache-priorities')
  @ApiOperation({
    summary: 'Rank request patterns by how much caching them would help',
    description:
      'From completed hours of the look-back. Means are over the hours in which a pattern had traffic.',
  })
  @ApiExtraModels(AbsolutePrioritiesDto, RelativePrioritiesDto)
  @ApiOkResponse({
    description: 'The plan of the system asked for',
    schema: {
      oneOf: [{ $ref: getSchemaPath(AbsolutePrioritiesDto) }, { $ref: getSchemaPath(RelativePrioritiesDto) }],
      discriminator: {
        propertyName: 'system',
        mapping: {
          absolute: getSchemaPath(AbsolutePrioritiesDto),
          relative: getSchemaPath(RelativePrioritiesDto),
        },
      },
    },
  })
  @ApiErrors('VALIDATION_ERROR')
  cachePriorities(
    @Query() query: CachePrioritiesQuery,
  ): Promise<AbsolutePrioritiesDto | RelativePrioritiesDto> {
    return this.planner.plan(query);
  }
}
