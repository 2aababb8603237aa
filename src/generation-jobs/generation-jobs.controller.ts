import { Body, Delete, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors, bodyErrors, conditionErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { CommandResultDto, done } from '../common/http/command-result.dto.js';
import { ApiIdParam, IdParam } from '../common/http/id-param.decorators.js';
import { ApiConditions, Conditions, type Precondition } from '../common/http/precondition.js';
import { ReplaceParamsDto } from './generation-job-changes.dto.js';
import { GenerationJobDto } from './generation-job.dto.js';
import { badJobId, cannotDelete, cannotUpdate, exampleJobId, unknownJob } from './generation-job.examples.js';
import { GenerationJobsService } from './generation-jobs.service.js';

/** Single generation jobs, over HTTP. */
@ApiController('generation-jobs', 'generation-jobs')
export class GenerationJobsController {
  constructor(private readonly service: GenerationJobsService) {}

  @Get(':id')
  @ApiOperation({
    summary: 'Get a generation job',
    description: 'While it waits, with its place in the queue.',
  })
  @ApiIdParam('Generation job id', 'id', exampleJobId)
  @ApiOkResponse({ type: GenerationJobDto })
  @ApiErrors(unknownJob, badJobId)
  get(@IdParam('Generation job') id: number): Promise<GenerationJobDto> {
    return this.service.get(id);
  }

  @Put(':id')
  @ApiOperation({
    summary: 'Replace the parameters of a generation job',
    description: 'Only of jobs that are pending.',
  })
  @ApiIdParam('Generation job id', 'id', exampleJobId)
  @ApiConditions()
  @ApiOkResponse({ type: GenerationJobDto })
  @ApiErrors(unknownJob, cannotUpdate, ...conditionErrors, ...bodyErrors)
  replaceParams(
    @IdParam('Generation job') id: number,
    @Body() body: ReplaceParamsDto,
    @Conditions() precondition?: Precondition,
  ): Promise<GenerationJobDto> {
    return this.service.replaceParams(id, body, precondition);
  }

  @Delete(':id')
  @ApiOperation({
    summary: 'Delete a generation job',
    description: 'Only those that are completed, failed or cancelled. What came of it stays.',
  })
  @ApiIdParam('Generation job id', 'id', exampleJobId)
  @ApiConditions()
  @ApiOkResponse({ type: CommandResultDto })
  @ApiErrors(unknownJob, cannotDelete, ...conditionErrors)
  async delete(
    @IdParam('Generation job') id: number,
    @Conditions() precondition?: Precondition,
  ): Promise<CommandResultDto> {
    await this.service.delete(id, precondition);
    return done(`Generation job ${id} deleted successfully`);
  }
}
