import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Registry } from 'prom-client';
import { ApiErrors } from '../common/errors/api-errors.decorator.js';

const contentType = Registry.PROMETHEUS_CONTENT_TYPE;

/** The path outside the prefix that Prometheus scrapes. */
@ApiTags('system')
@Controller()
export class MetricsController {
  constructor(private readonly registry: Registry) {}

  @Get('/metrics')
  @Header('Content-Type', contentType)
  @ApiOperation({
    summary: 'Tell Prometheus how this process and the installation fare',
    description: 'What cannot be read at the moment, because its store is away, is left out.',
  })
  @ApiProduces(contentType)
  @ApiOkResponse({ schema: { type: 'string' } })
  @ApiErrors()
  metrics(): Promise<string> {
    return this.registry.metrics();
  }
}
