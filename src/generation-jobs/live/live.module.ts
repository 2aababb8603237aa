import { Module } from '@nestjs/common';
import { RateLimitModule } from '../../rate-limit/rate-limit.module.js';
import { JobFeed } from './job-feed.js';
import { LiveClients } from './live-clients.js';
import { JobSockets } from './socket/job-sockets.js';
import { JobEventStreamsService } from './stream/job-event-streams.service.js';
import { JobEventsController } from './stream/job-events.controller.js';

/** What happens to generation jobs, told to clients as it happens; of the API process only. */
@Module({
  imports: [RateLimitModule],
  controllers: [JobEventsController],
  providers: [JobFeed, LiveClients, JobSockets, JobEventStreamsService],
})
export class LiveModule {}
