import { Get, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiNoContentResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiErrors } from '../../../common/errors/api-errors.decorator.js';
import { ApiController } from '../../../common/http/api-controller.decorator.js';
import { ApiIdParam, IdParam } from '../../../common/http/id-param.decorators.js';
import { badJobId, exampleJobId, unknownJob } from '../../generation-job.examples.js';
import { JobEventsQuery, LastEventId } from './job-events.dto.js';
import { JobEventStreamsService } from './job-event-streams.service.js';

const example = `id: 1
event: snapshot
data: {"type":"snapshot","job_id":${exampleJobId},"seq":1,"status":"running","timestamp":"2025-10-23T10:00:00.000Z"}

id: 2
event: update
data: {"job_id":${exampleJobId},"seq":2,"status":"processing","progress":40,"timestamp":"2025-10-23T10:00:01.000Z"}
`;

/** What happens to one job, as it happens, over HTTP. */
@ApiController('generation-jobs/:id/events', 'generation-jobs')
export class JobEventsController {
  constructor(private readonly streams: JobEventStreamsService) {}

  @Get()
  @ApiOperation({
    summary: 'Watch a generation job',
    description:
      'Server-Sent Events: a `snapshot` of the job, then an `update` for each event, its sequence number as id, until ' +
      'the job is over. With `Last-Event-ID`, which an EventSource sends by itself, or `since`, the events after that ' +
      'one come first. The same as over WebSocket at `/ws/jobs/{id}`.',
  })
  @ApiIdParam('Job id', 'id', exampleJobId)
  @ApiHeader({
    name: 'Last-Event-ID',
    description: 'Number of the last event seen; counts before `since`',
    required: false,
    schema: { type: 'integer', minimum: 0 },
  })
  @ApiOkResponse({
    description: 'The stream',
    content: { 'text/event-stream': { schema: { type: 'string' }, example } },
  })
  @ApiNoContentResponse({ description: 'The job is over and its last event seen; do not connect again' })
  @ApiErrors(unknownJob, badJobId, 'OVERLOADED')
  open(
    @IdParam('Generation job') jobId: number,
    @Query() query: JobEventsQuery,
    @LastEventId() lastEventId: number | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.streams.open({ jobId, since: lastEventId ?? query.since, request, response });
  }
}
