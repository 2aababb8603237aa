import { Injectable } from '@nestjs/common';
import { Registry } from 'prom-client';
import { Clock } from '../common/clock.js';
import { rememberBriefly } from '../common/remember-briefly.js';
import { registerCounter, registerGauge, type Sample } from '../metrics/sampled-metrics.js';
import { EventPipelines } from './event-pipelines.js';
import { EventPublishers } from './event-publishers.js';
import { type Backlog, StreamBacklog } from './stream-backlog.js';
import type { PublisherStats } from './stream-publisher.js';

const labelNames = ['pipeline'];

/** The gauges of one scrape share one look at Redis. */
const scrapeMs = 1_000;

interface PipelineBacklog {
  readonly pipeline: string;
  readonly backlog: Backlog;
}

/** Shows Prometheus what this process publishes, and how far the drain of each pipeline is behind. */
@Injectable()
export class PipelineMetrics {
  private readonly backlogs: () => Promise<PipelineBacklog[]>;

  constructor(
    private readonly registry: Registry,
    private readonly publishers: EventPublishers,
    pipelines: EventPipelines,
    backlog: StreamBacklog,
    private readonly clock: Clock,
  ) {
    this.backlogs = rememberBriefly(scrapeMs, () =>
      Promise.all(
        pipelines.all.map(async (pipeline) => ({
          pipeline: pipeline.name,
          backlog: await backlog.measure(pipeline),
        })),
      ),
    );
    this.countPublished('published', 'Events of this process that Redis has confirmed', 'sent');
    this.countPublished('dropped', 'Events of this process that found the buffer full', 'dropped');
    this.countPublished('lost', 'Events of this process whose arrival is unknown', 'lost');
    this.countPublished(
      'pushed_out',
      'Undrained events this process pushed out of a full stream',
      'pushedOut',
    );
    registerGauge(registry, {
      name: 'genonaut_events_buffered',
      help: 'Events that wait in this process',
      labelNames,
      read: () => this.published('buffered'),
    });
    this.gaugeBacklog('entries', 'Events in the stream that are not drained yet', ({ entries }) => entries);
    this.gaugeBacklog('dead_letters', 'Events that could not be stored', ({ dead }) => dead);
    this.gaugeBacklog(
      'oldest_entry_age_seconds',
      'How long the oldest undrained event has waited',
      ({ oldestAt }) => this.secondsSince(oldestAt),
    );
  }

  private countPublished(what: string, help: string, stat: keyof PublisherStats): void {
    registerCounter(this.registry, {
      name: `genonaut_events_${what}_total`,
      help,
      labelNames,
      read: () => this.published(stat),
    });
  }

  private published(stat: keyof PublisherStats): Sample[] {
    return [...this.publishers.stats()].map(([pipeline, stats]) => ({
      labels: { pipeline },
      value: stats[stat],
    }));
  }

  private gaugeBacklog(what: string, help: string, valueOf: (backlog: Backlog) => number): void {
    registerGauge(this.registry, {
      name: `genonaut_stream_${what}`,
      help,
      labelNames,
      read: async () =>
        (await this.backlogs()).map(({ pipeline, backlog }) => ({
          labels: { pipeline },
          value: valueOf(backlog),
        })),
    });
  }

  private secondsSince(instant: Date | null): number {
    return instant === null ? 0 : Math.max(0, this.clock.now().getTime() - instant.getTime()) / 1000;
  }
}
