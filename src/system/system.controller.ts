import { Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { HealthService } from './health.service.js';
import {
  DatabasesDto,
  HealthDto,
  InfoDto,
  MetricsDto,
  SchemasDto,
  unhealthyExample,
  VersionDto,
} from './system.dto.js';
import { SystemService } from './system.service.js';

/** What runs here and whether it is well, over HTTP. */
@ApiController('', 'system')
export class SystemController {
  constructor(
    private readonly service: SystemService,
    private readonly health: HealthService,
  ) {}

  @Get('health')
  @ApiOperation({
    summary: 'Check the stores',
    description: 'Without Redis the API serves degraded, with status 200.',
  })
  @ApiOkResponse({ type: HealthDto })
  @ApiResponse({
    status: 503,
    type: HealthDto,
    description: 'PostgreSQL does not answer',
    example: unhealthyExample,
  })
  @ApiErrors()
  async checkHealth(@Res({ passthrough: true }) response: Response): Promise<HealthDto> {
    const health = await this.health.check();
    if (health.status === 'unhealthy') response.status(503);
    return health;
  }

  @Get('info')
  @ApiOperation({ summary: 'Tell what is running' })
  @ApiOkResponse({ type: InfoDto })
  @ApiErrors()
  info(): InfoDto {
    return this.service.info();
  }

  @Get('metrics')
  @ApiOperation({
    summary: 'Tell how generation fares',
    description:
      'Figures of generations are those of the whole installation over the last 60 minutes, at most a second old; response times and resources are those of the process that answers. Prometheus scrapes `/metrics`.',
  })
  @ApiOkResponse({ type: MetricsDto })
  @ApiErrors()
  metrics(): Promise<MetricsDto> {
    return this.service.metrics();
  }

  @Get('version')
  @ApiOperation({ summary: 'Tell the version' })
  @ApiOkResponse({ type: VersionDto })
  @ApiErrors()
  version(): VersionDto {
    return this.service.version();
  }

  @Get('databases')
  @ApiOperation({ summary: 'List the databases known, by environment' })
  @ApiOkResponse({ type: DatabasesDto })
  @ApiErrors()
  databases(): DatabasesDto {
    return this.service.databases();
  }

  @Get('schemas')
  @ApiOperation({ summary: 'List the databases under the names of the first design' })
  @ApiOkResponse({ type: SchemasDto })
  @ApiErrors()
  schemas(): SchemasDto {
    return this.service.schemas();
  }
}
