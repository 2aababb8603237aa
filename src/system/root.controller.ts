import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiErrors } from '../common/errors/api-errors.decorator.js';
import { HealthService } from './health.service.js';
import { elderHealth, RootHealthDto, unhealthyExample, WelcomeDto } from './system.dto.js';
import { SystemService } from './system.service.js';

/** The two paths outside the prefix: where people land, and what load balancers ask. */
@ApiTags('system')
@Controller()
export class RootController {
  constructor(
    private readonly service: SystemService,
    private readonly health: HealthService,
  ) {}

  @Get('/')
  @ApiOperation({ summary: 'Welcome' })
  @ApiOkResponse({ type: WelcomeDto })
  @ApiErrors()
  welcome(): WelcomeDto {
    return this.service.welcome();
  }

  @Get('/health')
  @ApiOperation({ summary: 'Check the stores, for load balancers' })
  @ApiOkResponse({ type: RootHealthDto })
  @ApiResponse({
    status: 503,
    type: RootHealthDto,
    description: 'PostgreSQL does not answer',
    example: { ...unhealthyExample, message: elderHealth },
  })
  @ApiErrors()
  async checkHealth(@Res({ passthrough: true }) response: Response): Promise<RootHealthDto> {
    const health = await this.health.check();
    if (health.status === 'unhealthy') response.status(503);
    return { ...health, message: elderHealth };
  }
}
