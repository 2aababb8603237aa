import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiIdParam } from '../common/http/id-param.decorators.js';
import type { ErrorTexts } from '../common/errors/api-errors.decorator.js';
import { GenerationJobDto } from './generation-job.dto.js';
import { JobStatus } from './generation-job.entity.js';
import { exampleJobId, unknownJob } from './generation-job.examples.js';
import { jobStatuses } from './generation-job.fields.js';
import { type JobAction, refusalOf, sourcesOf } from './lifecycle/job-states.js';

/** `pending → running; otherwise refused.` */
function movesOf(action: JobAction): string {
  const moves = jobStatuses.flatMap((to) => {
    const sources = sourcesOf(to, action);
    return sources.length === 0 ? [] : [`${sources.join(' or ')} → ${to}`];
  });
  return [...moves, 'otherwise refused.'].join('; ');
}

/** How an operation that moves a job refuses: there is none, or it is over. */
export function transitionErrors(action: JobAction): ErrorTexts {
  const [to = JobStatus.Running] = jobStatuses.filter((status) => sourcesOf(status, action).length > 0);
  return { ...unknownJob, VALIDATION_ERROR: refusalOf(action, JobStatus.Completed, to) };
}

/** Documents an operation that moves a job to another state; from which to which is read off the table of states. */
export function ApiTransition(action: JobAction, summary: string, description?: string): MethodDecorator {
  const whole = [description, movesOf(action)].filter((part) => part !== undefined).join(' ');
  return applyDecorators(
    ApiOperation({ summary, description: whole }),
    ApiIdParam('Generation job id', 'id', exampleJobId),
    ApiOkResponse({ type: GenerationJobDto }),
  );
}
