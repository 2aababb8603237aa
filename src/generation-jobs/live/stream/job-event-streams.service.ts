import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { EntityNotFoundError } from '../../../common/errors/domain.error.js';
import { AppConfig } from '../../../config/app-config.js';
import { endStates } from '../../lifecycle/job-states.js';
import { JobFeed } from '../job-feed.js';
import { beginningFor } from '../job-watch.js';
import { LiveClients } from '../live-clients.js';
import { toSnapshotMessage } from '../live-messages.js';
import { StreamClient } from './stream-client.js';

/** An event stream that is asked for. */
export interface StreamRequest {
  readonly jobId: number;
  /** Number of the last event seen. */
  readonly since: number | undefined;
  readonly request: Request;
  readonly response: Response;
}

/** What tells proxies, too, that each entry is to be passed on as it comes. */
const headers = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  'X-Accel-Buffering': 'no',
};

/** The live feed as Server-Sent Events; docs/live-status.md says what a client receives. */
@Injectable()
export class JobEventStreamsService {
  constructor(
    private readonly config: AppConfig,
    private readonly feed: JobFeed,
    private readonly clients: LiveClients,
  ) {}

  /** @throws EntityNotFoundError, DomainError RATE_LIMITED or OVERLOADED; before anything is sent */
  async open({ jobId, since, request, response }: StreamRequest): Promise<void> {
    if (response.closed) return;
    this.clients.admit(request.ip ?? 'unknown', response);
    const client = new StreamClient(response, this.config.get('live.max-buffered-kb') * 1024);
    const watch = this.feed.watch(jobId);
    client.own(watch);
    const row = await watch.open();
    if (!client.isConnected) return;
    if (!row) throw new EntityNotFoundError('Generation job', jobId);
    if (since !== undefined && since >= row.lastSeq && endStates.has(row.status)) {
      response.status(204).end(); // which tells an EventSource to leave it at that
      return;
    }
    response.writeHead(200, headers);
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    response.flushHeaders();
    this.clients.add(client, response);
    const after = beginningFor(row, since);
    client.tellSnapshot(toSnapshotMessage(row), after);
    watch.start(client, after);
  }
}
