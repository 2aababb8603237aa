import { Inject, Injectable, Logger, Optional } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { minuteMs } from '../../common/durations.js';
import { resourceUsage } from '../../common/resource-usage.js';
import type { StreamPublisher } from '../../stream-pipeline/stream-publisher.js';
import {
  type GenerationCancelled,
  type GenerationCompleted,
  type GenerationEvent,
  GenerationEventType,
  type GenerationRequested,
} from './generation-event.js';
import { GENERATION_PUBLISHER } from './generation-publisher.token.js';
import { GenerationFiguresService } from './generation-figures.service.js';
import { alertsOf } from './metrics-alerts.js';
import type { AlertDto, MetricsSummaryDto } from './metrics.dto.js';
import { summaryOf } from './metrics-summary.js';
import { ResponseTimes } from './response-times.js';

export type { GenerationCancelled, GenerationCompleted, GenerationRequested } from './generation-event.js';

/** Response times that old no longer count. */
const responseWindowMs = 15 * minuteMs;

const defaultType = 'standard';

/**
 * Counts what becomes of generations. Recording returns at once and never throws, whoever calls it: each event goes to
 * the pipeline. The summary is of the last hour and the whole installation, from the jobs' rows, so that it is the same
 * in every process; only response times and resources are those of this one.
 */
@Injectable()
export class MetricsService {
  private readonly logger = new Logger(MetricsService.name);
  private readonly responseTimes = new ResponseTimes();
  private queueLength: number | undefined;

  constructor(
    @Optional()
    @Inject(GENERATION_PUBLISHER)
    private readonly publisher: StreamPublisher<GenerationEvent> | undefined,
    private readonly figures: GenerationFiguresService,
    private readonly clock: Clock,
  ) {}

  recordGenerationRequest(userId: string, generationType = defaultType, generationId?: string): void {
    const { queueLength } = this;
    this.requested({ userId, generationType, generationId, queueLength, timestamp: this.timestamp() });
  }

  recordGenerationCompletion(
    userId: string,
    success: boolean,
    durationSeconds: number,
    errorType?: string,
    generationId?: string,
  ): void {
    const durationMs = Math.max(0, Math.round(durationSeconds * 1000));
    const outcome = { success, durationMs, errorType };
    this.completed({ userId, generationId, ...outcome, timestamp: this.timestamp() });
  }

  recordGenerationCancelled(userId: string, generationId?: string): void {
    this.cancelled({ userId, generationId, timestamp: this.timestamp() });
  }

  /** The other name recordGenerationCancelled goes by. */
  recordGenerationCancellation(userId: string, generationId?: string): void {
    this.recordGenerationCancelled(userId, generationId);
  }

  requested(event: GenerationRequested): void {
    this.publish({ ...event, eventType: GenerationEventType.Request });
  }

  completed(event: GenerationCompleted): void {
    this.publish({ ...event, eventType: GenerationEventType.Completion });
  }

  cancelled(event: GenerationCancelled): void {
    this.publish({ ...event, eventType: GenerationEventType.Cancellation });
  }

  /** False when events are switched off: then recording does nothing. */
  get isPublishing(): boolean {
    return this.publisher !== undefined;
  }

  /** Waits until Redis has what was recorded; gives up when it is away. */
  async flush(): Promise<void> {
    await this.publisher?.flush();
  }

  /** The length that requests recorded without a job are said to have met. */
  updateQueueLength(length: number): void {
    this.queueLength = length;
  }

  recordResponseTime(seconds: number): void {
    this.responseTimes.note(seconds, this.clock.now().getTime());
  }

  async getMetricsSummary(): Promise<MetricsSummaryDto> {
    const [recent, totals] = await Promise.all([this.figures.recent(), this.figures.totals()]);
    return summaryOf({
      recent,
      totals,
      meanResponseSeconds: this.meanResponseSeconds(),
      resources: resourceUsage(),
    });
  }

  async getAlerts(): Promise<AlertDto[]> {
    return alertsOf({ recent: await this.figures.recent(), meanResponseSeconds: this.meanResponseSeconds() });
  }

  private meanResponseSeconds(): number | null {
    return this.responseTimes.mean(this.clock.now().getTime() - responseWindowMs);
  }

  private timestamp(): string {
    return this.clock.now().toISOString();
  }

  private publish(event: GenerationEvent): void {
    try {
      this.publisher?.publish(event);
    } catch (error) {
      this.logger.error(`a ${event.eventType} of a generation could not be recorded: ${String(error)}`);
    }
  }
}
