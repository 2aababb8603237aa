import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiIdParam } from '../common/http/id-param.decorators.js';
import { GenerationJobDto } from './generation-job.dto.js';
import { jobStatuses } from './generation-job.fields.js';
import { type JobAction, sourcesOf } from './lifecycle/job-states.js';

/** `pending → running; otherwise refused.` */
function movesOf(action: JobAction): string {
  const moves = jobStatuses.flatMap((to) => {
    const sources = sourcesOf(to, action);
    return sources.length === 0 ? [] : [`${sources.join(' or ')} → ${to}`];
  });
  return [...moves, 'otherwise refused.'].join('; ');
}

/** Documents an operation that moves a job to another state; from which to which is read off the table of states. */
export function ApiTransition(action: JobAction, summary: string, description?: string): MethodDecorator {
  const whole = [description, movesOf(action)].filter((part) => part !== undefined).join(' ');
  return applyDecorators(
    ApiOperation({ summary, description: whole }),
    ApiIdParam('Generation job id'),
    ApiOkResponse({ type: GenerationJobDto }),
  );
}
