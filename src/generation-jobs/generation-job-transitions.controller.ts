import { Body, HttpCode, HttpStatus, Post, Put } from '@nestjs/common';
import { ApiErrors, bodyErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { IdParam } from '../common/http/id-param.decorators.js';
import { ApiTransition, transitionErrors } from './api-transition.decorator.js';
import { CancelJobDto, CompleteJobDto, FailJobDto, SetJobStatusDto } from './generation-job-changes.dto.js';
import type { GenerationJobDto } from './generation-job.dto.js';
import { GenerationJobTransitionsService } from './generation-job-transitions.service.js';
import { JobAction } from './lifecycle/job-states.js';

/** The ways of a generation job from state to state, over HTTP; a second path is the one existing clients call. */
@ApiController('generation-jobs/:id', 'generation-jobs')
export class GenerationJobTransitionsController {
  constructor(private readonly service: GenerationJobTransitionsService) {}

  @Put('status')
  @ApiTransition(
    JobAction.SetStatus,
    'Put a generation job into a state',
    'A state the job is in already is fine and changes nothing.',
  )
  @ApiErrors(transitionErrors(JobAction.SetStatus), ...bodyErrors)
  setStatus(@IdParam('Generation job') id: number, @Body() body: SetJobStatusDto): Promise<GenerationJobDto> {
    return this.service.setStatus(id, body);
  }

  @Put('start')
  @ApiTransition(JobAction.Start, 'Start a generation job outside the workers')
  @ApiErrors(transitionErrors(JobAction.Start))
  start(@IdParam('Generation job') id: number): Promise<GenerationJobDto> {
    return this.service.start(id);
  }

  @Put(['complete', 'result'])
  @ApiTransition(JobAction.Complete, 'Complete a generation job')
  @ApiErrors(transitionErrors(JobAction.Complete), ...bodyErrors)
  complete(@IdParam('Generation job') id: number, @Body() body: CompleteJobDto): Promise<GenerationJobDto> {
    return this.service.complete(id, body);
  }

  @Put('fail')
  @ApiTransition(JobAction.Fail, 'Let a generation job fail for good')
  @ApiErrors(transitionErrors(JobAction.Fail), ...bodyErrors)
  fail(@IdParam('Generation job') id: number, @Body() body: FailJobDto): Promise<GenerationJobDto> {
    return this.service.fail(id, body);
  }

  @Post('cancel')
  @HttpCode(HttpStatus.OK)
  @ApiTransition(JobAction.Cancel, 'Cancel a generation job', 'One that runs is stopped.')
  @ApiErrors(transitionErrors(JobAction.Cancel), ...bodyErrors)
  cancel(@IdParam('Generation job') id: number, @Body() body: CancelJobDto): Promise<GenerationJobDto> {
    return this.service.cancel(id, body);
  }
}
