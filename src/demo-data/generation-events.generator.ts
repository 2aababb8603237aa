import { hourMeasures } from '../analytics/generation/generation-rollup.queries.js';
import { dayMs } from '../common/durations.js';
import { packStreamId } from '../stream-pipeline/stream-id.js';
import { startOfDay, startOfHour } from '../stream-pipeline/utc-time.js';
import type { CopyValue } from '../database/copy-text.js';
import type { DemoTable } from './demo-table.js';
import { durationColumns } from './durations.js';
import { createJobs, type DemoJob } from './jobs.js';
import type { World } from './world.js';

/** How many days of generation events there are. */
export const generationEventDays = 30;

interface GenerationEvent {
  readonly type: 'request' | 'completion' | 'cancellation';
  readonly at: number;
  readonly job: DemoJob;
}

function eventsOf(job: DemoJob): GenerationEvent[] {
  const request: GenerationEvent = { type: 'request', at: job.createdAt, job };
  if (job.completedAt === null) return [request];
  return [
    request,
    { type: job.status === 'cancelled' ? 'cancellation' : 'completion', at: job.completedAt, job },
  ];
}

export function generationEventsFrom(now: Date): number {
  return startOfDay(now.getTime() - generationEventDays * dayMs);
}

function* createEvents(world: World): Generator<GenerationEvent> {
  const from = generationEventsFrom(world.now);
  for (const job of createJobs(world)) {
    for (const event of eventsOf(job)) if (event.at >= from) yield event;
  }
}

function durationOf({ type, job }: GenerationEvent): number | null {
  return type === 'completion' && job.startedAt !== null ? (job.completedAt ?? 0) - job.startedAt : null;
}

function requestColumns({
  type,
  job,
}: GenerationEvent): [promptTokens: number | null, queueLength: number | null] {
  return type === 'request' ? [job.details.prompt.split(/\s+/).length, job.queueLength] : [null, null];
}

function dimensionsOf({ type, job }: GenerationEvent): Record<string, unknown> | null {
  const { width, height } = job.details.metadata;
  return type === 'cancellation' || job.medium !== 'image' ? null : { width, height };
}

function* eventRows(world: World): Generator<CopyValue[]> {
  let sequence = 0;
  for (const event of createEvents(world)) {
    const { type, at, job } = event;
    const duration = durationOf(event);
    const isCompletion = type === 'completion';
    yield [
      new Date(at),
      packStreamId(`${at}-${sequence++ % 100_000}`, 0) ?? '0',
      type,
      job.uuid,
      job.user.id,
      job.medium === 'image' ? 'standard' : job.medium,
      duration,
      isCompletion ? job.status === 'completed' : null,
      isCompletion ? (job.failure?.type ?? null) : null,
      isCompletion ? (job.failure?.message ?? null) : null,
      isCompletion && job.startedAt !== null ? job.startedAt - job.createdAt : null,
      duration,
      type === 'cancellation' ? null : job.model,
      dimensionsOf(event),
      type === 'cancellation' ? null : 1,
      ...requestColumns(event),
    ];
  }
}

/** The events of one hour, added up. */
class HourTotals {
  private requests = 0;
  private successes = 0;
  private failures = 0;
  private cancellations = 0;
  private readonly queueLengths: number[] = [];
  private readonly durations: number[] = [];
  private readonly users = new Set<string>();

  add(event: GenerationEvent): void {
    const duration = durationOf(event);
    this.users.add(event.job.user.id);
    if (duration !== null) this.durations.push(duration);
    if (event.type === 'request') {
      this.requests++;
      this.queueLengths.push(event.job.queueLength);
    } else if (event.type === 'cancellation') this.cancellations++;
    else if (event.job.status === 'completed') this.successes++;
    else this.failures++;
  }

  row(hour: number): CopyValue[] {
    const queued = this.queueLengths.reduce((sum, length) => sum + length, 0);
    return [
      new Date(hour),
      this.requests,
      this.successes,
      this.failures,
      this.cancellations,
      ...durationColumns(this.durations),
      this.users.size,
      this.requests > 0 ? queued / this.requests : null,
      this.requests > 0 ? Math.max(...this.queueLengths) : null,
      this.successes,
    ];
  }
}

/** Complete hours only, as the rollup would leave them. */
function* hourRows(world: World): Generator<CopyValue[]> {
  const running = startOfHour(world.now.getTime());
  const hours = new Map<number, HourTotals>();
  for (const event of createEvents(world)) {
    const hour = startOfHour(event.at);
    if (hour >= running) continue;
    const totals = hours.get(hour) ?? new HourTotals();
    hours.set(hour, totals);
    totals.add(event);
  }
  for (const [hour, totals] of hours) yield totals.row(hour);
}

export const generationEventsTable: DemoTable = {
  name: 'generation_events',
  columns: [
    'timestamp',
    'stream_id',
    'event_type',
    'generation_id',
    'user_id',
    'generation_type',
    'duration_ms',
    'success',
    'error_type',
    'error_message',
    'queue_wait_time_ms',
    'generation_time_ms',
    'model_checkpoint',
    'image_dimensions',
    'batch_size',
    'prompt_tokens',
    'queue_length',
  ],
  estimate: (world) => world.catalogue.length * 0.075,
  rows: eventRows,
};

export const generationHoursTable: DemoTable = {
  name: 'generation_metrics_hourly',
  columns: ['timestamp', ...hourMeasures],
  estimate: () => generationEventDays * 24,
  rows: hourRows,
};
