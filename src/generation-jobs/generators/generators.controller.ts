import { Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors } from '../../common/errors/api-errors.decorator.js';
import { ApiController } from '../../common/http/api-controller.decorator.js';
import { GeneratorListing } from './generator-listing.js';
import { GenerationBackendDto } from './generators.dto.js';

/** The generators of this installation, over HTTP. */
@ApiController('generation-backends', 'generation-jobs')
export class GeneratorsController {
  constructor(private readonly listing: GeneratorListing) {}

  @Get()
  @ApiOperation({
    summary: 'List the backends that jobs can ask for',
    description:
      'With what they can generate and the models they have, as they told within the last 30 seconds.',
  })
  @ApiOkResponse({ type: [GenerationBackendDto] })
  @ApiErrors()
  list(): Promise<GenerationBackendDto[]> {
    return this.listing.list();
  }
}
